using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Unfold.Text;

/// <summary>Reads a file of word vectors from front to back and keeps the rows that are wanted.</summary>
sealed class VectorReader(VectorBytes bytes, string path, int most, Func<string, bool>? keep, CancellationToken cancellation)
{
    const int LongestWord = 1 << 16;
    const int Widest = 1 << 16;
    const int LookAhead = 4096;

    long _line, _declared = -1;

    public List<string> Words { get; } = [];

    public Dictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

    public List<float> Values { get; } = [];

    public int Width { get; private set; }

    /// <summary>Words read, kept or not.</summary>
    public long Read { get; private set; }

    /// <summary>Words that had come before.</summary>
    public int Repeated { get; private set; }

    public VectorFormat Format { get; private set; }

    /// <summary>Reads to the end, or until enough words are kept.</summary>
    /// <param name="format">The format, if it is known.</param>
    /// <param name="length">Bytes of the file; null where it is packed.</param>
    public void ReadAll(VectorFormat format, long? length)
    {
        if (bytes.Peek(3) is [0xEF, 0xBB, 0xBF]) bytes.Take(3);
        ReadHeader();
        Format = format != VectorFormat.Detect ? format : LooksBinary() ? VectorFormat.Binary : VectorFormat.Text;
        if (Format == VectorFormat.Binary) ReadBinary(length);
        else ReadText();
        if (Words.Count == 0)
            throw new DataException($"{path}: expected at least one word with its vector, got none{(Read > 0 ? " that is kept" : "")}. Check that this is the file you meant.");
    }

