using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Unfold.Kernels;

/// <summary>What the vector structs need to know about the number format.</summary>
static class FloatBits
{
    /// <summary>Whether a fused multiply-add is one instruction here; the same for all widths, so that tails round like vectors.</summary>
    public static bool HasFma
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ScaleByPowerOfTwo<T>(T value, T shifted)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            int bits = Unsafe.BitCast<T, int>(value) + (Unsafe.BitCast<T, int>(shifted) << 23);
            return Unsafe.BitCast<int, T>(bits);
        }

        long wide = Unsafe.BitCast<T, long>(value) + (Unsafe.BitCast<T, long>(shifted) << 52);
        return Unsafe.BitCast<long, T>(wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fraction<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<int, T>((Unsafe.BitCast<T, int>(value) & 0x007FFFFF) | 0x3F800000);
        return Unsafe.BitCast<long, T>((Unsafe.BitCast<T, long>(value) & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exponent<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            return T.CreateTruncating((Unsafe.BitCast<T, int>(value) >> 23) - 127);
        return T.CreateTruncating((Unsafe.BitCast<T, long>(value) >> 52) - 1023);
    }
}
