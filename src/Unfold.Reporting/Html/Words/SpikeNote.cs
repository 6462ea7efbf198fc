using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A spike that was recorded with its batch.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Step">Its step; the note itself may have been written later.</param>
/// <param name="Document">What is known of it.</param>
readonly record struct SpikeNote(int Epoch, long Step, JsonElement Document)
{
    /// <summary>The name of its entry in the page.</summary>
    public string Target => $"spike-{Epoch}-{Step}";

    public double Value => JsonNotes.Number(Document, "value");

    public static IReadOnlyList<SpikeNote> All(RecordView seen) =>
    [
        .. seen.Notes("spikes", "all", "batch").Select(note => (Note: note, Document: JsonNotes.Read(note))).Where(entry => entry.Document is { ValueKind: JsonValueKind.Object })
            .Select(entry => Of(entry.Note, entry.Document!.Value)).DistinctBy(spike => spike.Step),
    ];

    static SpikeNote Of(RecordNote note, JsonElement document)
    {
        (double epoch, double step) = (JsonNotes.Number(document, "epoch"), JsonNotes.Number(document, "step"));
        return new(epoch is >= 0 and < int.MaxValue ? (int)epoch : note.Epoch, step is >= 0 and < 1e15 ? (long)step : note.Step, document);
    }
}
