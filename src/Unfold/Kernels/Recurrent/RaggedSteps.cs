using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Where the rows of sequences of unequal lengths stand, packed step after step and sorted by length, the longest first.</summary>
/// <remarks>Sequence s at step t is row <c>Offsets[t] + s</c>, for s &lt; <c>Active[t]</c>. An empty sequence has no row.</remarks>
readonly ref struct RaggedSteps
{
    const long ParallelFrom = 1L << 18; // elements: some 40 µs
    const int PartsOfAThread = 4;

    public readonly ReadOnlySpan<int> Offsets;
    public readonly ReadOnlySpan<int> Active;

    /// <summary>How many sequences there are, empty ones included.</summary>
    public readonly int Sequences;

    public RaggedSteps(ReadOnlySpan<int> offsets, ReadOnlySpan<int> active, int sequences)
    {
        Debug.Assert(offsets.Length == active.Length);
        Offsets = offsets;
        Active = active;
        Sequences = sequences;
    }

    public int Steps => Offsets.Length;

    /// <summary>Packed rows in all.</summary>
    public int Rows => Steps == 0 ? 0 : Offsets[^1] + Active[^1];

    /// <summary>destination [Rows, units] = the state each row's step began with: the row of the step before it in its direction, or its sequence's row of <paramref name="initial"/> [Sequences, units].</summary>
    public unsafe void GatherPrevious<T>(bool reverse, int units, ReadOnlySpan<T> outputs, int outputStride, ReadOnlySpan<T> initial, Span<T> destination)
        where T : unmanaged
    {
        int parts = (long)Rows * units >= ParallelFrom ? PartsOfAThread * Execution.Threads : 1, steps = Math.Max(1, (Steps + parts - 1) / parts);
        fixed (int* offsets = &MemoryMarshal.GetReference(Offsets), active = &MemoryMarshal.GetReference(Active))
        fixed (T* y = &MemoryMarshal.GetReference(outputs), h = &MemoryMarshal.GetReference(initial), to = &MemoryMarshal.GetReference(destination))
            Workers.Run(new Gather<T>(offsets, active, Steps, steps, reverse, units, y, outputStride, h, to), (Steps + steps - 1) / steps);
    }

    /// <summary>Some steps' rows.</summary>
    readonly unsafe struct Gather<T>(int* offsets, int* active, int all, int steps, bool reverse, nint units, T* outputs, nint stride, T* initial, T* destination) : IWork
        where T : unmanaged
    {
        public void Run(int block)
        {
            for (int step = block * steps, end = Math.Min(all, step + steps); step < end; step++)
            {
                int before = reverse ? step + 1 : step - 1, running = before >= 0 && before < all ? Math.Min(active[before], active[step]) : 0;
                T* to = destination + (offsets[step] * units), from = running == 0 ? outputs : outputs + (offsets[before] * stride);
                if (stride == units) Copy(from, to, running);
                else for (int s = 0; s < running; s++) Copy(from + (s * stride), to + (s * units), 1);
                Copy(initial + (running * units), to + (running * units), active[step] - running);
            }
        }

        void Copy(T* from, T* to, nint rows) => Buffer.MemoryCopy(from, to, rows * units * sizeof(T), rows * units * sizeof(T));
    }
}
