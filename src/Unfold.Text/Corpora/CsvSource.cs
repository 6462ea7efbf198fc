using System.Diagnostics.CodeAnalysis;
using CsvHelper;

namespace Unfold.Text;

/// <summary>Reads texts and labels from a table in a file, packed with gzip or plain.</summary>
/// <remarks>
/// The text must be valid UTF-8, every row must have as many fields as the first, and a quoted field must end in a quote.
/// A quote inside a field that does not begin with one is kept as it is. Lines end with LF, CR or both, never with U+0085.
/// Blank lines are passed over.
/// </remarks>
public sealed class CsvSource : CorpusSource
{
    const int MostColumns = 1 << 16;
    readonly string _path;
    readonly CsvOptions _options;

    /// <summary>Names a file and says how it is laid out; nothing is read yet.</summary>
    public CsvSource(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _options = options ?? new CsvOptions();
        if (_options.Text.Count == 0) throw new DataException($"{path}: expected at least one text column, got none. Name the column that holds the text.");
        if (_options.Delimiter is '"' or '\r' or '\n' || !char.IsAscii(_options.Delimiter))
            throw new DataException($"{path}: expected an ASCII delimiter other than a quote or a line end, got U+{(int)_options.Delimiter:X4}. Most tables use a comma, a semicolon or a tab.");
    }

    /// <inheritdoc/>
    public override string Description => _path;

    /// <inheritdoc/>
    public override Corpus Read(CancellationToken cancellation = default) => Read(scratch: null, cancellation);

    /// <inheritdoc/>
    /// <remarks>It is read once, from its beginning to its end; with a folder for the rows no more than one of them is in memory.</remarks>
    public override Corpus Read(ScratchFolder? scratch, CancellationToken cancellation)
    {
        using var stream = TextFile.Open(_path, "a table of texts");
        using var reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = _options.Delimiter,
            HasHeader = false,
            Mode = _options.Quoting ? CsvMode.Rfc4180 : CsvMode.NoEscape,
            TrackLineNumbers = true,
            OnMalformedRecord = Judge,
        });
        RowWriter rows = RowWriter.To(scratch);
        int[]? text = null;
        int label = -1, group = -1, columns = 0, repaired = 0;
        while (Next(stream, reader))
        {
            if ((rows.Count & 0x3FF) == 0) cancellation.ThrowIfCancellationRequested();
            if (text is null)
            {
                columns = reader.FieldCount;
                if (columns > MostColumns) throw new DataException($"{_path}:{reader.LineNumber}: expected at most {MostColumns} columns, got {columns}. Check the delimiter.");
                string[] first = [.. Enumerable.Range(0, columns).Select(i => reader.GetString(i))];
                text = [.. _options.Text.Select(column => Locate(column, first, reader.LineNumber, "text"))];
                if (_options.Label is { } column) label = Locate(column, first, reader.LineNumber, "label");
                if (_options.Group is { } shared) group = Locate(shared, first, reader.LineNumber, "group");
                if (_options.HasHeader) continue;
            }
            if (reader.FieldCount != columns) ThrowColumns(reader.LineNumber, columns, reader.FieldCount);
            LabelledText row = MakeRow(reader, text, label, group);
            if (_options.RepairMojibake && Mojibake.TryRepair(row.Text, out string better))
            {
                row = row with { Text = better };
                repaired++;
            }
            rows.Add(row);
        }
        return new Corpus(rows.Finish(), _path, repaired).RefuseNothing();
    }

    static bool Next(StrictUtf8Stream stream, CsvReader reader)
    {
        stream.BeginRow(reader.LineNumber);
        return reader.Read();
    }

    LabelledText MakeRow(CsvReader reader, int[] text, int label, int group)
    {
        string joined = text.Length == 1 ? reader.GetString(text[0]) : string.Join(' ', text.Select(i => reader.GetString(i)));
        int line = (int)Math.Min(reader.LineNumber, int.MaxValue);
        string shared = group < 0 ? "" : reader.GetString(group).Trim();
        if (label < 0) return new LabelledText(joined, "", line, shared);
        string name = reader.GetString(label).Trim();
        if (name.Length == 0) throw new DataException(
            $"{_path}:{line}: expected a label in column {_options.Label}, got an empty field. Give the row a label or leave it out.");
        return new LabelledText(joined, name, line, shared);
    }

    int Locate(CsvColumn column, string[] first, long line, string role)
    {
        if (column.Name is null)
        {
            if (column.Index < first.Length) return column.Index;
            throw new DataException($"{_path}:{line}: expected a {role} column at place {column.Index} (counted from 0), got {first.Length} columns. Check the place and the delimiter.");
        }
        if (!_options.HasHeader) throw new DataException(
            $"{_path}: expected a {role} column by place, got the name {column}. The table has no header; give the place of the column, counted from 0.");
        int index = Array.FindIndex(first, name => name.Trim() == column.Name);
        if (index >= 0) return index;
        throw new DataException($"{_path}:{line}: expected a {role} column {column}, got the columns {string.Join(", ", first)}." +
            $"{NearestName.Hint(column.Name, first)} Name the {role} column as the header has it.");
    }

    /// <summary>Lets quotes inside unquoted fields pass, which other readers keep too; everything else is an error.</summary>
    void Judge(CsvMalformedRecord record)
    {
        switch (record.Reason)
        {
            case CsvMalformedReason.StrayQuote when !HasBrokenQuotes(record.RawRecord):
                return;
            case CsvMalformedReason.UnterminatedQuote:
                ThrowQuoting(record.LineNumber, "the end of the file");
                break;
            default:
                ThrowQuoting(record.LineNumber, "other text behind the closing quote");
                break;
        }
    }

    /// <summary>Whether a field of the record begins with a quote and does not end with one: only the first fault is reported.</summary>
    bool HasBrokenQuotes(string record)
    {
        int at = 0;
        while (at < record.Length)
        {
            if (record[at] == '"')
            {
                for (at++; ; at += 2)
                {
                    int quote = record.IndexOf('"', at);
                    if (quote < 0) return true;
                    at = quote;
                    if (at + 1 >= record.Length || record[at + 1] != '"') break;
                }
                at++;
                if (at < record.Length && record[at] != _options.Delimiter) return true;
            }
            int next = record.IndexOf(_options.Delimiter, at);
            if (next < 0) return false;
            at = next + 1;
        }
        return false;
    }

    [DoesNotReturn]
    void ThrowQuoting(long line, string got) => throw new DataException(
        $"{_path}:{line}: expected the field in quotes to end with a quote before the next delimiter or line end, got {got}. " +
        "Write a quote inside such a field twice, or read the file with quoting off.");

    [DoesNotReturn]
    void ThrowColumns(long line, int expected, int got) => throw new DataException(
        $"{_path}:{line}: expected {expected} columns as in the first row, got {got}. " +
        "A text that has the delimiter in it must stand in quotes; check the row and the delimiter.");
}
