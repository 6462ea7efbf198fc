namespace Unfold.Cli;

/// <summary>One parameter of one recipe's model in <c>gradcheck --json</c>.</summary>
sealed record GradcheckCase(string Name, string Parameter, double MaxAbsoluteError, double MaxRelativeError, int Checked);
