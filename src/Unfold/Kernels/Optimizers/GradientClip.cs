using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>g = scale · min(max(g, −limit), limit): clipping by value and then by norm, each only where asked for.</summary>
readonly struct GradientClip<T>(double? limit, double scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly bool _limits = limit is not null;
    readonly T _limit = T.CreateTruncating(limit ?? 0);
    readonly T _scale = T.CreateTruncating(scale);

    /// <summary>Whether elements are limited one by one; else clipping is no more than a factor.</summary>
    public bool Limits => _limits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TSimd, TVector>(TVector gradient)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        if (_limits) gradient = TSimd.Max(TSimd.Min(gradient, TSimd.Broadcast(_limit)), TSimd.Broadcast(-_limit));
        return TSimd.Multiply(gradient, TSimd.Broadcast(_scale));
    }
}
