namespace Unfold.Text;

/// <summary>Numbers one behind the other, in memory or in a file; there may be more than an array holds.</summary>
sealed class StoredNumbers<T>
    where T : unmanaged
{
    readonly T[]? _values;
    readonly ScratchFile? _file;

    public StoredNumbers(T[] values) => (_values, Length) = (values, values.Length);

    public unsafe StoredNumbers(ScratchFile file) => (_file, Length) = (file, file.Length / sizeof(T));

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Copies some of them.</summary>
    public unsafe void CopyTo(long from, Span<T> to)
    {
        if (_values is not null) _values.AsSpan(checked((int)from), to.Length).CopyTo(to);
        else _file!.Read(from * sizeof(T), to);
    }

    /// <summary>Some of them: a view in memory, a copy out of a file.</summary>
    public ReadOnlySpan<T> Slice(long from, int count)
    {
        if (_values is not null) return _values.AsSpan(checked((int)from), count);
        var copy = new T[count];
        CopyTo(from, copy);
        return copy;
    }
}
