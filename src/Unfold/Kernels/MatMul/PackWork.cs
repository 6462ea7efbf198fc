namespace Unfold.Kernels;

/// <summary>Packs a large right operand by all threads, each some of its panels.</summary>
readonly unsafe struct PackWork<T>(MatrixView<T> b, nint depth, nint columns, int width, nint step, T* destination) : IWork
    where T : unmanaged
{
    const long ParallelFrom = 1L << 17; // elements: some 50 µs

    /// <summary><see cref="GemmPack.Right"/>, by one thread where there is little to do.</summary>
    public static void Run(MatrixView<T> b, nint depth, nint columns, int width, T* destination)
    {
        nint panels = (columns + width - 1) / width, parts = Execution.Threads > 1 && (long)depth * columns >= ParallelFrom ? Math.Min(Execution.Threads, panels) : 1;
        if (parts <= 1)
        {
            GemmPack.Right(b, depth, columns, width, destination);
            return;
        }

        nint step = (panels + parts - 1) / parts * width;
        Workers.Run(new PackWork<T>(b, depth, columns, width, step, destination), (int)((columns + step - 1) / step));
    }

    public void Run(int block)
    {
        nint first = block * step;
        GemmPack.Right(b.From(0, first), depth, Math.Min(step, columns - first), width, destination + (first * depth));
    }
}
