namespace Unfold;

/// <summary>The element type of a <see cref="Tensor"/>.</summary>
public enum DType
{
    /// <summary>IEEE 754 single precision, for training and prediction.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, for gradient checks: the same kernels, compiled a second time.</summary>
    Float64,
}
