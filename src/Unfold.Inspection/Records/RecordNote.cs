namespace Unfold.Inspection;

/// <summary>A document of a record: the texts behind a spike, the weights of a sentence's words.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Step">The optimizer step it was taken at.</param>
/// <param name="Epoch">The epoch it belongs to; the first is 0.</param>
/// <param name="Json">The document, JSON.</param>
public sealed record RecordNote(SeriesKey Key, long Step, int Epoch, string Json);
