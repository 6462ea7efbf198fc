namespace Unfold.Nn;

/// <summary>Options of <see cref="CrossEntropy"/>.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>[C] how much each class counts; the mean is then over the weights, as in PyTorch. <value>Default: none, all alike.</value></summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>ε: the share of the target spread evenly over all classes, in 0..1. <value>Default: 0.</value></summary>
    /// <remarks>Source: Szegedy et al., "Rethinking the Inception Architecture", CVPR 2016, section 7.</remarks>
    public double LabelSmoothing { get; init; }
}
