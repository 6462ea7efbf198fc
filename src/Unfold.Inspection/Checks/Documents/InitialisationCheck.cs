namespace Unfold.Inspection;

/// <summary>The weights as they are, and how much the outputs of the layers vary.</summary>
public sealed record InitialisationCheck
{
    /// <summary>The variance of what each layer gives out, over texts and steps, mean over its units; recurrent layers one by one.</summary>
    public IReadOnlyDictionary<string, double> Variances { get; init; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The spectral radius of every recurrent matrix of a plain RNN.</summary>
    public IReadOnlyDictionary<string, double> Radii { get; init; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Matrices whose rows are all the same: their units can never differ.</summary>
    public IReadOnlyList<string> IdenticalRows { get; init; } = [];

    /// <summary>Matrices of at least 16 numbers that all have one sign.</summary>
    public IReadOnlyList<string> OneSign { get; init; } = [];
}
