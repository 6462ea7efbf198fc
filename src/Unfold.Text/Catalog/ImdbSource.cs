using System.Formats.Tar;
using System.Text;

namespace Unfold.Text;

/// <summary>Reads one part of the Large Movie Review Dataset out of its archive.</summary>
/// <remarks>
/// The label is the folder, <c>neg</c> or <c>pos</c>. Rows are in the order of folder and number, whatever the order of
/// the archive; the line of a row is the number in its file name.
/// </remarks>
public sealed class ImdbSource : CorpusSource
{
    readonly string _path, _part;

    /// <summary>Names the archive and the part, <c>train</c> or <c>test</c>; nothing is read yet.</summary>
    public ImdbSource(string path, string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(part);
        (_path, _part) = (path, part);
    }

    /// <inheritdoc/>
    public override string Description => $"{_path} ({_part})";

    /// <inheritdoc/>
    public override Corpus Read(CancellationToken cancellation = default)
    {
        if (!File.Exists(_path)) throw new DataException($"{_path}: expected the archive of reviews, got no such file. Check the path or the data folder.");
        var rows = new List<(string Label, int Number, string Text)>();
        try
        {
            using var archive = new TarReader(new CompleteGzipStream(File.OpenRead(_path)));
            while (archive.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Parse(entry.Name) is not { } place || entry.DataStream is not { } data) continue;
                using var text = new MemoryStream();
                data.CopyTo(text);
                rows.Add((place.Label, place.Number, Decode(entry.Name, text.ToArray())));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DamagedFileException($"{_path}: expected a complete tar.gz archive, got damaged or cut-off data. Fetch the file again.", exception);
        }
        rows.Sort(static (a, b) => string.CompareOrdinal(a.Label, b.Label) is var byLabel and not 0 ? byLabel : a.Number.CompareTo(b.Number));
        return new Corpus(rows.Select(static row => new LabelledText(row.Text, row.Label, row.Number)), Description);
    }

    /// <summary>The label and number of <c>aclImdb/PART/LABEL/NUMBER_RATING.txt</c>; nothing for other entries.</summary>
    (string Label, int Number)? Parse(string name)
    {
        string[] parts = name.Split('/');
        if (parts.Length < 4 || parts[^3] != _part || parts[^2] is not ("pos" or "neg") || !parts[^1].EndsWith(".txt", StringComparison.Ordinal)) return null;
        return int.TryParse(parts[^1].AsSpan(0, Math.Max(0, parts[^1].IndexOf('_'))), out int number) ? (parts[^2], number) : null;
    }

    string Decode(string entry, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"{_path}, {entry}: expected UTF-8 text, got the byte 0x{exception.BytesUnknown![0]:X2} at offset {exception.Index}. Fetch the file again.", exception);
        }
    }
}
