namespace Unfold.Inspection;

/// <summary>The examples of a batch, in the caller's order.</summary>
public readonly ref struct ExampleBatch
{
    /// <summary>Which rows of the data they are.</summary>
    public required ReadOnlySpan<int> Rows { get; init; }

    /// <summary>The loss of each.</summary>
    public required ReadOnlySpan<double> Losses { get; init; }

    /// <summary>Whether each was answered rightly; empty where the loop does not say.</summary>
    public ReadOnlySpan<bool> Right { get; init; }

    /// <summary>The class of each; empty where the loop does not say.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Whether it is a batch of training; false for validation.</summary>
    public required bool Train { get; init; }
}
