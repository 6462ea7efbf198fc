namespace Unfold.Inspection;

/// <summary>A number that a rule compares with.</summary>
/// <param name="Name">The rule and what it is about: "D07.critical".</param>
/// <param name="Value">The default.</param>
/// <param name="Unit">What it counts: "share", "times", "steps".</param>
/// <param name="Meaning">What is compared with it.</param>
/// <param name="Source">Where it comes from: a paper, a tool, or our own choice.</param>
public sealed record Threshold(string Name, double Value, string Unit, string Meaning, string Source);
