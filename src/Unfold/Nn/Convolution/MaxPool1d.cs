namespace Unfold.Nn;

/// <summary>The largest value of each feature in windows over time: a shorter sequence that remembers where something was found, roughly.</summary>
/// <remarks>
/// Shapes: x packed <c>[N, F]</c> → y packed <c>[N', F]</c>. A text of T steps has (T − size) / stride + 1, rounded down: a last window that is
/// not whole is left out, as in PyTorch and Keras; a text shorter than a window keeps one. The largest value over all of a text
/// is <see cref="ReadOut.Max"/>. Source: torch.nn.MaxPool1d, PyTorch 1.13.
/// </remarks>
public sealed class MaxPool1d : SequenceLayer
{
    /// <summary>A pooling layer.</summary>
    /// <param name="size">Steps in a window, at least 1.</param>
    /// <param name="stride">How far apart windows begin, at least 1. <value>Default: the size, so that windows do not overlap.</value></param>
    public MaxPool1d(int size, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride ?? size, nameof(stride));
        (Size, Stride) = (size, stride ?? size);
    }

    /// <summary>Steps in a window.</summary>
    public int Size { get; }

    /// <summary>How far apart windows begin.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    protected override SequenceTensor Compute(SequenceTensor x) => Ops.MaxPool1d(x, Size, Stride);

    /// <inheritdoc/>
    protected override string Describe() => Size == Stride ? $"{Size}" : $"{Size}, stride: {Stride}";
}
