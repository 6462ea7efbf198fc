using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>x + y</summary>
readonly struct AddOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Add(x, y);
}

/// <summary>x − y</summary>
readonly struct SubtractOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Subtract(x, y);
}

/// <summary>x·y</summary>
readonly struct MultiplyOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Multiply(x, y);
}

/// <summary>x / y</summary>
readonly struct DivideOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Divide(x, y);
}

/// <summary>x·y + z</summary>
readonly struct MultiplyAddOperator<T> : ITernaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.MultiplyAdd(x, y, z);
}

/// <summary>factor·x</summary>
readonly struct ScaleOperator<T>(T factor) : IUnaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Multiply(x, TSimd.Broadcast(factor));
}

/// <summary>x + term</summary>
readonly struct ShiftOperator<T>(T term) : IUnaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Add(x, TSimd.Broadcast(term));
}

/// <summary>factor·x + y</summary>
readonly struct AddScaledOperator<T>(T factor) : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.MultiplyAdd(x, TSimd.Broadcast(factor), y);
}

/// <summary>√x</summary>
readonly struct SqrtOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Sqrt(x);
}
