using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>One pass of the update kernel, spelled out.</summary>
static class UpdatePass
{
    public static void Dense<TRule, T>(TRule rule, T[] weights, T[] gradient, T[] first, T[] second, GradientClip<T>? clip = null)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run<TRule, Unwatched, T>(rule, weights, gradient, first, second, weights.Length, [], clip ?? new GradientClip<T>(null, 1));

    public static UpdateSums Run<TRule, TWatching, T>(
        TRule rule, T[] weights, T[] gradient, T[] first, T[] second, int rowLength, int[] rows, GradientClip<T> clip)
        where TRule : struct, IUpdateRule<T>
        where TWatching : struct, IWatching
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new UpdateKernel<TRule, TWatching, T>
        {
            Rule = rule, Weights = weights, First = first, Second = second, Gradient = gradient,
            RowLength = rowLength, Rows = rows, Clip = clip,
        };
        SimdWidth.Run<UpdateKernel<TRule, TWatching, T>, T>(ref kernel);
        return kernel.Sums;
    }
}
