namespace Unfold;

/// <summary>What the check of one tensor found.</summary>
/// <param name="Name">The parameter or input.</param>
/// <param name="MaxAbsoluteError">The largest difference between tape and central differences; NaN where one of them is.</param>
/// <param name="MaxRelativeError">The largest difference relative to the slope; NaN where one of them is.</param>
/// <param name="Checked">How many elements were checked.</param>
public sealed record GradientCheckEntry(string Name, double MaxAbsoluteError, double MaxRelativeError, int Checked);
