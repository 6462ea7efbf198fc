using System.Numerics;

namespace Unfold.Kernels;

/// <summary>A function of one element, for <see cref="Map"/>.</summary>
interface IUnaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}

/// <summary>A function of two elements, for <see cref="Map"/>.</summary>
interface IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}

/// <summary>A function of three elements, for <see cref="Map"/>.</summary>
interface ITernaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}
