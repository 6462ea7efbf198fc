using System.Buffers.Binary;
using System.Text;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>A record read into memory: what the lenses saw, step by step.</summary>
/// <remarks>
/// Reading is safe for files from anywhere: every length is checked against the bytes that are there before anything is taken,
/// and every chunk has a checksum. An unfinished last chunk, as it is while a run goes on, is left out.
/// </remarks>
public sealed class RecordFile
{
    readonly RecordRows[] _tables = [new(RecordTable.Step), new(RecordTable.Validation), new(RecordTable.Epoch)];
    readonly List<(RecordRows Rows, RecordColumn Column)> _columns = [];

    readonly List<RecordArray> _arrays = [];
    readonly List<RecordNote> _notes = [];

    internal RecordFile()
    {
    }

    /// <summary>The optimizer steps.</summary>
    public RecordRows Steps => _tables[0];

    /// <summary>The batches of validation.</summary>
    public RecordRows Validation => _tables[1];

    /// <summary>The epochs.</summary>
    public RecordRows Epochs => _tables[2];

    /// <summary>The three tables.</summary>
    public IReadOnlyList<RecordRows> Tables => _tables;

    /// <summary>The vectors and matrices, in the order they were taken.</summary>
    public IReadOnlyList<RecordArray> Arrays => _arrays;

    /// <summary>The documents, in the order they were taken.</summary>
    public IReadOnlyList<RecordNote> Notes => _notes;

    /// <summary>The columns by their numbers in the file.</summary>
    internal IReadOnlyList<(RecordRows Rows, RecordColumn Column)> Columns => _columns;

    /// <summary>Whether the file ended within a chunk: the run is going on, or was cut off.</summary>
    public bool CutShort { get; private set; }

