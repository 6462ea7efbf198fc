using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Rows of a table, picked and added to by their numbers: an embedding forwards and backwards.</summary>
static unsafe class TableRows
{
    const long ParallelFrom = 1L << 18; // elements: some 40 µs
    const int BlocksOfAThread = 4;

    /// <summary>destination [numbers, width] = the rows of the table with these numbers; zeros where one is negative.</summary>
    public static void Gather<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> numbers, int width, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(destination.Length == numbers.Length * width);
        int step = RowsOfABlock(numbers.Length, width);
        if (step == 0) return;
        fixed (T* from = table, to = destination)
        fixed (int* picked = numbers)
            Workers.Run(new GatherWork<T>(from, picked, numbers.Length, width, to, step), (numbers.Length + step - 1) / step);
    }

    /// <summary>The rows of the table with these numbers, each at most once, = those of x [numbers, width]; negative numbers have none.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> numbers, int width, Span<T> table)
        where T : unmanaged
    {
        Debug.Assert(x.Length == numbers.Length * width);
        int step = RowsOfABlock(numbers.Length, width);
        if (step == 0) return;
        fixed (T* from = x, to = table)
        fixed (int* chosen = numbers)
            Workers.Run(new ScatterWork<T>(from, chosen, numbers.Length, width, to, step), (numbers.Length + step - 1) / step);
    }

    /// <summary>The rows of the table with these numbers += those of x [numbers, width], one after the other; negative numbers have none.</summary>
    /// <param name="x">[numbers, width].</param>
    /// <param name="numbers">The rows.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="table">[rows, width].</param>
    /// <param name="clear">Whether what was there is forgotten first.</param>
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> numbers, int width, Span<T> table, bool clear = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == numbers.Length * width);
        int parts = Parallel(x.Length) ? (int)BitOperations.RoundUpToPowerOf2((uint)Execution.Threads) : 1;
        fixed (T* from = x, to = table)
        fixed (int* chosen = numbers)
            Workers.Run<AddWork<T>, T>(new(from, chosen, numbers.Length, width, to, clear && width > 0 ? table.Length / width : 0, parts), parts);
    }

    /// <summary>Rows that are copied one after the other; zero where there are none.</summary>
    static int RowsOfABlock(int rows, int width)
    {
        int blocks = Parallel((long)rows * width) ? BlocksOfAThread * Execution.Threads : 1;
        return (rows + blocks - 1) / blocks;
    }

    static bool Parallel(long elements) => Execution.Threads > 1 && elements >= ParallelFrom;

    readonly struct GatherWork<T>(T* table, int* numbers, int count, int width, T* destination, int step) : IWork
        where T : unmanaged
    {
        public void Run(int block)
        {
            for (int i = block * step; i < Math.Min(count, (block + 1) * step); i++)
            {
                var row = new Span<T>(destination + ((long)i * width), width);
                if (numbers[i] < 0) row.Clear();
                else new ReadOnlySpan<T>(table + ((long)numbers[i] * width), width).CopyTo(row);
            }
        }
    }

    readonly struct ScatterWork<T>(T* x, int* numbers, int count, int width, T* table, int step) : IWork
        where T : unmanaged
    {
        public void Run(int block)
        {
            for (int i = block * step; i < Math.Min(count, (block + 1) * step); i++)
            {
                if (numbers[i] >= 0)
                    new ReadOnlySpan<T>(x + ((long)i * width), width).CopyTo(new Span<T>(table + ((long)numbers[i] * width), width));
            }
        }
    }

    /// <summary>A part is every so many rows of the table.</summary>
    readonly struct AddWork<T>(T* x, int* numbers, int count, int width, T* table, int cleared, int parts) : IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>(int part)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            for (int i = part; i < cleared; i += parts)
                new Span<T>(table + ((long)i * width), width).Clear();
            T* row = x;
            for (int i = 0; i < count; i++, row += width)
            {
                int number = numbers[i];
                if (number < 0 || (number & (parts - 1)) != part) continue;
                T* to = table + ((long)number * width);
                int j = 0;
                for (; j <= width - TSimd.Count; j += TSimd.Count)
                    TSimd.Store(TSimd.Add(TSimd.Load(ref *row, j), TSimd.Load(ref *to, j)), ref *to, j);
                if (j < width)
                    TSimd.StorePart(TSimd.Add(TSimd.LoadPart(row + j, width - j, T.Zero), TSimd.LoadPart(to + j, width - j, T.Zero)), to + j, width - j);
            }
        }
    }
}
