using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unfold.Bench;

/// <summary>What the core can do at most: twelve independent chains of multiply-adds and nothing else.</summary>
static class Peak
{
    /// <summary>Floating-point operations of one turn.</summary>
    public static int Operations => 12 * 2 * Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Run(int turns)
    {
        Vector256<float> x = Vector256.Create(0.9999f), y = Vector256.Create(1e-9f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int t = 0; t < turns; t++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
