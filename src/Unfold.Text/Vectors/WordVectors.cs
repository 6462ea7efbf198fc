namespace Unfold.Text;

/// <summary>Words with a vector each, as published for GloVe, word2vec and fastText.</summary>
public sealed class WordVectors
{
    readonly Dictionary<string, int> _rows;
    readonly float[] _values;

    WordVectors(VectorReader reader, string source) =>
        (Words, _rows, _values, Width, Format, WordsRead, Repeated, Source) =
        (reader.Words, reader.Rows, [.. reader.Values], reader.Width, reader.Format, reader.Read, reader.Repeated, source);

    /// <summary>The file they came from.</summary>
    public string Source { get; }

    /// <summary>How the file is written.</summary>
    public VectorFormat Format { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Width { get; }

    /// <summary>The words, in the order of the file: of GloVe the most frequent first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>How many words of the file were looked at, kept or not.</summary>
    public long WordsRead { get; }

    /// <summary>How many of them had been kept before under the same name and were passed over.</summary>
    public int Repeated { get; }

    /// <summary>The vector of a word; empty where it has none.</summary>
    public ReadOnlySpan<float> this[string word] => _rows.TryGetValue(word, out int row) ? _values.AsSpan(row * Width, Width) : [];

    /// <summary>Whether a word has a vector.</summary>
    public bool Has(string word) => _rows.ContainsKey(word);

    /// <summary>Reads a file in GloVe's, word2vec's or fastText's text format or in word2vec's binary format, packed with gzip or plain. Only the rows that are kept are held in memory.</summary>
    /// <remarks>
    /// A first line of two numbers, how many words and how wide, is held against what follows. A word may come twice: the first
    /// one counts. In a text the bytes must be UTF-8; the binary format cuts long words anywhere, so there a word that is not UTF-8 gets U+FFFD in its place.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="most">The first so many words. <value>Default: all.</value></param>
    /// <param name="keep">Which words are kept. <value>Default: all.</value></param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="format">How the file is written. <value>Default: told by the file.</value></param>
    /// <exception cref="DataException">The file is not there, or a line is not a word with as many numbers as the first.</exception>
    /// <exception cref="DamagedFileException">The file is cut off or damaged, or holds something else than its first line says.</exception>
    public static WordVectors Read(
        string path, int most = int.MaxValue, Func<string, bool>? keep = null, CancellationToken cancellation = default, VectorFormat format = VectorFormat.Detect)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        Stream stream = TextFile.OpenBytes(path, "a file of word vectors", out bool packed);
        using var bytes = new VectorBytes(stream, path);
        var reader = new VectorReader(bytes, path, most, keep, cancellation);
        reader.ReadAll(format, packed ? null : stream.Length);
        return new WordVectors(reader, path);
    }

    /// <summary>Reads the vectors of a vocabulary's words.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The words; its specials get no vector.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The file is not there, a line is not a word with as many numbers as the first, or no word of the vocabulary has a vector.</exception>
    /// <exception cref="DamagedFileException">The file is cut off or damaged, or holds something else than its first line says.</exception>
    public static WordVectors Read(string path, Vocabulary vocabulary, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return Read(path, int.MaxValue, word => vocabulary.TryGetId(word, out int id) && id >= vocabulary.SpecialCount, cancellation);
    }

    /// <summary>How many of a vocabulary's words have a vector here, and how much of the running text they are.</summary>
    public VectorCoverage Cover(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        int found = 0;
        long tokens = 0, tokensFound = 0;
        for (int id = vocabulary.SpecialCount; id < vocabulary.Count; id++)
        {
            long count = vocabulary.Counts[id];
            tokens += count;
            if (!Has(vocabulary[id])) continue;
            found++;
            tokensFound += count;
        }
        return new VectorCoverage(vocabulary.Count - vocabulary.SpecialCount, found, tokens, tokensFound);
    }

    /// <inheritdoc/>
    public override string ToString() => $"WordVectors {{ {Source}: {Words.Count} words, {Width} wide }}";
}
