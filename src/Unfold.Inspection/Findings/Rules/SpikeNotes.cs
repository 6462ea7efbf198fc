using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>The batches of steps that stood out, as the record keeps them.</summary>
static class SpikeNotes
{
    /// <summary>Texts that a sentence names.</summary>
    const int Named = 2;

    const int LongestText = 60;

    /// <summary>The batch of a step, where it was kept.</summary>
    public static SpikeDocument? At(RunEvidence run, long step) => run.Notes("spikes", "all", "batch").Where(note => note.Step == step).Select(Read).OfType<SpikeDocument>().FirstOrDefault();

    /// <summary>The batch of the first step that was not finite.</summary>
    public static SpikeDocument? NonFinite(RunEvidence run) =>
        run.Notes("spikes", "all", "batch").Select(Read).OfType<SpikeDocument>().Where(spike => spike.Reason == "non-finite").MinBy(spike => spike.Step);

    /// <summary>The texts with the largest losses, in a few words: row 12 "…" (loss 4.1); nothing where no text is known.</summary>
    public static string Texts(SpikeDocument spike)
    {
        SpikeExample[] worst = [.. spike.Examples.OrderByDescending(example => example.Loss ?? double.PositiveInfinity).Take(Named)];
        return string.Join(", ", worst.Select(example => $"row {example.Row}{(example.Text is { } text ? $" \"{Short(text)}\"" : "")}{(example.Loss is { } loss ? $" (loss {RuleText.Number(loss)})" : "")}"));
    }

    static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText].TrimEnd() + "…";

    static SpikeDocument? Read(RecordNote note)
    {
        try
        {
            return JsonSerializer.Deserialize(note.Json, SpikeJsonContext.Default.SpikeDocument) is { Reason: not null, Examples: not null, Profile: not null } spike ? spike : null;
        }
        catch (JsonException)
        {
            return null; // a record from elsewhere: what cannot be read is not shown
        }
    }
}
