namespace Unfold.Text;

/// <summary>The bytes of a file of vectors, read once from front to back, with the place that was reached.</summary>
sealed class VectorBytes(Stream stream, string path) : IDisposable
{
    const int LargestLine = 16 << 20;
    byte[] _bytes = new byte[1 << 16];
    int _next, _end;
    bool _ended;

    /// <summary>Bytes taken so far.</summary>
    public long Offset { get; private set; }

    public void Dispose() => stream.Dispose();

    /// <summary>What comes next, at most <paramref name="count"/> bytes and fewer only at the end of the file, without taking it.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _next < count && !_ended) Fill();
        return _bytes.AsSpan(_next, Math.Min(count, _end - _next));
    }

    public void Take(int count)
    {
        _next += count;
        Offset += count;
    }

    /// <summary>Takes the bytes up to a mark, and the mark; false at the end of the file. The last stretch may end without a mark.</summary>
    public bool TryTakeUntil(byte mark, int longest, out ReadOnlySpan<byte> bytes, out bool marked)
    {
        int searched = 0;
        while (true)
        {
            int at = _bytes.AsSpan(_next + searched, _end - _next - searched).IndexOf(mark);
            if (at >= 0 || _ended || _end - _next > longest)
            {
                marked = at >= 0;
                int length = marked ? searched + at : _end - _next;
                bytes = _bytes.AsSpan(_next, length);
                Take(length + (marked ? 1 : 0));
                return length > 0 || marked;
            }
            searched = _end - _next;
            Fill();
        }
    }

    /// <summary>Takes a line without its end.</summary>
    public bool TryTakeLine(out ReadOnlySpan<byte> line) => TryTakeUntil((byte)'\n', LargestLine, out line, out _);

    void Fill()
    {
        if (_next > 0)
        {
            _bytes.AsSpan(_next, _end - _next).CopyTo(_bytes);
            (_next, _end) = (0, _end - _next);
        }
        if (_end == _bytes.Length) Array.Resize(ref _bytes, checked(2 * _bytes.Length));
        try
        {
            int read = stream.Read(_bytes.AsSpan(_end));
            _end += read;
            _ended = read == 0;
        }
        catch (InvalidDataException exception)
        {
            throw new DamagedFileException($"{path}: expected a complete gzip file, got damaged or cut-off data. Fetch the file again.", exception);
        }
        catch (IOException exception)
        {
            throw new DataException($"{path}: expected a file of word vectors that can be read, got \"{exception.Message}\". Check the disk.", exception);
        }
    }
}
