using System.Globalization;
using System.Text;

namespace Unfold.Text;

/// <summary>Reads one part of the Large Movie Review Dataset out of its archive.</summary>
/// <remarks>
/// The label is the folder, <c>neg</c> or <c>pos</c>. Rows are in the order of folder and number, whatever the order of
/// the archive; the line of a row is the number in its file name, its group the film, <c>tt0064354</c>, from the lists
/// <c>urls_neg.txt</c> and <c>urls_pos.txt</c>: up to 30 reviews are of one film.
/// </remarks>
public sealed class ImdbSource : CorpusSource
{
    const int LongestText = 16 << 20;
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
        var films = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var packed = new BufferedStream(new CompleteGzipStream(File.OpenRead(_path), _path), 1 << 16);
            var archive = new TarFiles(packed);
            while (archive.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                if (ParseList(archive.Name) is { } list) films[list] = Films(Decode(archive.Name, archive.Content(LongestText)));
                else if (Parse(archive.Name) is { } place) rows.Add((place.Label, place.Number, Decode(archive.Name, archive.Content(LongestText))));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new DamagedFileException($"{_path}: expected a complete tar.gz archive, got damaged or cut-off data. Fetch the file again.", exception);
        }
        rows.Sort(static (a, b) => string.CompareOrdinal(a.Label, b.Label) is var byLabel and not 0 ? byLabel : a.Number.CompareTo(b.Number));
        return new Corpus(rows.Select(row => new LabelledText(row.Text, row.Label, row.Number, Film(row.Label, row.Number))), Description);

        string Film(string label, int number) => films.TryGetValue(label, out string[]? list) && number < list.Length ? list[number] : "";
    }

    /// <summary>The label of <c>aclImdb/PART/urls_LABEL.txt</c>; nothing for other entries.</summary>
    string? ParseList(string name) => name.Split('/') is [.., var part, var file] && part == _part
        ? file switch { "urls_neg.txt" => "neg", "urls_pos.txt" => "pos", _ => null }
        : null;

    /// <summary>The films of a list whose line i is the address of review i: <c>http://www.imdb.com/title/tt0064354/usercomments</c>.</summary>
    static string[] Films(string list) =>
        [.. list.Split('\n').Select(static line => line.Split('/').FirstOrDefault(static part => part.StartsWith("tt", StringComparison.Ordinal)) ?? "")];

    /// <summary>The label and number of <c>aclImdb/PART/LABEL/NUMBER_RATING.txt</c>; nothing for other entries.</summary>
    (string Label, int Number)? Parse(string name)
    {
        string[] parts = name.Split('/');
        if (parts.Length < 4 || parts[^3] != _part || parts[^2] is not ("pos" or "neg") || !parts[^1].EndsWith(".txt", StringComparison.Ordinal)) return null;
        return int.TryParse(parts[^1].AsSpan(0, Math.Max(0, parts[^1].IndexOf('_'))), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (parts[^2], number) : null;
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
