namespace Unfold.Training;

/// <summary>How well one tag is found.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Words">Words that have it.</param>
/// <param name="Precision">Share of the answers of this tag that are right; 0 where there is none.</param>
/// <param name="Recall">Share of the words with it that got it; 0 where there is none.</param>
/// <param name="F1">Harmonic mean of both.</param>
public sealed record TagScore(string Tag, long Words, double Precision, double Recall, double F1);