    /// <summary>Reads a record from a file, also one that is being written.</summary>
    /// <exception cref="DamagedFileException">The file is not a record that this version reads.</exception>
    public static RecordFile Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        return Read(stream, path);
    }

    /// <summary>Reads a record from a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="place">Where it came from, for the error.</param>
    /// <exception cref="DamagedFileException">The bytes are not a record that this version reads.</exception>
    public static RecordFile Read(Stream stream, string place)
    {
        RecordFile record = new();
        long position = ReadHeader(stream, place);
        record.ReadChunks(stream, place, ref position);
        return record;
    }

    /// <summary>Reads the header of a record; gives the position behind it.</summary>
    internal static long ReadHeader(Stream stream, string place)
    {
        Span<byte> header = stackalloc byte[RecordFormat.HeaderLength];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith(RecordFormat.Magic))
            throw new DamagedFileException($"{place}: expected a record of Unfold, got another kind of file. Check the path; the record is the file \"record\" in a run's folder.");
        int version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        if (version != RecordFormat.Version)
            throw new DamagedFileException($"{place}: expected record version {RecordFormat.Version}, got {version}. Another version of Unfold wrote it; use that version.");
        return RecordFormat.HeaderLength;
    }

    /// <summary>Reads the whole chunks from here on; the position ends behind the last of them.</summary>
    internal void ReadChunks(Stream stream, string place, ref long position)
    {
        CutShort = false;
        while (ReadChunk(stream, place, ref position))
        {
        }
        foreach (RecordRows rows in _tables)
        {
            foreach (RecordColumn column in rows.Columns)
                column.FillTo(rows.Count);
        }
    }

    bool ReadChunk(Stream stream, string place, ref long position)
    {
        byte[] head = new byte[8];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got < head.Length)
        {
            CutShort = got > 0;
            return false;
        }
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(head);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        if (length > RecordFormat.LargestChunk)
            Damaged(place, position, $"a chunk of at most {RecordFormat.LargestChunk} bytes, got {length}");
        byte[]? rest = ReadUpTo(stream, (int)length + 4);
        if (rest is null)
        {
            CutShort = true;
            return false;
        }
        byte[] chunk = [.. head, .. rest];
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(chunk.Length - 4));
        if (Crc32C.Of(chunk.AsSpan(0, chunk.Length - 4)) != checksum)
            Damaged(place, position, "a chunk whose checksum fits its bytes, got one that does not");
        try
        {
            RecordCursor cursor = new(chunk.AsMemory(8, (int)length));
            if (type == RecordFormat.Columns)
                ReadColumns(cursor);
            else if (type == RecordFormat.Rows)
                ReadRows(cursor);
            else if (type == RecordFormat.Array)
                _arrays.Add(ReadArray(cursor));
            else if (type == RecordFormat.Note)
                _notes.Add(new(cursor.Key(), cursor.Int64(), cursor.Int32(), cursor.LongText()));
        }
        catch (InvalidDataException error)
        {
            Damaged(place, position, error.Message);
        }
        position += chunk.Length;
        if (_tables.Sum(rows => (long)rows.Count * rows.Columns.Count) > position * 64 + (1 << 20))
            Damaged(place, position, "rows that hold what their columns promise, got almost only missing numbers");
        return true;
    }

    /// <summary>Takes memory as bytes arrive, so that a length that lies costs nothing.</summary>
    static byte[]? ReadUpTo(Stream stream, int length)
    {
        using MemoryStream bytes = new(Math.Min(length, 1 << 16));
        byte[] part = new byte[Math.Min(length, 1 << 16)];
        while (bytes.Length < length)
        {
            int got = stream.Read(part, 0, (int)Math.Min(part.Length, length - bytes.Length));
            if (got == 0)
                return null;
            bytes.Write(part, 0, got);
        }
        return bytes.ToArray();
    }

    void ReadColumns(RecordCursor cursor)
    {
        uint count = cursor.UInt32();
        for (uint i = 0; i < count; i++)
        {
            uint id = cursor.UInt32();
            if (id != _columns.Count || id >= RecordFormat.MostColumns)
                throw new InvalidDataException($"column number {_columns.Count}, got {id}");
            byte table = cursor.Byte();
            byte precision = cursor.Byte();
            if (table >= _tables.Length)
                throw new InvalidDataException($"a table from 0 to {_tables.Length - 1}, got {table}");
            if (precision is not (4 or 8))
                throw new InvalidDataException($"a precision of 4 or 8 bytes, got {precision}");
            RecordColumn column = new(cursor.Key(), (RecordPrecision)precision);
            _tables[table].Add(column);
            _columns.Add((_tables[table], column));
        }
    }

    void ReadRows(RecordCursor cursor)
    {
        byte table = cursor.Byte();
        if (table >= _tables.Length)
            throw new InvalidDataException($"a table from 0 to {_tables.Length - 1}, got {table}");
        RecordRows rows = _tables[table];
        uint count = cursor.UInt32();
        uint columns = cursor.UInt32();
        cursor.Require(count * 16L + columns * 5L);
        ReadOnlySpan<byte> steps = cursor.Bytes((int)count * 8);
        ReadOnlySpan<byte> epochs = cursor.Bytes((int)count * 4);
        ReadOnlySpan<byte> sizes = cursor.Bytes((int)count * 4);
        int before = rows.Count;
        for (int i = 0; i < count; i++)
        {
            rows.AppendRow(
                BinaryPrimitives.ReadInt64LittleEndian(steps[(i * 8)..]),
                BinaryPrimitives.ReadInt32LittleEndian(epochs[(i * 4)..]),
                BinaryPrimitives.ReadInt32LittleEndian(sizes[(i * 4)..]));
        }
        for (uint i = 0; i < columns; i++)
        {
            uint id = cursor.UInt32();
            if (id >= _columns.Count || _columns[(int)id].Rows != rows)
                throw new InvalidDataException($"a column of table {table}, got number {id}");
            RecordColumn column = _columns[(int)id].Column;
            if (column.Values.Count > before)
                throw new InvalidDataException($"column {id} once in a chunk, got it twice");
            column.FillTo(before);
            ReadValues(cursor, column, (int)count);
        }
    }

    static RecordArray ReadArray(RecordCursor cursor)
    {
        (SeriesKey key, long step, int epoch) = (cursor.Key(), cursor.Int64(), cursor.Int32());
        uint rows = cursor.UInt32(), columns = cursor.UInt32();
        (double start, double spacing) = (cursor.Double(), cursor.Double());
        if (rows == 0 || (long)rows * columns > RecordFormat.LargestChunk || rows > RecordFormat.LargestChunk)
            throw new InvalidDataException($"an array of 1 to {RecordFormat.LargestChunk} rows and as many numbers at most, got [{rows}, {columns}]");
        if (!(Math.Abs(start) <= RecordFormat.FarthestAxis && spacing >= 0 && spacing <= RecordFormat.FarthestAxis))
            throw new InvalidDataException($"an axis that starts within ±{RecordFormat.FarthestAxis:0} and has a spacing of 0 to {RecordFormat.FarthestAxis:0}, got {start} and {spacing}");
        cursor.Require(4L * rows * columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(cursor.Int32());
        return new(key, step, epoch, (int)rows, (int)columns, start, spacing, values);
    }

    static void ReadValues(RecordCursor cursor, RecordColumn column, int count)
    {
        ReadOnlySpan<byte> present = cursor.Byte() == 0 ? default : cursor.Bytes((count + 7) / 8);
        int size = (int)column.Precision;
        cursor.Require((long)count * size);
        ReadOnlySpan<byte> values = cursor.Bytes(count * size);
        for (int i = 0; i < count; i++)
        {
            double value = size == 4
                ? BinaryPrimitives.ReadSingleLittleEndian(values[(i * 4)..])
                : BinaryPrimitives.ReadDoubleLittleEndian(values[(i * 8)..]);
            column.Append(value, present.IsEmpty || (present[i / 8] >> (i % 8) & 1) != 0);
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    static void Damaged(string place, long position, string expected) =>
        throw new DamagedFileException($"{place}: at byte {position}, expected {expected}. The record is damaged; the run's other files can still be used.");
}
