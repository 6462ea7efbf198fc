using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>The nonlinearity of a simple recurrent cell, with its slope as a function of its output.</summary>
interface ICellActivation
{
    static abstract TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T>;

    static abstract TVector Slope<TSimd, TVector, T>(TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>tanh, slope 1 − y².</summary>
readonly struct TanhCell : ICellActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath<TSimd, TVector, T>.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector, T>(TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => TSimd.NegateMultiplyAdd(y, y, TSimd.Broadcast(T.One));
}

/// <summary>max(x, 0), slope one where y is positive.</summary>
readonly struct ReluCell : ICellActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => TSimd.Select(TSimd.LessThan(x, TSimd.Zero), TSimd.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector, T>(TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => TSimd.Select(TSimd.LessThan(TSimd.Zero, y), TSimd.Broadcast(T.One), TSimd.Zero);
}

/// <summary>1 / (1 + e^(−x)), slope y·(1 − y).</summary>
readonly struct SigmoidCell : ICellActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath<TSimd, TVector, T>.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector, T>(TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T> => TSimd.NegateMultiplyAdd(y, y, y);
}
