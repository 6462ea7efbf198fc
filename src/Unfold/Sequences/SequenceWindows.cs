using Unfold.Kernels;

namespace Unfold;

/// <summary>Windows over sequences as the layout of their results and the map to the rows they cover.</summary>
static class SequenceWindows
{
    /// <summary>A layout of other lengths for the same sequences.</summary>
    public static SequenceLayout Shortened(SequenceLayout layout, Func<int, int> length)
    {
        var lengths = new int[layout.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = length(layout.Lengths[i]);
        return SequenceLayout.Of(lengths);
    }

    /// <summary>The map from rows of <paramref name="target"/> to windows of <paramref name="source"/>.</summary>
    public static WindowMap Map(SequenceLayout target, SequenceLayout source, int width, int first, int stride = 1)
    {
        var positions = new int[target.Count];
        var lengths = new int[target.Count];
        for (int s = 0; s < positions.Length; s++)
        {
            int sequence = target.Order[s];
            (positions[s], lengths[s]) = (source.Positions[sequence], source.Lengths[sequence]);
        }
        return new WindowMap(target.OffsetArray, target.MaxLength, source.OffsetArray, positions, lengths, width, first, stride);
    }
}
