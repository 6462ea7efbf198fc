using System.Globalization;
using System.Text;

namespace Unfold.Text;

/// <summary>Words with a vector each, as published for GloVe, word2vec and fastText.</summary>
public sealed class WordVectors
{
    readonly Dictionary<string, int> _rows;
    readonly float[] _values;

    WordVectors(List<string> words, Dictionary<string, int> rows, float[] values, int width, string source) =>
        (Words, _rows, _values, Width, Source) = (words, rows, values, width, source);

    /// <summary>The file they came from.</summary>
    public string Source { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Width { get; }

    /// <summary>The words, in the order of the file: of GloVe the most frequent first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The vector of a word; empty where it has none.</summary>
    public ReadOnlySpan<float> this[string word] => _rows.TryGetValue(word, out int row) ? _values.AsSpan(row * Width, Width) : [];

    /// <summary>Whether a word has a vector.</summary>
    public bool Has(string word) => _rows.ContainsKey(word);

    /// <summary>Reads the text format: a word and its numbers a line, spaces between; a first line of two numbers (word2vec, fastText) is passed over. Packed with gzip or plain.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The first so many words. <value>Default: all.</value></param>
    /// <param name="keep">Which words are kept. <value>Default: all.</value></param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The file is not there, or a line is not a word with as many numbers as the first.</exception>
    /// <exception cref="DamagedFileException">A compressed file is damaged.</exception>
    public static WordVectors Read(string path, int most = int.MaxValue, Func<string, bool>? keep = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        using StreamReader reader = new(TextFile.Open(path, "a file of word vectors"), Encoding.UTF8);
        List<string> words = [];
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        List<float> values = [];
        (int line, int width) = (0, 0);
        while (words.Count < most && reader.ReadLine() is { } text)
        {
            line++;
            if ((line & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<char> rest = text.AsSpan().TrimEnd();
            int columns = rest.Count(' ');
            if (line == 1 && columns == 1 && IsNumber(rest[..rest.IndexOf(' ')]) && IsNumber(rest[(rest.IndexOf(' ') + 1)..])) continue;
            if (width == 0) width = columns;
            // A word may hold spaces of its own (". . ." in large files): the numbers are the last so many fields.
            int at = rest.Length;
            for (int i = 0; i < width && at > 0; i++) at = rest[..at].LastIndexOf(' ');
            if (width == 0 || at <= 0)
                throw new DataException($"{path}:{line}: expected a word and {(width == 0 ? "its" : width)} numbers with spaces between, got {Shown(text)}. Name a file in the text format of GloVe, word2vec or fastText.");
            string word = rest[..at].ToString();
            if (rows.ContainsKey(word) || keep?.Invoke(word) == false) continue; // files do hold a word twice; the first, more frequent one counts
            foreach (Range field in rest[(at + 1)..].Split(' '))
            {
                if (!float.TryParse(rest[(at + 1)..][field], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
                    throw new DataException($"{path}:{line}: expected finite numbers behind \"{Shown(word)}\", got \"{rest[(at + 1)..][field]}\". The file may be damaged; fetch it again.");
                values.Add(value);
            }
            rows.Add(word, words.Count);
            words.Add(word);
        }
        if (words.Count == 0) throw new DataException($"{path}: expected at least one word with its vector, got none{(line > 0 ? " that is kept" : "")}. Check that this is the file you meant.");
        return new WordVectors(words, rows, [.. values], width, path);
    }

    /// <inheritdoc/>
    public override string ToString() => $"WordVectors {{ {Source}: {Words.Count} words, {Width} wide }}";

    static bool IsNumber(ReadOnlySpan<char> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static string Shown(string text) => text.Length > 40 ? text[..40] + "…" : text.Length == 0 ? "an empty line" : text;
}
