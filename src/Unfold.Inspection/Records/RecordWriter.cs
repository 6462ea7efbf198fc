using System.Buffers.Binary;
using System.Text;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Writes a record: rows of named numbers, a chunk at a time, so that a reader can follow while the run goes on.</summary>
/// <remarks>
/// Numbers are buffered until <see cref="Flush"/>; a crash loses at most what came after the last one. Not for several threads at once.
/// </remarks>
public sealed partial class RecordWriter : IDisposable
{
    const int RowsPerChunk = 8192;

    readonly Stream _stream;
    readonly bool _leaveOpen;
    readonly List<Column> _columns = [];
    readonly Dictionary<(RecordTable, SeriesKey), int> _byKey = [];
    readonly Table[] _tables = [new(), new(), new()];
    int _announced;
    bool _failed;

    /// <summary>Begins a record on a stream.</summary>
    public RecordWriter(Stream stream, bool leaveOpen = false)
    {
        (_stream, _leaveOpen) = (stream, leaveOpen);
        Span<byte> header = stackalloc byte[RecordFormat.HeaderLength];
        header.Clear();
        RecordFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], RecordFormat.Version);
        _stream.Write(header);
    }

    /// <summary>Begins a record in a file, in the place of one that is there; readers may read while it is written.</summary>
    public static RecordWriter Create(string path) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16));

    /// <summary>A column of a table, made at the first call; columns may be added while rows are written.</summary>
    /// <returns>The number to pass to <see cref="Set"/>.</returns>
    public int AddColumn(RecordTable table, SeriesKey key, RecordPrecision precision = RecordPrecision.Single)
    {
        if (_byKey.TryGetValue((table, key), out int known))
            return known;
        CheckNames(key);
        int id = _columns.Count;
        if (id == RecordFormat.MostColumns)
            throw new InvalidOperationException($"RecordWriter.AddColumn: expected at most {RecordFormat.MostColumns} columns. A lens makes a new series at every step; give it a fixed set.");
        _columns.Add(new(table, key, precision));
        _byKey.Add((table, key), id);
        return id;
    }

    /// <summary>Begins a row; what is not set until the next one is missing in it.</summary>
    public void BeginRow(RecordTable table, long step, int epoch, int batchSize)
    {
        Table rows = _tables[(int)table];
        if (rows.Steps.Count == RowsPerChunk)
            Flush();
        rows.Steps.Add(step);
        rows.Epochs.Add(epoch);
        rows.BatchSizes.Add(batchSize);
    }

    /// <summary>Sets a number in the row begun last in the column's table.</summary>
    public void Set(int column, double value)
    {
        Column target = _columns[column];
        int row = _tables[(int)target.Table].Steps.Count - 1;
        if (row < 0)
            throw new InvalidOperationException("RecordWriter.Set: expected a row to be begun first, got none. Call BeginRow.");
        target.Set(row, value);
    }

    /// <summary>Writes a vector or a matrix, at once and before the rows that are still buffered.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="step">The optimizer step.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="rows">Rows of a matrix; 1 for a vector.</param>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <param name="start">Where the axis of the columns begins.</param>
    /// <param name="spacing">From one column to the next.</param>
    public void WriteArray(SeriesKey key, long step, int epoch, int rows, ReadOnlySpan<float> values, double start = 0, double spacing = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        if (values.Length % rows != 0)
            throw new ArgumentException($"RecordWriter.WriteArray: expected {rows} rows of one length, got {values.Length} numbers.", nameof(values));
        if (!(Math.Abs(start) <= RecordFormat.FarthestAxis && spacing >= 0 && spacing <= RecordFormat.FarthestAxis))
            throw new ArgumentOutOfRangeException(nameof(start), start, $"RecordWriter.WriteArray: expected an axis within ±{RecordFormat.FarthestAxis:0}, got start {start} and spacing {spacing}.");
        if (4L * values.Length > RecordFormat.LargestChunk - 8192)
            throw new ArgumentException($"RecordWriter.WriteArray: expected at most {(RecordFormat.LargestChunk - 8192) / 4} numbers, got {values.Length}. Keep a summary of them.", nameof(values));
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        WriteKey(writer, key);
        writer.Write(step);
        writer.Write(epoch);
        writer.Write((uint)rows);
        writer.Write((uint)(values.Length / rows));
        writer.Write(start);
        writer.Write(spacing);
        foreach (float value in values)
            writer.Write(value);
        WriteChunk(RecordFormat.Array, bytes);
    }

    /// <summary>Writes a document, at once and before the rows that are still buffered.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="step">The optimizer step.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="json">The document, at most 16 MiB of UTF-8.</param>
    public void WriteNote(SeriesKey key, long step, int epoch, string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        if (utf8.Length > RecordFormat.LargestNote)
            throw new ArgumentException($"RecordWriter.WriteNote: expected at most {RecordFormat.LargestNote} bytes, got {utf8.Length}. Keep fewer texts.", nameof(json));
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        WriteKey(writer, key);
        writer.Write(step);
        writer.Write(epoch);
        writer.Write((uint)utf8.Length);
        writer.Write(utf8);
        WriteChunk(RecordFormat.Note, bytes);
    }

    /// <summary>Writes what is buffered; afterwards a reader sees every finished row.</summary>
    /// <exception cref="DataException">The disk did not take it.</exception>
    public void Flush()
    {
        if (_announced < _columns.Count)
            WriteColumns();
        for (int table = 0; table < _tables.Length; table++)
        {
            if (_tables[table].Steps.Count > 0)
                WriteRows((RecordTable)table);
        }
        ToDisk(_stream.Flush);
    }

    /// <summary>Flushes and closes the stream; after an error it only closes it.</summary>
    public void Dispose()
    {
        if (!_failed)
            Flush();
        if (_leaveOpen)
            return;
        try
        {
            _stream.Dispose();
        }
        catch (Exception error) when (_failed && Disk.IsFault(error))
        {
            // what could not be written has been told of, and is still in the stream's buffer
        }
    }

    static void CheckNames(SeriesKey key)
    {
        foreach (string name in (string[])[key.Lens, key.Series, key.Statistic])
        {
            if (Encoding.UTF8.GetByteCount(name) > RecordFormat.LargestName)
                throw new ArgumentException($"RecordWriter: expected names of at most {RecordFormat.LargestName} bytes, got {Encoding.UTF8.GetByteCount(name)}. Shorten the series' name.", nameof(key));
        }
    }

    static void WriteKey(BinaryWriter writer, SeriesKey key)
    {
        CheckNames(key);
        foreach (string name in (string[])[key.Lens, key.Series, key.Statistic])
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(name);
            writer.Write((ushort)utf8.Length);
            writer.Write(utf8);
        }
    }

    void WriteColumns()
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write((uint)(_columns.Count - _announced));
        for (; _announced < _columns.Count; _announced++)
        {
            Column column = _columns[_announced];
            writer.Write((uint)_announced);
            writer.Write((byte)column.Table);
            writer.Write((byte)column.Precision);
            WriteKey(writer, column.Key);
        }
        WriteChunk(RecordFormat.Columns, bytes);
    }

    void WriteRows(RecordTable table)
    {
        Table rows = _tables[(int)table];
        int count = rows.Steps.Count;
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        List<int> present = [];
        for (int id = 0; id < _columns.Count; id++)
        {
            if (_columns[id].Table == table && _columns[id].Count > 0)
                present.Add(id);
        }
        writer.Write((byte)table);
        writer.Write((uint)count);
        writer.Write((uint)present.Count);
        foreach (long step in rows.Steps)
            writer.Write(step);
        foreach (int epoch in rows.Epochs)
            writer.Write(epoch);
        foreach (int size in rows.BatchSizes)
            writer.Write(size);
        foreach (int id in present)
        {
            Column column = _columns[id];
            writer.Write((uint)id);
            column.Write(writer, count);
            column.Clear();
        }
        rows.Clear();
        WriteChunk(RecordFormat.Rows, bytes);
    }

    void WriteChunk(uint type, MemoryStream payload)
    {
        int length = (int)payload.Length;
        byte[] chunk = new byte[length + 12];
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, type);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)length);
        payload.GetBuffer().AsSpan(0, length).CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(8 + length), Crc32C.Of(chunk.AsSpan(0, 8 + length)));
        ToDisk(() => _stream.Write(chunk));
    }

    sealed class Table
    {
        public readonly List<long> Steps = [];
        public readonly List<int> Epochs = [];
        public readonly List<int> BatchSizes = [];

        public void Clear()
        {
            Steps.Clear();
            Epochs.Clear();
            BatchSizes.Clear();
        }
    }

    sealed class Column(RecordTable table, SeriesKey key, RecordPrecision precision)
    {
        double[] _values = new double[64];
        bool[] _set = new bool[64]; // false after the last one

        public RecordTable Table => table;
        public SeriesKey Key => key;
        public RecordPrecision Precision => precision;

        /// <summary>Rows up to the last one that is set.</summary>
        public int Count { get; private set; }

        public void Set(int row, double value)
        {
            if (row >= _values.Length)
                Reserve(row + 1);
            (_values[row], _set[row]) = (value, true);
            Count = row + 1;
        }

        public void Clear()
        {
            Array.Clear(_values, 0, Count);
            Array.Clear(_set, 0, Count);
            Count = 0;
        }

        public void Write(BinaryWriter writer, int count)
        {
            Reserve(count);
            ReadOnlySpan<bool> set = _set.AsSpan(0, count);
            bool all = !set.Contains(false);
            writer.Write((byte)(all ? 0 : 1));
            if (!all)
            {
                byte[] bits = new byte[(count + 7) / 8];
                for (int i = 0; i < count; i++)
                    bits[i / 8] |= (byte)(set[i] ? 1 << (i % 8) : 0);
                writer.Write(bits);
            }
            foreach (double value in _values.AsSpan(0, count))
            {
                if (precision == RecordPrecision.Single)
                    writer.Write((float)value);
                else
                    writer.Write(value);
            }
        }

        void Reserve(int rows)
        {
            if (rows <= _values.Length)
                return;
            int room = Math.Max(rows, 2 * _values.Length);
            Array.Resize(ref _values, room);
            Array.Resize(ref _set, room);
        }
    }
}
