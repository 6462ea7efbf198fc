namespace Unfold.Inspection;

/// <summary>The decision threshold of a two-class model.</summary>
/// <param name="Value">A text whose positive probability is at least this is answered positive.</param>
/// <param name="ChosenOn">What it was chosen on: "fixed", "training folds", "validation".</param>
public sealed record ThresholdDocument(double Value, string ChosenOn);
