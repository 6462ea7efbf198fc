using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>Steps made up for, against the same steps made in their time with a gradient of zeros: to the bit, in every width.</summary>
public class ReplayKernelTests
{
    const int Steps = 1000; // until momentum is a denormal number that rounding holds up

    [Theory]
    [InlineData(1), InlineData(5), InlineData(8), InlineData(13), InlineData(32), InlineData(45), InlineData(130)]
    public void Run_Adam_GivesTheBitsOfEveryStepInItsTime(int columns)
    {
        Both<AdamRule<float>, float>(columns, 0, (i) => new(i, 0.9, 0.999, 1e-8, decoupled: false, lazy: false));
        Both<AdamRule<double>, double>(columns, 0, (i) => new(i, 0.9, 0.999, 1e-8, decoupled: false, lazy: false));
        Both<AdamRule<float>, float>(columns, 0, (i) => new(i, 0.3, 0.6, 1e-8, decoupled: false, lazy: false));
        Both<AdamRule<float>, float>(columns, 0, (i) => new(i, 0.99, 0.9, 1e-8, decoupled: false, lazy: false));
    }

    [Theory]
    [InlineData(1), InlineData(8), InlineData(13), InlineData(45)]
    public void Run_Decaying_GivesTheBitsOfEveryStepInItsTime(int columns)
    {
        Both<AdamRule<float>, float>(columns, 0.01, (i) => new(i, 0.9, 0.999, 1e-8, decoupled: false, lazy: false));
        Both<AdamRule<double>, double>(columns, 0.01, (i) => new(i, 0.9, 0.999, 1e-8, decoupled: true, lazy: false));
        Both<SgdRule<float>, float>(columns, 0.01, (i) => new(i));
    }

    [Theory]
    [InlineData(1), InlineData(8), InlineData(13), InlineData(45)]
    public void Run_Momentum_GivesTheBitsOfEveryStepInItsTime(int columns)
    {
        Both<MomentumRule<float>, float>(columns, 0, (i) => new(i, 0.9, 0.1, nesterov: false));
        Both<MomentumRule<double>, double>(columns, 0.01, (i) => new(i, 0.9, 0, nesterov: true));
        Both<MomentumRule<float>, float>(columns, 0, (i) => new(i, 1, 0, nesterov: false));
    }

    static void Both<TRule, T>(int columns, double decay, Func<RuleInputs, TRule> makeRule)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] rows = [4, 0, 2], from = [0, 17, Steps - 3];
        double[] rates = [.. Enumerable.Range(0, Steps).Select(i => 0.01 * (1 + (i % 10)))];
        double[] peaks = [.. Enumerable.Range(0, Steps).Select(i => rates[i..].Max())];
        TRule[] steps = [.. rates.Select((rate, i) => makeRule(new RuleInputs(rate, decay, i + 5)))];
        int length = 5 * columns;
        T[] w = Fill.Values<T>(length, 1), m = TRule.States > 0 ? Fill.Values<T>(length, 2) : [], v = TRule.States > 1 ? [.. Fill.Values<T>(length, 3).Select(T.Abs)] : [];
        (w[0], w[^1]) = (T.Zero, T.CreateTruncating(1e-30));
        T[] we = [.. w], me = [.. m], ve = [.. v];
        for (int i = 0; i < rows.Length; i++)
        {
            int start = rows[i] * columns, end = start + columns;
            T[] wr = we[start..end], mr = TRule.States > 0 ? me[start..end] : [], vr = TRule.States > 1 ? ve[start..end] : [], zeros = new T[columns];
            for (int step = from[i]; step < Steps; step++) UpdatePass.Dense(steps[step], wr, zeros, mr, vr);
            wr.CopyTo(we, start);
            if (TRule.States > 0) mr.CopyTo(me, start);
            if (TRule.States > 1) vr.CopyTo(ve, start);
        }
        var kernel = new ReplayKernel<TRule, T>
        {
            Weights = w, First = m, Second = v, RowLength = columns, Rows = rows, From = from,
            Steps = steps, Rates = rates, Peaks = peaks, Decays = steps[0].MovesRestingRows,
        };
        SimdWidth.Run<ReplayKernel<TRule, T>, T>(ref kernel);
        Assert.Equal(we, w);
        Assert.Equal(me, m);
        Assert.Equal(ve, v);
    }
}
