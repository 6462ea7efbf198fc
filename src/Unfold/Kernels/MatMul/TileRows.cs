using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>How rows are divided among register tiles, the same for all columns, as packed rows lie tile after tile.</summary>
static class TileRows
{
    /// <summary>Six rows, but rather 4 + 4 than 6 + 2 and 4 + 3 than 6 + 1: tiles of few rows wait for their own sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(nint left) => left switch
    {
        7 or 8 => 4,
        > 6 => 6,
        _ => (int)left,
    };

    /// <summary>Whether the next two tiles have six rows each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NextTwoAreWhole(nint left) => left is 12 or > 14;

    /// <summary>How many of the first tiles share what is asked for ahead: a power of two of those with six rows, four at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Shares(nint rows) => rows is 24 or > 26 ? 4 : NextTwoAreWhole(rows) ? 2 : rows is 6 or > 8 ? 1 : 0;
}
