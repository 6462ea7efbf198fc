using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>A text that <see cref="Sentences"/> follows, as its note has it.</summary>
/// <param name="Tokens">Its words, or their ids where nobody knows them; padding included.</param>
/// <param name="Words">How many of them come before the padding.</param>
/// <param name="Label">The name of its class.</param>
sealed record SentenceText(IReadOnlyList<string> Tokens, int Words, string Label)
{
    public static SentenceText Of(Probe probe, int example) => new(
        [.. probe.Sequences[example].Select(id => probe.Word?.Invoke(id) ?? $"{id}")], probe.RealLength(probe.Sequences[example]), probe.ClassName(probe.Labels[example]));

    public static string ToJson(SentenceText[] texts) => JsonSerializer.Serialize(texts, WordsJsonContext.Default.SentenceTextArray);
}
