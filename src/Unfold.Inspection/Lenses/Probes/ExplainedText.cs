using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>A text of the probe with the weight of its words: what the note of <see cref="Words"/> is made of.</summary>
public sealed record ExplainedText
{
    /// <summary>The words without the padding, with spaces between.</summary>
    public string Text { get; init; } = "";

    /// <summary>The name of its class.</summary>
    public string Label { get; init; } = "";

    /// <summary>The name of the class whose logit is explained.</summary>
    public string Class { get; init; } = "";

    /// <summary>The probability of that class.</summary>
    public float Probability { get; init; }

    /// <summary>Its tokens, padding included.</summary>
    public IReadOnlyList<ExplainedToken> Tokens { get; init; } = [];

    /// <summary>Reads a note.</summary>
    /// <exception cref="JsonException">It is no such note.</exception>
    public static IReadOnlyList<ExplainedText> FromJson(string json) => JsonSerializer.Deserialize(json, WordsJsonContext.Default.ExplainedTextArray) ?? [];

    internal static string ToJson(ExplainedText[] texts) => JsonSerializer.Serialize(texts, WordsJsonContext.Default.ExplainedTextArray);
}
