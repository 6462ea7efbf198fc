using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Work whose blocks run in the process's vector width.</summary>
readonly struct WidthWork<TWork, T>(TWork work) : IWork
    where TWork : struct, IWidthWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int block)
    {
        var kernel = new Block(work, block);
        SimdWidth.Run<Block, T>(ref kernel);
    }

    readonly struct Block(TWork work, int block) : IWidthKernel<T>
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => work.Run<TSimd, TVector>(block);
    }
}
