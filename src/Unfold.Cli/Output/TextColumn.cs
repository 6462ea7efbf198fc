namespace Unfold.Cli;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Width">Characters; where the table fits itself, 0.</param>
/// <param name="Right">Whether cells stand to the right, as numbers do.</param>
sealed record TextColumn(string Name, int Width = 0, bool Right = true);
