using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Rows that are read soon: asked for a few at a time between the tiles of a product, so that they come from memory while it is made.</summary>
/// <remarks>A core keeps some two dozen lines on their way: all rows at once would wait for each other, and the core for them.</remarks>
unsafe struct RowsAhead
{
    const int MostMatrices = 6;

    Matrices _matrices;
    int _count;
    int _next;
    nint _rows;
    nint _atOnce;
    readonly nint _tiles;

    /// <param name="tiles">Between how many tiles the rows are asked for.</param>
    public RowsAhead(nint tiles)
    {
        _tiles = Math.Max(1, tiles);
    }

    /// <summary>Adds rows of a matrix; six matrices at most.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="rows">How many.</param>
    public void Add<T>(T* first, nint stride, nint columns, nint rows)
        where T : unmanaged
    {
        if (columns <= 0 || rows <= 0) return;
        _matrices[_count++] = new() { Row = (byte*)first, Stride = stride * sizeof(T), Bytes = columns * sizeof(T), Rows = rows };
        _rows += rows;
        _atOnce = (_rows + _tiles - 1) / _tiles;
    }

    /// <summary>A tile's share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (_count > 0) Ask(_atOnce);
    }

    /// <summary>What is left.</summary>
    public void Finish()
    {
        if (_count > 0) Ask(_rows);
    }

    /// <summary>A row of one matrix after the other in turn.</summary>
    void Ask(nint rows)
    {
        for (; rows > 0 && _count > 0; rows--)
        {
            ref Matrix matrix = ref _matrices[_next];
            Cache.PrefetchFar(matrix.Row, matrix.Bytes);
            matrix.Row += matrix.Stride;
            if (--matrix.Rows == 0) matrix = _matrices[--_count];
            else _next++;
            if (_next >= _count) _next = 0;
        }
    }

    struct Matrix
    {
        public byte* Row;
        public nint Stride;
        public nint Bytes;
        public nint Rows;
    }

    [InlineArray(MostMatrices)]
    struct Matrices
    {
        Matrix _first;
    }
}
