using Unfold.Lab;

namespace Unfold.Inspection;

/// <summary>The lab's numbers for one sentence and one plain tagger: all that its figures show. In a run's folder it is <c>lab.json</c>.</summary>
public sealed record LabDocument
{
    /// <summary>The version that this library writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The version of the document's fields; a later one only adds.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Which weights these are, in words.</summary>
    public required string Model { get; init; }

    /// <summary>The non-linearity: sigmoid, tanh or relu.</summary>
    public required string Activation { get; init; }

    /// <summary>Words of the vocabulary.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Width of a word's vector.</summary>
    public int Embedding { get; init; }

    /// <summary>Width of the state.</summary>
    public int Hidden { get; init; }

    /// <summary>The names of the tags, in the order of their numbers.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>The mean of −ln p(tag) over the sentence.</summary>
    public double Loss { get; init; }

    /// <summary>The copies of the unfolded network, a word each.</summary>
    public IReadOnlyList<LabStep> Steps { get; init; } = [];

    /// <summary>[H, H], row by row: ∂h_T/∂h_(T−1), the Jacobian of the last step; empty for a sentence of one word.</summary>
    public IReadOnlyList<double[]> LastJacobian { get; init; } = [];

    /// <summary>[H, H], row by row: ∂h_T/∂h_1, the Jacobians of all steps but the first multiplied; empty for a sentence of one word.</summary>
    public IReadOnlyList<double[]> WholeProduct { get; init; } = [];

    /// <summary>The loss over one weight, for some weights.</summary>
    public IReadOnlyList<LabCurve> Curves { get; init; } = [];

    /// <summary>How far the other ways to the gradient are from the hand-written one.</summary>
    public IReadOnlyList<GradientComparison> Comparisons { get; init; } = [];

    /// <summary>The gradients themselves, by hand and another way.</summary>
    public IReadOnlyList<LabMap> Maps { get; init; } = [];

    /// <summary>How a late state depends on earlier ones, cell by cell.</summary>
    public IReadOnlyList<LabLag> Lags { get; init; } = [];

    /// <summary>What clipping does to the gradient of the sentence; null where the gradient is zero.</summary>
    public LabClipping? Clipping { get; init; }
}
