using System.Diagnostics;

namespace Unfold.Kernels;

/// <summary>
/// Which packed rows of one layout a window covers that belongs to a row of another: step t of a target sequence covers the steps
/// t · stride + first … + width − 1 of the source sequence with the same caller's index. Steps outside the sequence have no row.
/// </summary>
readonly struct WindowMap
{
    readonly int[] _targetOffsets;
    readonly int[] _sourceOffsets;
    readonly int[] _positions;
    readonly int[] _lengths;
    readonly int _steps;
    readonly int _first;
    readonly int _stride;

    /// <param name="targetOffsets">The first packed row of each target step.</param>
    /// <param name="steps">Target steps.</param>
    /// <param name="sourceOffsets">The first packed row of each source step.</param>
    /// <param name="positions">From the target's sorted position to the source's.</param>
    /// <param name="lengths">The source's length, by the target's sorted position.</param>
    /// <param name="width">Steps in a window.</param>
    /// <param name="first">Where the window of target step 0 begins; may be before the sequence.</param>
    /// <param name="stride">How far apart windows begin.</param>
    public WindowMap(int[] targetOffsets, int steps, int[] sourceOffsets, int[] positions, int[] lengths, int width, int first, int stride)
    {
        (_targetOffsets, _steps, _sourceOffsets, _positions, _lengths) = (targetOffsets, steps, sourceOffsets, positions, lengths);
        (Width, _first, _stride) = (width, first, stride);
    }

    /// <summary>Steps in a window.</summary>
    public int Width { get; }

    /// <summary>The step that a packed target row belongs to.</summary>
    public int StepOf(int row)
    {
        int step = Array.BinarySearch(_targetOffsets, 0, _steps, row);
        return step >= 0 ? step : ~step - 1;
    }

    /// <summary>Moves on from the step of a row to that of the next one.</summary>
    public int NextStep(int step, int nextRow) => step + 1 < _steps && nextRow >= _targetOffsets[step + 1] ? step + 1 : step;

    /// <summary>The source row under place <paramref name="place"/> of the window of a target row; −1 where the sequence has none.</summary>
    public int Source(int row, int step, int place)
    {
        int sequence = row - _targetOffsets[step], at = (step * _stride) + _first + place;
        return (uint)at < (uint)_lengths[sequence] ? _sourceOffsets[at] + _positions[sequence] : -1;
    }

    /// <summary>Writes the windows of some target rows one below the other: destination [count, Width · columns], zeros where there is no row.</summary>
    public void Gather<T>(ReadOnlySpan<T> source, int columns, int row, int count, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(destination.Length >= count * Width * columns);
        int step = StepOf(row);
        for (int i = 0; i < count; i++, row++)
        {
            step = NextStep(step, row);
            Span<T> window = destination.Slice(i * Width * columns, Width * columns);
            for (int place = 0; place < Width; place++)
            {
                int from = Source(row, step, place);
                if (from < 0) window.Slice(place * columns, columns).Clear();
                else source.Slice(from * columns, columns).CopyTo(window[(place * columns)..]);
            }
        }
    }
}
