using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unfold.Kernels;

/// <summary>Which vector width the kernels of this process run in, decided once.</summary>
/// <remarks>
/// The environment variable <c>UNFOLD_SIMD</c> = <c>512</c>, <c>256</c>, <c>128</c> or <c>scalar</c> forces a width, whether the processor
/// has it or not (the runtime then makes it of narrower vectors); without it the widest one the processor is quick at is taken.
/// The same width gives the same bytes; different widths differ by rounding.
/// </remarks>
static class SimdWidth
{
    /// <summary>Bits in a vector: 512, 256, 128, or 0 for scalar.</summary>
    public static readonly int Bits = Environment.GetEnvironmentVariable("UNFOLD_SIMD") switch
    {
        "512" => 512,
        "256" => 256,
        "128" => 128,
        "scalar" => 0,
        _ => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
    };

    /// <summary>What runs, in words: for reports and benchmarks.</summary>
    public static string Description => (Bits == 0 ? "scalar" : $"{Bits}-bit") + (FloatBits.HasFma ? ", fused multiply-add" : "");

    /// <summary>Elements in a vector of the process's width.</summary>
    public static int Count<T>()
        where T : unmanaged => Bits == 0 ? 1 : Bits / 8 / Unsafe.SizeOf<T>();

    /// <summary>Runs the kernel in the process's width. The branch folds away in compiled code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel, T>(ref TKernel kernel)
        where TKernel : struct, IWidthKernel<T>, allows ref struct
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Bits)
        {
            case 512: kernel.Run<Simd512<T>, Vector512<T>>(); break;
            case 256: kernel.Run<Simd256<T>, Vector256<T>>(); break;
            case 128: kernel.Run<Simd128<T>, Vector128<T>>(); break;
            default: kernel.Run<SimdScalar<T>, T>(); break;
        }
    }
}
