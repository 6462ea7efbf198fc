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
}
