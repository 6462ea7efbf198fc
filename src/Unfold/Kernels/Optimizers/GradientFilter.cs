using System.Numerics;

namespace Unfold.Kernels;

/// <summary>What happens to a gradient on its way into the update: factor·g, then bounded to ±<see cref="Bound"/>.</summary>
/// <remarks>The factor is the result of clipping by norm (one: none); an infinite bound clips nothing. NaN passes.</remarks>
readonly struct GradientFilter<T>(T factor, T bound)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T Factor = factor;
    public readonly T Bound = bound;

    /// <summary>Lets every gradient pass as it is.</summary>
    public static GradientFilter<T> None => new(T.One, T.PositiveInfinity);
}
