namespace Unfold.Bench;

/// <summary>Numbers that begin at a cache line, as those of tensors do: of an array's vectors three of four lie across two lines.</summary>
sealed unsafe class Numbers
{
    const int Line = 64;

    readonly float[] _array;
    readonly int _first;
    readonly int _length;

    /// <summary>Zeros.</summary>
    public Numbers(int length)
    {
        _array = GC.AllocateArray<float>(length + (Line / sizeof(float)), pinned: true);
        _length = length;
        fixed (float* start = _array) _first = (int)((Line - ((nint)start % Line)) % Line / sizeof(float));
    }

    /// <summary>Numbers of both signs.</summary>
    public static Numbers Filled(int length, float scale)
    {
        var made = new Numbers(length);
        for (int i = 0; i < length; i++) made.Span[i] = scale * MathF.Sin(i * 1.7f);
        return made;
    }

    public int Length => _length;

    public Span<float> Span => _array.AsSpan(_first, _length);

    public static implicit operator Span<float>(Numbers numbers) => numbers.Span;

    public static implicit operator ReadOnlySpan<float>(Numbers numbers) => numbers.Span;
}
