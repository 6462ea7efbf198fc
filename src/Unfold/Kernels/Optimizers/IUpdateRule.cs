using System.Numerics;

namespace Unfold.Kernels;

/// <summary>The arithmetic of an optimizer for one element; its two states (moments, velocity) may be unused.</summary>
interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many state spans the rule reads and writes: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>The new weight; the states are replaced in place.</summary>
    TVector Invoke<TSimd, TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}
