using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Activations and their derivatives. All operands are of one length; the destination may be one of them.</summary>
static partial class Elementwise
{
    /// <summary>destination = max(x, 0).</summary>
    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(ReluOperator<T>), x, destination);

    /// <summary>dx += dy where the output y is positive.</summary>
    public static void ReluBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(ReluBackwardOperator<T>), y, dy, dx, dx);

    /// <summary>destination = tanh x.</summary>
    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(TanhOperator<T>), x, destination);

    /// <summary>dx += dy·(1 − y²), from the output y.</summary>
    public static void TanhBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(TanhBackwardOperator<T>), y, dy, dx, dx);

    /// <summary>destination = 1 / (1 + e^(−x)).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(SigmoidOperator<T>), x, destination);

    /// <summary>dx += dy·y·(1 − y), from the output y.</summary>
    public static void SigmoidBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(SigmoidBackwardOperator<T>), y, dy, dx, dx);

    /// <summary>destination = e^x.</summary>
    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(ExpOperator<T>), x, destination);

    /// <summary>destination = ln x.</summary>
    public static void Log<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(LogOperator<T>), x, destination);

    /// <summary>destination = ln(1 + e^x); its derivative is <see cref="Sigmoid"/>.</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(SoftplusOperator<T>), x, destination);
}
