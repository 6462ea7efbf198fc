using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class UpdateKernelTests
{
    [Theory]
    [InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(33), InlineData(1025), InlineData(3000)]
    public void Adam_EqualsDefinition(int length)
    {
        Adam<float>(length, decay: 0.01, keep: 1);
        Adam<double>(length, decay: 0.01, keep: 1);
        Adam<double>(length, decay: 0, keep: 0.999);
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
        var probe = default(NoUpdateProbe);
        UpdateKernel.Apply<SgdRule<double>, NoUpdateProbe, double>(new(0.1, 0.01), GradientFilter<double>.None, w, g, [], [], [], ref probe);
        Fill.AssertClose<double>(expected, w, 2, "w");
    }

    [Theory]
    [InlineData(5), InlineData(1029)]
    public void Apply_WithFilter_ScalesThenBounds(int length)
    {
        double[] w = Fill.Values<double>(length, 1), g = Fill.Values<double>(length, 2, 4);
        double[] expected = [.. w.Zip(g, static (a, b) => a - Math.Clamp(b * 0.5, -0.75, 0.75))];
        var probe = default(NoUpdateProbe);
        UpdateKernel.Apply<SgdRule<double>, NoUpdateProbe, double>(new(1, 0), new GradientFilter<double>(0.5, 0.75), w, g, [], [], [], ref probe);
        Fill.AssertClose<double>(expected, w, 2, "w");
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(9), InlineData(1024), InlineData(2500)]
    public void Apply_WithProbe_SumsAndChangesNoBit(int length)
    {
        Probe<float>(length);
        Probe<double>(length);
    }

    [Fact]
    public void Apply_WithProbe_CountsWhatIsNotFiniteAndZero()
    {
        var w = new float[11];
        float[] g = [1, 0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -7, 0, 2, 3, 4];
        var probe = default(UpdateProbe);
        UpdateKernel.Apply<SgdRule<float>, UpdateProbe, float>(new(0.1f, 0), GradientFilter<float>.None, w, g, [], [], [], ref probe);
        Assert.Equal(3, probe.Statistics.Zeros);
        Assert.Equal(3, probe.Statistics.NonFinite);
        Assert.Equal(double.PositiveInfinity, probe.Statistics.LargestGradient);
        Assert.Equal(11, probe.Statistics.Count);
    }

    [Fact]
    public void Adam_WithoutGradients_LetsMomentsEndAtZeroNotInDenormals()
    {
        float[] w = [1], m = [1e-30f], v = [1e-30f];
        var probe = default(NoUpdateProbe);
        for (int i = 0; i < 10_000; i++)
            UpdateKernel.Apply<AdamRule<float>, NoUpdateProbe, float>(new(0.9f, 0.99f, 0, 1, 1e-8f, 0, 1), GradientFilter<float>.None, w, [0f], m, v, [], ref probe);
        Assert.Equal(0f, m[0]);
        Assert.Equal(0f, v[0]);
    }

    static void Adam<T>(int length, double decay, double keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] w = Fill.Values<T>(length, 1), m = new T[length], v = new T[length];
        double[] we = Fill.Wide<T>(w), me = new double[length], ve = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            T[] g = Fill.Values<T>(length, (ulong)(10 + t));
            double step = 0.01 / (1 - Math.Pow(0.9, t)), correction = 1 / Math.Sqrt(1 - Math.Pow(0.99, t));
            for (int i = 0; i < length; i++)
            {
                double gradient = double.CreateTruncating(g[i]) + decay * we[i];
                me[i] = 0.9 * me[i] + 0.1 * gradient;
                ve[i] = 0.99 * ve[i] + 0.01 * gradient * gradient;
                we[i] = keep * we[i] - step * me[i] / (Math.Sqrt(ve[i]) * correction + 1e-8);
            }

            T Of(double x) => T.CreateTruncating(x);
            var rule = new AdamRule<T>(Of(0.9), Of(0.99), Of(step), Of(correction), Of(1e-8), Of(decay), Of(keep));
            var probe = default(NoUpdateProbe);
            UpdateKernel.Apply<AdamRule<T>, NoUpdateProbe, T>(rule, GradientFilter<T>.None, w, g, m, v, [], ref probe);
        }

        Fill.AssertClose<T>(we, w, 16, "w");
        Fill.AssertClose<T>(me, m, 4, "m");
        Fill.AssertClose<T>(ve, v, 4, "v");
    }

    static void Momentum<T>(int length, bool nesterov)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T Of(double x) => T.CreateTruncating(x);
        T[] w = Fill.Values<T>(length, 1), u = new T[length];
        double[] we = Fill.Wide<T>(w), ue = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            T[] g = Fill.Values<T>(length, (ulong)(20 + t));
            for (int i = 0; i < length; i++)
            {
                double gradient = double.CreateTruncating(g[i]) + 0.01 * we[i];
                ue[i] = 0.9 * ue[i] + 0.8 * gradient;
                we[i] -= 0.1 * (nesterov ? gradient + 0.9 * ue[i] : ue[i]);
            }

            var probe = default(NoUpdateProbe);
            UpdateKernel.Apply<MomentumRule<T>, NoUpdateProbe, T>(new(Of(0.1), Of(0.01), Of(0.9), Of(0.8), nesterov), GradientFilter<T>.None, w, g, u, [], [], ref probe);
        }

        Fill.AssertClose<T>(we, w, 8, "w");
        Fill.AssertClose<T>(ue, u, 8, "u");
    }

    static void Probe<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T Of(double x) => T.CreateTruncating(x);
        T[] start = Fill.Values<T>(length, 1), g = Fill.Values<T>(length, 2), previous = Fill.Values<T>(length, 3);
        T[] watched = [.. start], unwatched = [.. start];
        double[] p = Fill.Wide<T>(previous), gs = Fill.Wide<T>(g), w = Fill.Wide<T>(start);
        var rule = new AdamRule<T>(Of(0.9), Of(0.99), Of(0.1), Of(2), T.Zero, T.Zero, T.One);
        var filter = new GradientFilter<T>(Of(0.5), T.One);
        var nobody = default(NoUpdateProbe);
        var probe = default(UpdateProbe);
        UpdateKernel.Apply<AdamRule<T>, NoUpdateProbe, T>(rule, filter, unwatched, g, new T[length], new T[length], [], ref nobody);
        UpdateKernel.Apply<AdamRule<T>, UpdateProbe, T>(rule, filter, watched, g, new T[length], new T[length], previous, ref probe);

        Assert.Equal(unwatched, watched);
        Assert.Equal(g, previous);
        double[] change = [.. Fill.Wide<T>(watched).Zip(w, static (a, b) => a - b)];
        double Dot(double[] x, double[] y) => x.Zip(y, static (a, b) => a * b).Sum();
        void Near(double expected, double actual) => Assert.Equal(expected, actual, Fill.Epsilon<T>() * (8 + 4 * length));
        UpdateStatistics s = probe.Statistics;
        Near(Dot(gs, gs), s.GradientSquares);
        Near(Dot(gs, p), s.GradientTimesPrevious);
        Near(Dot(p, p), s.PreviousSquares);
        Near(Dot(w, w), s.WeightSquares);
        Near(Dot(change, change), s.ChangeSquares);
        Near(Dot(w, change), s.WeightTimesChange);
        Assert.Equal(gs.Max(Math.Abs), s.LargestGradient);
        Assert.Equal(0, s.Zeros);
        Assert.Equal(0, s.NonFinite);
        Assert.Equal(length, s.Count);
    }
}
