namespace Unfold.Text;

/// <summary>Takes rows one behind the other, into memory or into a file.</summary>
abstract class RowWriter
{
    /// <summary>How many were taken.</summary>
    public abstract int Count { get; }

    /// <exception cref="DataException">The disk is full.</exception>
    public abstract void Add(in LabelledText row);

    /// <summary>Ends it.</summary>
    /// <exception cref="DataException">The disk is full.</exception>
    public abstract RowStore Finish();

    /// <summary>A writer into a folder's file, or into memory where there is none.</summary>
    public static RowWriter To(ScratchFolder? folder) => folder is null ? new InMemory() : new InFile(folder);

    sealed class InMemory : RowWriter
    {
        readonly List<LabelledText> _rows = [];

        public override int Count => _rows.Count;

        public override void Add(in LabelledText row) => _rows.Add(row);

        public override RowStore Finish() => new MemoryRows([.. _rows]);
    }

    sealed class InFile(ScratchFolder folder) : RowWriter
    {
        static readonly System.Text.UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        readonly ScratchFile _texts = folder.Create();
        readonly NumberWriter<FileRows.Head> _heads = new(folder);
        readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
        byte[] _bytes = new byte[1 << 12];

        public override int Count => (int)_heads.Length;

        public override void Add(in LabelledText row)
        {
            if (_heads.Length == Array.MaxLength) throw new DataException($"Data: expected at most {Array.MaxLength} rows, got more. Split the table.");
            if (!_labels.TryGetValue(row.Label, out int label)) _labels.Add(row.Label, label = _labels.Count);
            int most = Utf8.GetMaxByteCount(row.Text.Length) + Utf8.GetMaxByteCount(row.Group.Length);
            if (_bytes.Length < most) _bytes = new byte[most];
            int text = Utf8.GetBytes(row.Text, _bytes), group = Utf8.GetBytes(row.Group, _bytes.AsSpan(text));
            _heads.Append([new FileRows.Head(_texts.Length, text, group, label, row.Line, MemoryRows.IsBlank(row.Text))]);
            _texts.Append<byte>(_bytes.AsSpan(0, text + group));
        }

        public override RowStore Finish()
        {
            _texts.Seal();
            return new FileRows(folder, _texts, _heads.Finish(folder.Path), [.. _labels.Keys]);
        }
    }
}
