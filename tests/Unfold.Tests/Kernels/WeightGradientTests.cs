using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>The weights' gradients of a layer, made together, against products of whole matrices: the same bits.</summary>
public class WeightGradientTests
{
    static readonly int[] Ragged = [.. Enumerable.Range(0, 61).Select(static i => 30 - (i / 2))]; // the last one is empty
    static readonly int[] Even = [.. Enumerable.Repeat(21, 40)]; // the states before a step stand in one place, but for the first steps

    [Theory]
    [InlineData(400, 100, 100), InlineData(128, 32, 32), InlineData(100, 100, 100), InlineData(20, 7, 5), InlineData(3, 1, 1), InlineData(33, 300, 11), InlineData(48, 256, 130), InlineData(96, 14, 4)]
    public void Run_EqualsProductsOfWholeMatrices(int columns, int inputs, int units)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            foreach (int threads in (int[])[1, 2, 5])
            {
                Check<float>(Ragged, columns, inputs, units, reverse, threads, accumulate: false);
                Check<double>(Ragged, columns, inputs, units, reverse, threads, accumulate: true);
                Check<float>(Even, columns, inputs, units, reverse, threads, accumulate: threads == 2);
            }
        }
    }

    [Theory]
    [InlineData(100, 100), InlineData(32, 32), InlineData(7, 5), InlineData(40, 300), InlineData(130, 9)]
    public void Run_WithColumnsOfTheStateAlone_EqualsProductsOfWholeMatrices(int inputs, int units)
    {
        foreach (int threads in (int[])[1, 2, 5])
        {
            Check<float>(Ragged, 3 * units, inputs, units, reverse: threads == 2, threads, accumulate: false, own: units);
            Check<double>(Ragged, 3 * units, inputs, units, reverse: threads == 1, threads, accumulate: true, own: units);
            Check<float>(Even, 3 * units, inputs, units, reverse: threads == 1, threads, accumulate: false, own: units);
        }
    }

    [Theory]
    [InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public void Run_OfFactorsThatAreNotWanted_MakesTheRest(bool ofInput, bool ofState)
    {
        foreach (int threads in (int[])[1, 3])
        {
            Check<float>(Ragged, 96, 40, 32, reverse: false, threads, accumulate: false, own: 32, ofInput, ofState);
            Check<float>(Ragged, 96, 40, 32, reverse: false, threads, accumulate: false, own: 0, ofInput, ofState);
        }
    }

    [Fact]
    public void Run_WithoutRows_ClearsWhatIsNotAddedTo()
    {
        float[] fresh = [1, 2], kept = [3, 4], bias = [5];
        WeightGradient.Run<float>(new([], [], 3), new([], 1) { InputBias = bias }, new([], 2, 2, fresh, accumulate: false, new float[2]), new([], 2, 2, kept, accumulate: true, new float[2]));
        Assert.Equal([0, 0], fresh);
        Assert.Equal([3, 4], kept);
        Assert.Equal([5], bias);
    }

    static void Check<T>(int[] lengths, int columns, int inputs, int units, bool reverse, int threads, bool accumulate, int own = 0, bool ofInput = true, bool ofState = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int longest = lengths.Max(), stride = units + 3;
        int[] active = [.. Enumerable.Range(0, longest).Select(step => lengths.Count(length => length > step))];
        int[] offsets = [.. Enumerable.Range(0, longest).Select(step => active.Take(step).Sum())];
        int rows = active.Sum();
        T[] dz = Fill.Values<T>(rows * columns, 1), x = Fill.Values<T>(rows * inputs, 2), y = Fill.Values<T>(rows * stride, 3), initial = Fill.Values<T>(lengths.Length * units, 4);
        T[] dInput = Fill.Values<T>(columns * inputs, 5), dState = Fill.Values<T>(columns * units, 6), bias = Fill.Values<T>(columns, 7), stateBias = Fill.Values<T>(columns, 9), du = Fill.Values<T>(rows * own, 8);
        (T[] expectedInput, T[] expectedState, T[] expectedBias, T[] expectedStateBias) = ([.. dInput], [.. dState], [.. bias], [.. stateBias]);
        T[] byState = [.. Enumerable.Range(0, dz.Length).Select(i => i % columns < columns - own ? dz[i] : du[(i / columns * own) + (i % columns) - columns + own])];
        T[] previous = Previous(offsets, active, reverse, units, y, stride, initial);
        int before = Execution.Threads;
        try
        {
            Execution.Threads = threads;
            if (ofInput) MatMul.MultiplyTransposedA<T>(columns, inputs, rows, dz, columns, x, inputs, expectedInput, inputs, accumulate);
            if (ofState) MatMul.MultiplyTransposedA<T>(columns, units, rows, byState, columns, previous, units, expectedState, units, accumulate);
            RowKernels.AddColumnSums<T>(dz, expectedBias);
            RowKernels.AddColumnSums<T>(byState, expectedStateBias);
            WeightGradient.Run<T>(
                new(offsets, active, lengths.Length), new(dz, columns) { OfState = du, StateColumns = own, InputBias = bias, StateBias = stateBias },
                ofInput ? new(x, inputs, inputs, dInput, accumulate, new T[dInput.Length]) : default,
                ofState ? new(y, units, stride, dState, accumulate, new T[dState.Length]) { Initial = initial, Reverse = reverse } : default);
        }
        finally
        {
            Execution.Threads = before;
        }

        Assert.Equal(expectedInput, dInput);
        Assert.Equal(expectedState, dState);
        Assert.Equal(expectedBias, bias);
        Assert.Equal(expectedStateBias, stateBias);
    }

    /// <summary>Every row's state before its step, one number at a time.</summary>
    static T[] Previous<T>(int[] offsets, int[] active, bool reverse, int units, T[] y, int stride, T[] initial)
    {
        var previous = new T[active.Sum() * units];
        for (int step = 0; step < active.Length; step++)
        {
            int before = reverse ? step + 1 : step - 1;
            for (int s = 0; s < active[step]; s++)
            {
                bool exists = before >= 0 && before < active.Length && s < active[before];
                for (int i = 0; i < units; i++)
                    previous[((offsets[step] + s) * units) + i] = exists ? y[((offsets[before] + s) * stride) + i] : initial[(s * units) + i];
            }
        }

        return previous;
    }
}
