namespace Unfold.Kernels;

/// <summary>The shape of a register tile as a type, so that the compiler drops the rows and columns it does not have.</summary>
interface ITileShape
{
    /// <summary>Rows of the tile, 1 to 6.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors in a row of the tile, 1 or 2.</summary>
    static abstract int Vectors { get; }

    /// <summary>Whether two tiles of one vector, one below the other, are made at once: six sums alone do not cover the latency of a multiply-add.</summary>
    static virtual bool IsPair => false;
}

readonly struct Tile1x1 : ITileShape
{
    public static int Rows => 1;

    public static int Vectors => 1;
}

readonly struct Tile2x1 : ITileShape
{
    public static int Rows => 2;

    public static int Vectors => 1;
}

readonly struct Tile3x1 : ITileShape
{
    public static int Rows => 3;

    public static int Vectors => 1;
}

readonly struct Tile4x1 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 1;
}

readonly struct Tile5x1 : ITileShape
{
    public static int Rows => 5;

    public static int Vectors => 1;
}

readonly struct Tile6x1 : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 1;
}

/// <summary>Two tiles of six rows.</summary>
readonly struct TilePair6x1 : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 1;

    public static bool IsPair => true;
}

readonly struct Tile1x2 : ITileShape
{
    public static int Rows => 1;

    public static int Vectors => 2;
}

readonly struct Tile2x2 : ITileShape
{
    public static int Rows => 2;

    public static int Vectors => 2;
}

readonly struct Tile3x2 : ITileShape
{
    public static int Rows => 3;

    public static int Vectors => 2;
}

readonly struct Tile4x2 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 2;
}

readonly struct Tile5x2 : ITileShape
{
    public static int Rows => 5;

    public static int Vectors => 2;
}

readonly struct Tile6x2 : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 2;
}
