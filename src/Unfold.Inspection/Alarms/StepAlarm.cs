namespace Unfold.Inspection;

/// <summary>A step that stands out: one number of it, beside what it was compared with.</summary>
/// <param name="Rule">The rule whose threshold it is beyond: D01, D08 or D18.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What happened, with the numbers beside their thresholds, in part of a sentence.</param>
/// <param name="Numbers">The numbers, for programs.</param>
public sealed record StepAlarm(string Rule, FindingSeverity Severity, string Message, IReadOnlyList<FindingNumber> Numbers);
