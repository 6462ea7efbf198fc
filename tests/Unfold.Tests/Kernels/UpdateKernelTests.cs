using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class UpdateKernelTests
{
    [Theory]
    [InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(33), InlineData(1025), InlineData(3000)]
    public void Adam_EqualsDefinition(int length)
    {
        Adam<float>(length, decay: 0.01, decoupled: false, lazy: false);
        Adam<double>(length, decay: 0.01, decoupled: false, lazy: false);
        Adam<double>(length, decay: 0.01, decoupled: true, lazy: false);
        Adam<double>(length, decay: 0, decoupled: false, lazy: true);
    }

    [Theory]
    [InlineData(1), InlineData(9), InlineData(1025)]
    public void Sgd_EqualsDefinition(int length)
    {
        Momentum<float>(length, nesterov: false);
        Momentum<double>(length, nesterov: false);
        Momentum<double>(length, nesterov: true);
        double[] w = Fill.Values<double>(length, 1), g = Fill.Values<double>(length, 2);
        double[] expected = [.. w.Zip(g, static (a, b) => a - 0.1 * (b + 0.01 * a))];
        UpdatePass.Dense<SgdRule<double>, double>(new(new RuleInputs(0.1, 0.01, 1)), w, g, [], []);
        Fill.AssertClose<double>(expected, w, 2, "w");
    }

    [Theory]
    [InlineData(5), InlineData(1029)]
    public void Run_Clipping_BoundsThenScales(int length)
    {
        double[] w = Fill.Values<double>(length, 1), g = Fill.Values<double>(length, 2, 4);
        double[] expected = [.. w.Zip(g, static (a, b) => a - Math.Clamp(b, -0.75, 0.75) * 0.5)];
        UpdatePass.Dense<SgdRule<double>, double>(new(new RuleInputs(1, 0, 1)), w, g, [], [], new GradientClip<double>(0.75, 0.5));
        Fill.AssertClose<double>(expected, w, 2, "w");
    }

    [Theory]
    [InlineData(1), InlineData(5), InlineData(8), InlineData(32), InlineData(45), InlineData(1030)]
    public void Run_Rows_MovesThemLikeADenseGradientAndNoOthers(int columns)
    {
        Rows<float>(columns);
        Rows<double>(columns);
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(9), InlineData(32), InlineData(256), InlineData(1024), InlineData(2500)]
    public void Run_Watched_SumsAndChangesNoBit(int length)
    {
        Watched<float>(length, length, rows: []);
        Watched<double>(length, length, rows: []);
        Watched<float>(3 * length, length, rows: [2, 0]);
        Watched<double>(3 * length, length, rows: [2, 0]);
    }

    [Theory]
    [InlineData(16), InlineData(32), InlineData(40), InlineData(48)]
    public void Run_WatchedRowsOfSeveralBlocks_SumsAndChangesNoBit(int columns)
    {
        int[] rows = [.. Enumerable.Range(0, 71).Select(i => 3 * i)];
        Watched<float>(213 * columns, columns, rows);
        Watched<double>(213 * columns, columns, rows);
    }

    [Theory]
    [InlineData(16), InlineData(24), InlineData(32), InlineData(5)]
    public void OfRows_SumsEachRowAsItWouldAlone(int width)
    {
        float[] x = Fill.Values<float>(6 * width, 1);
        for (int i = 0; i < width; i++) (x[width + i], x[(2 * width) + i], x[(3 * width) + i]) = (1e-30f, 1e25f, i == 3 ? float.NaN : 1);
        var sums = new double[6];
        SumOfSquares.OfRows<float>(x, width, sums);
        for (int row = 0; row < 6; row++) Assert.Equal(SumOfSquares.Of<float>(x.AsSpan(row * width, width)), sums[row]);
        Assert.Equal(width * 1e-60, sums[1], width * 1e-66);
        Assert.Equal(double.NaN, sums[3]);
    }

    [Fact]
    public void Run_Watched_CountsWhatIsNotFinite()
    {
        float[] g = [1, 0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -7, 0, 2, 3, 4];
        UpdateSums sums = UpdatePass.Run<SgdRule<float>, WatchedGradient, float>(new(new RuleInputs(0.1, 0, 1)), new float[11], g, [], [], 11, [], new(null, 1));
        Assert.Equal(3, sums.NonFinite);
        var extremes = new ExtremesKernel<float> { Gradient = g };
        SimdWidth.Run<ExtremesKernel<float>, float>(ref extremes);
        Assert.Equal(3, extremes.Zeros);
        Assert.Equal(7, extremes.Largest);
    }

    [Theory]
    [InlineData(1e-30f), InlineData(1e-22f), InlineData(1e25f)]
    public void Run_WatchedGradientsAtTheEdgesOfSinglePrecision_KeepTheirNorm(float size)
    {
        float[] g = [.. Enumerable.Repeat(size, 1500)];
        UpdateSums sums = UpdatePass.Run<SgdRule<float>, WatchedChange, float>(new(new RuleInputs(0, 0, 1)), new float[1500], g, [], [], 1500, [], new(null, 1));
        Assert.Equal(1, sums.GradientSquares / (1500 * (double)size * size), 1e-6);
        Assert.Equal(0, sums.NonFinite);
        var kernel = new SquaresKernel<float> { Gradient = g, Clip = new(1, 1) };
        SimdWidth.Run<SquaresKernel<float>, float>(ref kernel);
        Assert.Equal(1, kernel.Squares / (1500 * (double)size * size), 1e-6);
        double clipped = Math.Min(size, 1);
        Assert.Equal(1, kernel.ClippedSquares / (1500 * clipped * clipped), 1e-6);
    }

    static void Adam<T>(int length, double decay, bool decoupled, bool lazy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] w = Fill.Values<T>(length, 1), m = new T[length], v = new T[length];
        double[] we = Fill.Wide<T>(w), me = new double[length], ve = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            T[] g = Fill.Values<T>(length, (ulong)(10 + t));
            double correction1 = 1 - Math.Pow(0.9, t), correction2 = Math.Sqrt(1 - Math.Pow(0.99, t));
            for (int i = 0; i < length; i++)
            {
                double gradient = double.CreateTruncating(g[i]) + (decoupled ? 0 : decay * we[i]);
                if (decoupled) we[i] *= 1 - 0.01 * decay;
                me[i] = 0.9 * me[i] + 0.1 * gradient;
                ve[i] = 0.99 * ve[i] + 0.01 * gradient * gradient;
                we[i] -= 0.01 / correction1 * me[i] / (lazy ? (Math.Sqrt(ve[i]) + 1e-8) / correction2 : Math.Sqrt(ve[i]) / correction2 + 1e-8);
            }

            UpdatePass.Dense<AdamRule<T>, T>(new(new RuleInputs(0.01, decay, t), 0.9, 0.99, 1e-8, decoupled, lazy), w, g, m, v);
        }

        Fill.AssertClose<T>(we, w, 16, "w");
        Fill.AssertClose<T>(me, m, 4, "m");
        Fill.AssertClose<T>(ve, v, 4, "v");
    }

    static void Momentum<T>(int length, bool nesterov)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] w = Fill.Values<T>(length, 1), u = new T[length];
        double[] we = Fill.Wide<T>(w), ue = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            T[] g = Fill.Values<T>(length, (ulong)(20 + t));
            for (int i = 0; i < length; i++)
            {
                double gradient = double.CreateTruncating(g[i]) + 0.01 * we[i];
                ue[i] = t == 1 ? gradient : 0.9 * ue[i] + 0.8 * gradient;
                we[i] -= 0.1 * (nesterov ? gradient + 0.9 * ue[i] : ue[i]);
            }

            UpdatePass.Dense<MomentumRule<T>, T>(new(new RuleInputs(0.1, 0.01, t), 0.9, 0.2, nesterov), w, g, u, []);
        }

        Fill.AssertClose<T>(we, w, 8, "w");
        Fill.AssertClose<T>(ue, u, 8, "u");
    }

    static void Rows<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] rows = [6, 1, 3];
        AdamRule<T> rule = new(new RuleInputs(0.01, 0.1, 2), 0.9, 0.99, 1e-8, decoupled: true, lazy: false);
        T[] w = Fill.Values<T>(8 * columns, 1), m = Fill.Values<T>(8 * columns, 2), v = [.. Fill.Values<T>(8 * columns, 3).Select(T.Abs)];
        T[] g = Fill.Values<T>(3 * columns, 4), dense = new T[8 * columns];
        T[] we = [.. w], me = [.. m], ve = [.. v];
        for (int slot = 0; slot < 3; slot++) g.AsSpan(slot * columns, columns).CopyTo(dense.AsSpan(rows[slot] * columns));
        UpdatePass.Dense<AdamRule<T>, T>(rule, we, dense, me, ve);
        T[] w0 = [.. w], m0 = [.. m], v0 = [.. v];
        UpdatePass.Run<AdamRule<T>, Unwatched, T>(rule, w, g, m, v, columns, rows, new(null, 1));
        for (int i = 0; i < w.Length; i++)
        {
            bool moved = rows.Contains(i / columns);
            Assert.Equal(moved ? we[i] : w0[i], w[i]);
            Assert.Equal(moved ? me[i] : m0[i], m[i]);
            Assert.Equal(moved ? ve[i] : v0[i], v[i]);
        }
    }

    static void Watched<T>(int length, int columns, int[] rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] start = Fill.Values<T>(length, 1), g = Fill.Values<T>(rows.Length == 0 ? length : rows.Length * columns, 2), previous = Fill.Values<T>(g.Length, 3);
        int[] slots = rows.Length == 0 ? [] : [.. rows.Select((_, i) => i % 2 == 0 ? -1 : i)]; // only every second row was in the gradient before
        int[] at = [.. Enumerable.Range(0, g.Length).Select(i => rows.Length == 0 ? i : rows[i / columns] * columns + i % columns)];
        T[] watched = [.. start], unwatched = [.. start];
        var rule = new AdamRule<T>(new RuleInputs(0.1, 0, 1), 0.9, 0.99, 1e-8, decoupled: false, lazy: false);
        var clip = new GradientClip<T>(1, 0.5);
        UpdatePass.Run<AdamRule<T>, Unwatched, T>(rule, unwatched, g, new T[length], new T[length], columns, rows, clip);
        UpdateSums sums = UpdatePass.Run<AdamRule<T>, WatchedChange, T>(rule, watched, g, new T[length], new T[length], columns, rows, clip);
        (int, int)[] pairs = rows.Length == 0 ? [(0, 0)] : [.. slots.Where(slot => slot >= 0).Select(slot => (slot, slot))];
        var product = new PairedDot<T> { Gradient = g, Previous = previous, RowLength = rows.Length == 0 ? length : columns, Pairs = pairs };
        SimdWidth.Run<PairedDot<T>, T>(ref product);

        Assert.Equal(unwatched, watched);
        double[] gs = Fill.Wide<T>(g), p = Fill.Wide<T>(previous), w = [.. at.Select(i => double.CreateTruncating(start[i]))];
        double[] change = [.. at.Select((i, k) => double.CreateTruncating(watched[i]) - w[k])];
        for (int slot = 0; slot < slots.Length; slot += 2) p.AsSpan(slot * columns, columns).Clear();
        double Dot(double[] x, double[] y) => x.Zip(y, static (a, b) => a * b).Sum();
        void Near(double expected, double actual) => Assert.Equal(expected, actual, Fill.Epsilon<T>() * (8 + 4 * length));
        Near(Dot(gs, gs), sums.GradientSquares);
        Near(Dot(gs, p), product.Sum);
        Near(Dot(w, w), sums.WeightSquares);
        Near(Dot(change, change), sums.UpdateSquares);
        Near(Dot(w, change), sums.WeightDotUpdate);
        Assert.Equal(0, sums.NonFinite);
    }
}
