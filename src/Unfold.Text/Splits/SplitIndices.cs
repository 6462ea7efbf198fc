namespace Unfold.Text;

/// <summary>The rows of the two parts of a split.</summary>
/// <param name="Train">The rows to train on, in the order of the shuffle.</param>
/// <param name="Test">The rows held out, in the order of the shuffle.</param>
public sealed record SplitIndices(int[] Train, int[] Test);
