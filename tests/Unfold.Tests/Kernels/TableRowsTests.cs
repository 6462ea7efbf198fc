using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>Rows of a table, picked and added to by several threads: what one after the other gives.</summary>
public class TableRowsTests
{
    [Theory]
    [InlineData(0, 5, 3), InlineData(7, 5, 3), InlineData(50, 16, 9), InlineData(2700, 100, 40), InlineData(8000, 33, 700)]
    public void GatherAndAdd_WithAnyNumberOfThreads_EqualOneRowAfterTheOther(int count, int width, int rows)
    {
        Check<float>(count, width, rows);
        Check<double>(count, width, rows);
    }

    [Theory]
    [InlineData(0, 3, 5), InlineData(40, 9, 60), InlineData(2700, 100, 2700), InlineData(8000, 33, 9000)]
    public void Scatter_OfRowsTakenOnce_IsThatOfAnyNumberOfThreads(int count, int width, int rows)
    {
        var rng = new Rng(5);
        int[] all = [.. Enumerable.Range(0, rows)], chosen = new int[count];
        for (int i = 0; i < count; i++) // some of them, in any order
        {
            int other = i + (int)(rng.NextDouble() * (rows - i));
            (all[i], all[other]) = (all[other], all[i]);
            chosen[i] = i % 7 == 3 ? -1 : all[i];
        }
        double[] table = Fill.Values<double>(rows * width, 1), x = Fill.Values<double>(count * width, 2), expected = [.. table];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < width && chosen[i] >= 0; j++)
                expected[(chosen[i] * width) + j] = x[(i * width) + j];
        }

        int before = Execution.Threads;
        try
        {
            foreach (int threads in (int[])[1, 2, 3, 5])
            {
                Execution.Threads = threads;
                double[] scattered = [.. table];
                TableRows.Scatter<double>(x, chosen, width, scattered);
                Assert.Equal(expected, scattered);
            }
        }
        finally
        {
            Execution.Threads = before;
        }
    }

    static void Check<T>(int count, int width, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rng = new Rng(5);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => i % 7 == 3 ? -1 : (int)(rng.NextDouble() * rows))];
        T[] table = Fill.Values<T>(rows * width, 1), x = Fill.Values<T>(count * width, 2), sums = [.. table];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < width && chosen[i] >= 0; j++)
                sums[(chosen[i] * width) + j] += x[(i * width) + j];
        }

        int before = Execution.Threads;
        try
        {
            foreach (int threads in (int[])[1, 2, 3, 5])
            {
                Execution.Threads = threads;
                T[] picked = new T[count * width], added = [.. table];
                TableRows.Gather<T>(table, chosen, width, picked);
                TableRows.Add<T>(x, chosen, width, added);
                Assert.Equal(chosen.SelectMany(number => number < 0 ? new T[width] : table[(number * width)..((number + 1) * width)]), picked);
                Assert.Equal(sums, added);
                T[] zeros = new T[table.Length], cleared = [.. table];
                TableRows.Add<T>(x, chosen, width, zeros);
                TableRows.Add<T>(x, chosen, width, cleared, clear: true);
                Assert.Equal(zeros, cleared);
            }
        }
        finally
        {
            Execution.Threads = before;
        }
    }
}
