namespace Unfold.Inspection;

/// <summary>A measured number beside the threshold it was compared with.</summary>
/// <param name="Name">What it is, in a few words: "gradient at the first word over that at the last".</param>
/// <param name="Value">What was measured.</param>
/// <param name="Threshold">What it was compared with; left out for a number that only explains.</param>
/// <param name="ThresholdName">The threshold's name, such as "D07.critical".</param>
public sealed record FindingNumber(string Name, double Value, double? Threshold = null, string? ThresholdName = null);
