using System.Numerics;

namespace Unfold.Kernels;

/// <summary>A kernel with its operands, waiting to be told the vector width.</summary>
interface IWidthKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}
