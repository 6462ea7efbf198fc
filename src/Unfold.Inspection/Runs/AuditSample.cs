namespace Unfold.Inspection;

/// <summary>The texts of each part that an audit looked at, drawn evenly. A text's copies outside of them it does not see, so of texts that stand in two parts, or with two labels, there are at least as many as it says.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To validate on.</param>
/// <param name="Test">Of the test part, where there is one.</param>
public sealed record AuditSample(int Train, int Validation, int? Test = null);