    bool IsEnough
    {
        get
        {
            if ((Read & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            return Words.Count >= most;
        }
    }

    /// <summary>A first line of two whole numbers says how many words there are and how wide their vectors.</summary>
    void ReadHeader()
    {
        ReadOnlySpan<byte> start = bytes.Peek(LookAhead);
        int end = start.IndexOf((byte)'\n');
        if (end < 0) return;
        ReadOnlySpan<byte> line = start[..end].Trim(" \t\r"u8);
        int blank = line.IndexOf((byte)' ');
        if (blank < 0 || !TryWhole(line[..blank], out long words) || !TryWhole(line[(blank + 1)..].Trim((byte)' '), out long width)) return;
        if (width is < 1 or > Widest)
            throw new DamagedFileException($"{path}:1: expected vectors of 1 to {Widest} numbers, got {width} in the line that says how many words there are and how wide. The file is damaged or of another format.");
        (_declared, Width, _line) = (words, (int)width, 1);
        bytes.Take(end + 1);
    }

    static bool TryWhole(ReadOnlySpan<byte> text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Whether what stands behind the first word cannot be numbers in letters.</summary>
    bool LooksBinary()
    {
        if (_declared < 0) return false;
        ReadOnlySpan<byte> row = bytes.Peek(LongestWord);
        int blank = row.IndexOf((byte)' ');
        if (blank < 0) return false;
        row = row[(blank + 1)..];
        if (row.Length > sizeof(float) * Width) row = row[..(sizeof(float) * Width)];
        if (row.IndexOf((byte)'\n') is var end and > 0) row = row[..end];
        return row.ContainsAnyExceptInRange((byte)' ', (byte)'~') && row.Trim("\t\r\n"u8).ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    void ReadText()
    {
        while (!IsEnough)
        {
            long at = bytes.Offset;
            if (!bytes.TryTakeLine(out ReadOnlySpan<byte> line))
            {
                CheckCount();
                return;
            }
            _line++;
            if (!Utf8.IsValid(line))
                throw new DataException($"{path}:{_line}: expected UTF-8 text, got other bytes in the line that begins at offset {at}. The file may be Latin-1, or binary with another ending; save it as UTF-8.");
            AddLine(line.TrimEnd(" \t\r"u8));
        }
    }

    void AddLine(ReadOnlySpan<byte> line)
    {
        if (Width == 0) Width = line.Count((byte)' ');
        // A word may hold blanks of its own (". . ." in large files): the numbers are the last so many fields.
        int at = line.Length;
        for (int i = 0; i < Width && at > 0; i++) at = line[..at].LastIndexOf((byte)' ');
        if (Width == 0 || at <= 0)
        {
            throw new DataException($"{path}:{_line}: expected a word and {(Width == 0 ? "its" : Width)} numbers with spaces between{(_declared < 0 ? "" : ", as the first line says")}, got {Shown(line)}. " +
                "Name a file in the text format of GloVe, word2vec or fastText, or in word2vec's binary format.");
        }
        Read++;
        if (!Wants(line[..at], out string word)) return;
        ReadOnlySpan<byte> fields = line[(at + 1)..];
        foreach (Range field in fields.Split((byte)' '))
        {
            if (!float.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
                throw new DataException($"{path}:{_line}: expected finite numbers behind \"{Shown(line[..at])}\", got \"{Encoding.UTF8.GetString(fields[field])}\". The file may be damaged; fetch it again.");
            Values.Add(value);
        }
        Keep(word);
    }

    void ReadBinary(long? length)
    {
        if (_declared < 0)
            throw new DamagedFileException($"{path}: expected a first line with two numbers, how many words and how wide, got none. It is not word2vec's binary format.");
        int size = sizeof(float) * Width;
        if (length is { } all && _declared > (all - bytes.Offset) / (size + 2))
            throw new DamagedFileException($"{path}: expected at least {Math.Min((decimal)_declared * (size + 2), long.MaxValue)} bytes for {_declared} words of {Width} numbers, as its first line says, got {all - bytes.Offset}. The file is cut off; fetch it again.");
        while (!IsEnough)
        {
            while (bytes.Peek(1) is [(byte)'\n' or (byte)'\r']) bytes.Take(1);
            long at = bytes.Offset;
            if (Read == _declared || bytes.Peek(1).IsEmpty)
            {
                CheckCount();
                return;
            }
            if (!bytes.TryTakeUntil((byte)' ', LongestWord, out ReadOnlySpan<byte> name, out bool marked) || !marked || name.Length > LongestWord)
                ThrowCutOff($"a word with a blank behind it at offset {at}", "no blank");
            Read++;
            bool wanted = Wants(name, out string word);
            string shown = wanted ? "" : Shown(name);
            at = bytes.Offset;
            ReadOnlySpan<byte> vector = bytes.Peek(size);
            if (vector.Length < size) ThrowCutOff($"{size} bytes behind \"{(wanted ? word : shown)}\" at offset {at}", $"{vector.Length}");
            for (int i = 0; wanted && i < size; i += sizeof(float))
            {
                float value = BinaryPrimitives.ReadSingleLittleEndian(vector[i..]);
                if (!float.IsFinite(value)) ThrowCutOff($"finite numbers behind \"{word}\"", $"{value.ToString(CultureInfo.InvariantCulture)} at offset {at + i}");
                Values.Add(value);
            }
            bytes.Take(size);
            if (wanted) Keep(word);
        }
    }

    /// <summary>Looks whether as many words came as the first line says, and nothing behind them.</summary>
    void CheckCount()
    {
        if (_declared < 0 || (Read == _declared && bytes.Peek(1).IsEmpty)) return;
        ThrowCutOff($"{_declared} words, as the first line says", Read == _declared ? $"more bytes behind them at offset {bytes.Offset}" : $"{Read}");
    }

    bool Wants(ReadOnlySpan<byte> name, out string word)
    {
        word = Encoding.UTF8.GetString(name);
        bool known = Rows.ContainsKey(word); // files do hold a word twice; the first, more frequent one counts
        if (known) Repeated++;
        return !known && keep?.Invoke(word) != false;
    }

    void Keep(string word)
    {
        Rows.Add(word, Words.Count);
        Words.Add(word);
    }

    [DoesNotReturn]
    void ThrowCutOff(string expected, string got) =>
        throw new DamagedFileException($"{path}: expected {expected}, got {got}. The file is cut off, damaged or of another format; fetch it again.");

    static string Shown(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line);
        return text.Length > 40 ? text[..40] + "…" : text.Length == 0 ? "an empty line" : text;
    }
}
