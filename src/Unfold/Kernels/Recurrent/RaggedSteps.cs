using System.Diagnostics;

namespace Unfold.Kernels;

/// <summary>Where the rows of sequences of unequal lengths stand, packed step after step and sorted by length, the longest first.</summary>
/// <remarks>Sequence s at step t is row <c>Offsets[t] + s</c>, for s &lt; <c>Active[t]</c>. An empty sequence has no row.</remarks>
readonly ref struct RaggedSteps
{
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
    public void GatherPrevious<T>(bool reverse, int units, ReadOnlySpan<T> outputs, int outputStride, ReadOnlySpan<T> initial, Span<T> destination)
    {
        for (int step = 0; step < Steps; step++)
        {
            int before = reverse ? step + 1 : step - 1;
            int running = before >= 0 && before < Steps ? Math.Min(Active[before], Active[step]) : 0;
            for (int s = 0; s < Active[step]; s++)
            {
                ReadOnlySpan<T> source = s < running ? outputs.Slice((Offsets[before] + s) * outputStride, units) : initial.Slice(s * units, units);
                source.CopyTo(destination.Slice((Offsets[step] + s) * units, units));
            }
        }
    }
}
