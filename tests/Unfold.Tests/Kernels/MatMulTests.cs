using System.Numerics;
using System.Runtime.Intrinsics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class MatMulTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 2, 0 }, { 2, 3, 4 }, { 5, 7, 3 }, { 6, 16, 8 }, { 7, 17, 9 }, { 8, 15, 5 }, { 13, 33, 31 }, { 32, 32, 32 },
        { 9, 8, 257 }, { 31, 65, 300 }, { 100, 2, 64 }, { 3, 300, 70 }, { 97, 48, 520 }, { 20, 520, 12 }, { 16, 100, 400 }, { 13, 37, 300 }, { 96, 70, 257 }, { 14, 1100, 300 }, { 24, 70, 40 }, { 530, 70, 300 }, { 600, 33, 1024 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_EqualDefinition(int m, int n, int k)
    {
        Check<float>(m, n, k, accumulate: false);
        Check<float>(m, n, k, accumulate: true);
        Check<double>(m, n, k, accumulate: false);
        Check<double>(m, n, k, accumulate: true);
    }

    [Theory]
    [InlineData(260, 130, 70), InlineData(40, 300, 200), InlineData(128, 64, 700), InlineData(600, 450, 300)]
    public void Products_WithAnyNumberOfThreads_AreTheSameBits(int m, int n, int k)
    {
        float[] a = Fill.Values<float>(m * k, 1), b = Fill.Values<float>(k * n, 2);
        int before = Execution.Threads;
        try
        {
            var results = new List<float[]>();
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                Execution.Threads = threads;
                float[] c = new float[3 * m * n];
                MatMul.Multiply<float>(m, n, k, a, k, b, n, c.AsSpan(0, m * n), n);
                MatMul.MultiplyTransposedA<float>(m, n, k, a, m, b, n, c.AsSpan(m * n, m * n), n);
                MatMul.MultiplyTransposedB<float>(m, n, k, a, k, b, k, c.AsSpan(2 * m * n), n);
                results.Add(c);
            }

            foreach (float[] other in results)
                Assert.True(results[0].AsSpan().SequenceEqual(other));
        }
        finally
        {
            Execution.Threads = before;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MultiplyTransposedB_WithBias_IsAddingToRowsOfIt(int m, int n, int k)
    {
        float[] a = Fill.Values<float>(m * k, 1), b = Fill.Values<float>(n * k, 2), bias = Fill.Values<float>(n, 3);
        float[] expected = [.. Enumerable.Repeat(bias, m).SelectMany(static row => row)], c = Fill.Values<float>(m * n, 4);
        MatMul.MultiplyTransposedB<float>(m, n, k, a, k, b, k, expected, n, accumulate: true);
        MatMul.MultiplyTransposedB<float>(m, n, k, a, k, b, k, bias, c, n);
        Assert.Equal(expected, c);
    }

    [Fact]
    public void Multiply_WithGapsBetweenRows_LeavesTheGapsAlone()
    {
        double[] a = Fill.Values<double>(5 * 9, 1), b = Fill.Values<double>(4 * 21, 2), c = Fill.Values<double>(5 * 20, 3);
        double[] before = [.. c];
        MatMul.Multiply<double>(5, 17, 4, a, 9, b, 21, c, 20);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                double expected = before[i * 20 + j];
                if (j < 17)
                    expected = Enumerable.Range(0, 4).Sum(p => a[i * 9 + p] * b[p * 21 + j]);
                Assert.Equal(expected, c[i * 20 + j], 1e-14);
            }
        }
    }

    [Fact]
    public void Multiply_OfAnyShapeInAnyWidth_MakesEachElementOneChainOfMultiplyAdds()
    {
        CheckChains<Simd512<float>, Vector512<float>, float>();
        CheckChains<Simd256<float>, Vector256<float>, float>();
        CheckChains<Simd128<float>, Vector128<float>, float>();
        CheckChains<SimdScalar<float>, float, float>();
        CheckChains<Simd512<double>, Vector512<double>, double>();
        CheckChains<Simd256<double>, Vector256<double>, double>();
        CheckChains<Simd128<double>, Vector128<double>, double>();
        CheckChains<SimdScalar<double>, double, double>();
    }

    static unsafe void CheckChains<TSimd, TVector, T>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Depth = 51, MostRows = 27, Gap = 3;
        foreach (int n in (int[])[1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 20, 33, 36, 41, 49, 64, 68])
        {
            T[] a = Fill.Values<T>(MostRows * Depth, 1), b = Fill.Values<T>(Depth * n, 2), start = Fill.Values<T>(n, 3);
            T[] chains = new T[MostRows * n];
            for (int i = 0; i < chains.Length; i++)
            {
                T sum = T.Zero;
                for (int k = 0; k < Depth; k++)
                    sum = SimdScalar<T>.MultiplyAdd(a[(i / n * Depth) + k], b[(k * n) + (i % n)], sum);
                chains[i] = start[i % n] + sum;
            }

            for (int m = 1; m <= MostRows; m++)
            {
                T[] c = Fill.Values<T>(m * (n + Gap), 4), expected = [.. c];
                for (int i = 0; i < m; i++)
                    chains.AsSpan(i * n, n).CopyTo(expected.AsSpan(i * (n + Gap)));
                fixed (T* left = a, right = b, bias = start, to = c)
                    GemmBlock<TSimd, TVector, T>.Multiply(m, n, Depth, new(left, Depth, 1), new(right, n, 1), to, n + Gap, bias, 0);
                Assert.Equal(expected, c);
            }
        }
    }

    static void Check<T>(int m, int n, int k, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Fill.Values<T>(m * k, 1), b = Fill.Values<T>(k * n, 2), start = Fill.Values<T>(m * n, 3);
        T[] at = Transpose(a, m, k), bt = Transpose(b, k, n);
        double[] wa = Fill.Wide<T>(a), wb = Fill.Wide<T>(b), expected = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = accumulate ? double.CreateTruncating(start[i * n + j]) : 0;
                for (int p = 0; p < k; p++)
                    sum += wa[i * k + p] * wb[p * n + j];
                expected[i * n + j] = sum;
            }
        }

        double units = 4 + k / 4.0;
        T[] c = [.. start];
        MatMul.Multiply<T>(m, n, k, a, k, b, n, c, n, accumulate);
        Fill.AssertClose<T>(expected, c, units, "a·b");
        T[] first = c;
        c = [.. start];
        MatMul.MultiplyTransposedB<T>(m, n, k, a, k, bt, k, c, n, accumulate);
        Assert.Equal(first, c);
        c = [.. start];
        MatMul.MultiplyTransposedA<T>(m, n, k, at, m, b, n, c, n, accumulate);
        Assert.Equal(first, c);
        c = [.. start];
        var packed = PackedMatrix<T>.Pack(k, n, b, n, new T[PackedMatrix<T>.Length(k, n)]);
        MatMul.MultiplyPacked<T>(m, a, k, packed, c, n, accumulate);
        Assert.Equal(first, c);
        c = [.. start];
        packed = PackedMatrix<T>.PackTransposed(k, n, bt, k, new T[PackedMatrix<T>.Length(k, n)]);
        MatMul.MultiplyPacked<T>(m, a, k, packed, c, n, accumulate);
        Assert.Equal(first, c);
    }

    static T[] Transpose<T>(T[] x, int rows, int columns)
    {
        var y = new T[x.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                y[j * rows + i] = x[i * columns + j];
        }

        return y;
    }
}
