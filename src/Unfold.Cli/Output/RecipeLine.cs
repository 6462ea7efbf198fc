namespace Unfold.Cli;

/// <summary>A built-in recipe in <c>recipes --json</c>.</summary>
sealed record RecipeLine(string Name, string Task, string Data, string Summary);
