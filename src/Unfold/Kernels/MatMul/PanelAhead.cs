using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>A tile's share of the next panel of B: where it begins to ask for lines, and how it goes on with every step of depth.</summary>
/// <remarks>
/// The panel is divided among up to four tiles, with vectors of a line's length a line for every second step of depth: one tile that asks for all of it has more lines on their
/// way than a core can keep, and waits for them with its multiply-adds.
/// </remarks>
readonly unsafe struct PanelAhead<T>
    where T : unmanaged
{
    public readonly T* Start;

    /// <summary>Elements to what the next step of depth asks for.</summary>
    public readonly nint Step;

    /// <summary>Step and, after it, 0 in turn, where a row is asked for twice; or 0.</summary>
    public readonly nint Turn;

    PanelAhead(T* start, nint step, nint turn)
    {
        Start = start;
        Step = step;
        Turn = turn;
    }

    /// <summary>Of a packed panel.</summary>
    /// <param name="panel">The next panel, [depth, width].</param>
    /// <param name="width">Elements of its rows.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="share">Which share.</param>
    /// <param name="shares">Of how many; a single one asks for both vectors of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PanelAhead<T> OfPacked(T* panel, nint width, nint depth, nint share, nint shares)
    {
        nint step = width / shares;
        return new(panel + (share * depth * step), step, 0);
    }

    /// <summary>Of one that lies in a matrix: the ends of its rows' two vectors, as rows may begin within a line, which came with the panel before.</summary>
    /// <param name="panel">The next panel's first row.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="width">Elements of its rows.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="share">Which share.</param>
    /// <param name="shares">Of how many; a single one asks for the first vectors alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PanelAhead<T> OfMatrix(T* panel, nint stride, nint width, nint depth, nint share, nint shares)
    {
        T* end = panel + ((share & 1) == 0 ? width / 2 : width) - 1;
        return shares < 4 ? new(end, stride, 0) : new(end + ((share >> 1) * (depth / 2) * stride), 0, stride);
    }
}
