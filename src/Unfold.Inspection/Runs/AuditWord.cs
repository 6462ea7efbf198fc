namespace Unfold.Inspection;

/// <summary>A word and how often it stands somewhere.</summary>
/// <param name="Word">The word.</param>
/// <param name="Count">How often.</param>
public sealed record AuditWord(string Word, int Count);
