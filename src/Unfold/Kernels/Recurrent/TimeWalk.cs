using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>One time step of a cell, forward or backward, for the running sequences of a block.</summary>
interface ICellStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>About what a step reads and writes of memory for a row.</summary>
    nint RowBytes { get; }

    /// <summary>Does the step for sequences first … first + rows − 1.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="first">Sorted position of the block's first sequence.</param>
    /// <param name="rows">How many of the block's sequences run at this step.</param>
    /// <param name="row">The packed row of the first one.</param>
    /// <param name="running">How many of them had a step before it in the direction of the layer; the others begin here.</param>
    /// <param name="beforeRow">The packed row of the first one at that step.</param>
    /// <param name="multiplied">How many take part in the product with the state: all, or those that had a step before it.</param>
    /// <param name="next">The steps that are walked next.</param>
    void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}

/// <summary>Leads blocks of sequences through time, each block alone from its first step to its last.</summary>
/// <remarks>
/// No block waits for another, and the recurrent weights stay in the cache of the core that walks. A row's numbers are the same in
/// whatever block it stands, so blocks are as large as threads and caches like them. Little work stays on the calling thread.
/// </remarks>
static unsafe class TimeWalk
{
    const long ParallelFrom = 1L << 21; // multiply-adds: some 40 µs
    const int FewestRows = 12, MostRows = 48; // whole tiles of six; more than 48 do not use a panel of weights any longer that is in the first-level cache
    const int BlocksOfAThread = 4; // so that one that is done early finds another
    const long CacheBytes = 384 * 1024; // weights that take more are read from memory again at every step: then all rows of a thread share that
    const long JoinedBytes = 1024 * 1024;
    const long NearBytes = 2 * 1024 * 1024; // of all steps of a block: more than a second-level cache holds

    /// <summary>Sequences of a block.</summary>
    internal static int BlockRows(int sequences, int threads, long weightBytes)
    {
        if (weightBytes > CacheBytes) return Math.Max(1, (sequences + threads - 1) / threads);
        if (threads == 1) return Math.Clamp((sequences + 5) / 6 * 6, FewestRows, MostRows);
        int rows = 0;
        for (int blocks = 1; blocks <= BlocksOfAThread || rows > MostRows; blocks++)
        {
            int share = (sequences + (threads * blocks) - 1) / (threads * blocks); // the same for all threads
            if (rows > 0 && share < FewestRows) break;
            rows = share;
        }

        return Math.Max(rows, Math.Min(FewestRows, sequences));
    }

    /// <summary>
    /// Whether the product between inputs and gates is made step by step within the walk, where it stays in the cache, or at once for all
    /// steps: that where a step has too few rows to share the weights it reads.
    /// </summary>
    internal static bool JoinsInputs(RaggedSteps steps, long weightBytes, long inputWeightBytes)
    {
        if (!MayJoinInputs(inputWeightBytes) || steps.Steps == 0) return false;
        int size = BlockRows(steps.Sequences, Execution.Threads, weightBytes);
        return Math.Min(size, steps.Rows / steps.Steps) >= FewestRows;
    }

    /// <summary>Whether that is so for some batch: by the weights alone, so that what a step takes of memory does not jump from batch to batch.</summary>
    internal static bool MayJoinInputs(long inputWeightBytes) => inputWeightBytes <= JoinedBytes;

    /// <param name="cell">The step.</param>
    /// <param name="steps">The rows.</param>
    /// <param name="reverse">Whether the layer reads its sequences from their ends.</param>
    /// <param name="backward">Whether gradients are walked: against the layer's direction.</param>
    /// <param name="productsPerRow">Multiply-adds of one row's step.</param>
    /// <param name="withEnds">Whether there is a product with the state where a sequence begins, too: not where that is zeros, or its gradient is not wanted.</param>
    public static void Run<TCell, T>(TCell cell, RaggedSteps steps, bool reverse, bool backward, long productsPerRow, bool withEnds)
        where TCell : struct, ICellStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (int* offsets = &MemoryMarshal.GetReference(steps.Offsets), active = &MemoryMarshal.GetReference(steps.Active))
        {
            bool parallel = Execution.Threads > 1 && steps.Rows * productsPerRow >= ParallelFrom;
            int size = BlockRows(steps.Sequences, parallel ? Execution.Threads : 1, productsPerRow * sizeof(T)), blocks = (steps.Sequences + size - 1) / size;
            Workers.Run<Walk<TCell, T>, T>(new(cell, size, offsets, active, steps.Steps, steps.Sequences, reverse, backward, withEnds), blocks, alone: !parallel);
        }
    }

    readonly struct Walk<TCell, T>(TCell cell, int size, int* offsets, int* active, int steps, int sequences, bool reverse, bool backward, bool withEnds) : IWidthWork<T>
        where TCell : struct, ICellStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TSimd, TVector>(int block)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            int first = block * size, count = Math.Min(size, sequences - first);
            bool descending = reverse != backward, far = (long)steps * count * cell.RowBytes > NearBytes;
            for (int i = 0; i < steps; i++)
            {
                int step = descending ? steps - 1 - i : i;
                int rows = Math.Min(active[step] - first, count);
                if (rows <= 0)
                {
                    if (!descending)
                        break;
                    continue;
                }

                int before = reverse ? step + 1 : step - 1;
                bool exists = before >= 0 && before < steps;
                int running = exists ? Math.Clamp(active[before] - first, 0, rows) : 0;
                cell.Step<TSimd, TVector>(step, first, rows, offsets[step] + first, running, exists ? offsets[before] + first : 0, withEnds ? rows : running, new(far, RowOf(i + 1, first), RowOf(i + 2, first)));
            }
        }

        /// <summary>The packed row of a block's first sequence at a step of the walk; any row after its end.</summary>
        nint RowOf(int walked, int first) => walked >= steps ? first : offsets[reverse != backward ? steps - 1 - walked : walked] + first;
    }
}
