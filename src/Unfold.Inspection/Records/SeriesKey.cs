namespace Unfold.Inspection;

/// <summary>The name of a series of numbers.</summary>
/// <param name="Lens">The lens that made it: "gradients", "loss".</param>
/// <param name="Series">What it is about: a parameter's full name, "train", "validation".</param>
/// <param name="Statistic">What was measured: "norm", "cosine", "loss".</param>
public readonly record struct SeriesKey(string Lens, string Series, string Statistic);
