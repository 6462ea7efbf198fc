using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Scalar stand-ins, to be deleted when the vector kernels of the same names land.</summary>
static class MatMul
{
    /// <summary>C [m, n] (+)= A [m, k] · B [k, n].</summary>
    public static void Multiply<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Product(a.AsSpan(), k, 1, b.AsSpan(), n, 1, c.AsSpan(), m, n, k, accumulate);

    /// <summary>C [m, n] (+)= A [m, k] · B [n, k]ᵀ.</summary>
    public static void MultiplyTransposedB<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Product(a.AsSpan(), k, 1, b.AsSpan(), 1, k, c.AsSpan(), m, n, k, accumulate);

    /// <summary>C [m, n] (+)= A [k, m]ᵀ · B [k, n].</summary>
    public static void MultiplyTransposedA<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Product(a.AsSpan(), 1, m, b.AsSpan(), n, 1, c.AsSpan(), m, n, k, accumulate);

    static void Product<T>(
        ReadOnlySpan<T> a, int aRow, int aColumn, ReadOnlySpan<T> b, int bRow, int bColumn, Span<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                T sum = T.Zero;
                for (int p = 0; p < k; p++) sum += a[(i * aRow) + (p * aColumn)] * b[(p * bRow) + (j * bColumn)];
                c[(i * n) + j] = accumulate ? c[(i * n) + j] + sum : sum;
            }
        }
    }
}
