namespace Unfold.Text;

/// <summary>Takes numbers one behind the other, into memory or into a file.</summary>
sealed class NumberWriter<T>(ScratchFolder? folder)
    where T : unmanaged
{
    readonly ScratchFile? _file = folder?.Create();
    readonly List<T[]> _pieces = [];

    /// <summary>How many were taken.</summary>
    public long Length { get; private set; }

    /// <exception cref="DataException">The disk is full.</exception>
    public void Append(ReadOnlySpan<T> values)
    {
        Length += values.Length;
        if (_file is not null) _file.Append(values);
        else if (values.Length > 0) _pieces.Add(values.ToArray());
    }

    /// <summary>Ends it.</summary>
    /// <exception cref="DataException">The disk is full, or memory cannot hold so many.</exception>
    /// <param name="source">Where they come from, for the error.</param>
    public StoredNumbers<T> Finish(string source)
    {
        if (_file is not null)
        {
            _file.Seal();
            return new StoredNumbers<T>(_file);
        }
        if (Length > Array.MaxLength) throw new DataException(
            $"{source}: expected at most {Array.MaxLength} tokens of one corpus in memory, got more. Set data.store=file, cut texts with text.maxLength, or split the file.");
        var all = new T[Length];
        int at = 0;
        foreach (T[] piece in _pieces)
        {
            piece.CopyTo(all, at);
            at += piece.Length;
        }
        return new StoredNumbers<T>(all);
    }
}
