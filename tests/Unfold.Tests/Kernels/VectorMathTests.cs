using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class VectorMathTests
{
    delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

    static readonly double[] Odd = [0, -0.0, 1e-300, -1e-300, 1e-40, 1e-45, -3e-42, 1e-38, 1e-8, 1e-5, 0.1, 0.3465735, 0.3465736, 0.34657359, 1, 20, 22, 44, 87.3365, 87.3366, 88.7228, 88.7229, 103, 104, 708.39, 708.4, 709.78, 709.79, 745, 1e4, 1e30, 1e300];

    [Fact]
    public void Exp_OverWholeRange_WithinBound()
    {
        Check<float>(Elementwise.Exp, Math.Exp, 2e-7, -87.3, 88.7);
        Check<double>(Elementwise.Exp, Math.Exp, 2e-15, -708, 709.7);
    }

    [Fact]
    public void Tanh_OverWholeRange_WithinBound()
    {
        Check<float>(Elementwise.Tanh, Math.Tanh, 2e-7, -25, 25);
        Check<double>(Elementwise.Tanh, Math.Tanh, 2e-15, -25, 25);
    }

    [Fact]
    public void Sigmoid_OverWholeRange_WithinBound()
    {
        Check<float>(Elementwise.Sigmoid, SigmoidOf, 2e-7, -87, 100);
        Check<double>(Elementwise.Sigmoid, SigmoidOf, 2e-15, -700, 100);
    }

    [Fact]
    public void Log_OverWholeRange_WithinBound()
    {
        Check<float>(Elementwise.Log, Math.Log, 2e-7, 1e-4, 1e4);
        Check<float>(Elementwise.Log, Math.Log, 2e-7, 0.5, 2);
        Check<double>(Elementwise.Log, Math.Log, 2e-15, 1e-4, 1e4);
        Check<double>(Elementwise.Log, Math.Log, 2e-15, 0.5, 2);
    }

    [Fact]
    public void Softplus_OverWholeRange_WithinBound()
    {
        Check<float>(Elementwise.Softplus, SoftplusOf, 4e-7, -87, 200);
        Check<double>(Elementwise.Softplus, SoftplusOf, 4e-15, -700, 800);
    }

    [Fact]
    public void Functions_OfInfinityAndNaN_AreTheirLimits()
    {
        Limits<float>();
        Limits<double>();
    }

    [Fact]
    public void Exp_BelowSmallestNormal_IsZeroNotDenormal()
    {
        var y = new float[3];
        Elementwise.Exp<float>([-87.4f, -100f, -1e30f], y);
        Assert.Equal([0f, 0f, 0f], y);
        Elementwise.Sigmoid<float>([-87.4f, -100f, -1e30f], y);
        Assert.Equal([0f, 0f, 0f], y);
    }

    [Fact]
    public void Tanh_OfTail_EqualsTheSameValueInAVector()
    {
        float[] x = Fill.Values<float>(64, 3, 4);
        var whole = new float[64];
        Elementwise.Tanh<float>(x, whole);
        for (int i = 0; i < x.Length; i++)
        {
            var one = new float[1];
            Elementwise.Tanh<float>(x.AsSpan(i, 1), one);
            Assert.Equal(BitConverter.SingleToInt32Bits(whole[i]), BitConverter.SingleToInt32Bits(one[0]));
        }
    }

    static double SigmoidOf(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    static double SoftplusOf(double x)
    {
        double e = Math.Exp(-Math.Abs(x)), u = 1 + e;
        double log = u == 1 ? e : Math.Log(u) * e / (u - 1);
        return Math.Max(x, 0) + log;
    }

    static void Limits<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [T.PositiveInfinity, T.NegativeInfinity, T.NaN];
        Assert.Equal([T.PositiveInfinity, T.Zero, T.NaN], Apply<T>(Elementwise.Exp, x));
        Assert.Equal([T.One, -T.One, T.NaN], Apply<T>(Elementwise.Tanh, x));
        Assert.Equal([T.One, T.Zero, T.NaN], Apply<T>(Elementwise.Sigmoid, x));
        Assert.Equal([T.PositiveInfinity, T.Zero, T.NaN], Apply<T>(Elementwise.Softplus, x));
        Assert.Equal([T.PositiveInfinity, T.NaN, T.NaN], Apply<T>(Elementwise.Log, x));
        Assert.Equal([T.NegativeInfinity, T.NaN, T.Zero], Apply<T>(Elementwise.Log, [T.Zero, -T.One, T.One]));
        foreach (Kernel<T> kernel in (Kernel<T>[])[Elementwise.Exp, Elementwise.Tanh, Elementwise.Sigmoid, Elementwise.Softplus, Elementwise.Log])
            Assert.All(Apply(kernel, OddNaNs<T>()), static y => Assert.True(T.IsNaN(y)));
    }

    /// <summary>Of both signs, with every single bit that may tell one from another: whole vectors and the rest of one.</summary>
    static T[] OddNaNs<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bits = typeof(T) == typeof(float) ? 22 : 51;
        return [.. Enumerable.Range(0, bits).SelectMany(bit => typeof(T) == typeof(float)
            ? (T[])[(T)(object)BitConverter.Int32BitsToSingle(0x7FC00000 | (1 << bit)), (T)(object)BitConverter.Int32BitsToSingle(unchecked((int)0xFFC00000) | (1 << bit))]
            : [(T)(object)BitConverter.Int64BitsToDouble(0x7FF8000000000000 | (1L << bit)), (T)(object)BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8000000000000) | (1L << bit))])];
    }

    static T[] Apply<T>(Kernel<T> kernel, T[] x)
        where T : unmanaged
    {
        var y = new T[x.Length];
        kernel(x, y);
        return y;
    }

    static void Check<T>(Kernel<T> kernel, Func<double, double> definition, double bound, double from, double to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Count = 20_011;
        var x = new List<T>();
        for (int i = 0; i < Count; i++)
            x.Add(T.CreateTruncating(from + (to - from) * i / (Count - 1)));
        foreach (double odd in Odd)
        {
            if (from >= 0 && odd <= 0)
                continue;
            x.Add(T.CreateTruncating(odd));
            if (from < 0)
                x.Add(T.CreateTruncating(-odd));
        }

        T[] values = [.. x];
        T[] y = Apply(kernel, values);
        double smallest = typeof(T) == typeof(float) ? 1.1754944e-38 : 2.2250738585072014e-308;
        for (int i = 0; i < y.Length; i++)
        {
            double at = double.CreateTruncating(values[i]), expected = definition(at), actual = double.CreateTruncating(y[i]);
            if (double.IsInfinity(double.CreateTruncating(T.CreateTruncating(expected))))
            {
                Assert.True(actual == expected || double.IsInfinity(actual), $"at {at:R}: expected infinity, got {actual:R}");
                continue;
            }

            double error = Math.Abs(actual - expected);
            Assert.True(error <= bound * Math.Abs(expected) + smallest, $"{typeof(T).Name} at {at:R}: expected {expected:R}, got {actual:R}, relative error {error / Math.Abs(expected):E2}");
        }
    }
}
