using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>The numbering of n-grams: runs of neighbouring words, or of characters within a word.</summary>
/// <remarks>
/// Entries are numbered from 0, short ones first, those of a length in the order in which the texts had them. An n-gram of n units is held as the
/// number of its first n − 1 units and its last unit, so an entry takes 8 bytes whatever its length, and those beginnings are held too.
/// Immutable, so it may be shared among threads.
/// </remarks>
public sealed class NGramVocabulary
{
    readonly ITokenizer _tokenizer;
    readonly TokenTable _units;
    readonly NodeTable _nodes;
    readonly int[] _beginnings, _last; // of every n-gram behind the single units, by number
    readonly int _hidden; // n-grams that are shorter than the shortest entry

    NGramVocabulary(ITokenizer tokenizer, NGramOptions options, TokenTable units, int[] beginnings, int[] last, int hidden, CancellationToken cancellation = default)
    {
        (_tokenizer, Options, _units, _beginnings, _last, _hidden) = (tokenizer, options, units, beginnings, last, hidden);
        _nodes = new NodeTable(last.Length);
        for (int i = 0; i < last.Length; i++)
        {
            if ((i & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            _nodes.FindOrAdd(beginnings[i], last[i], units.Tokens.Count);
        }
    }

    /// <summary>What was asked for.</summary>
    public NGramOptions Options { get; }

    /// <summary>Entries.</summary>
    public int Count => _units.Tokens.Count + _last.Length - _hidden;

    /// <summary>An entry as text: words with blanks between, or characters.</summary>
    public string this[int entry]
    {
        get
        {
            int node = entry + _hidden;
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)node, (uint)(_units.Tokens.Count + _last.Length), nameof(entry));
            var units = new Stack<string>();
            for (; node >= _units.Tokens.Count; node = _beginnings[node - _units.Tokens.Count]) units.Push(_units.Tokens[_last[node - _units.Tokens.Count]]);
            units.Push(_units.Tokens[node]);
            return string.Join(Options.Characters ? "" : " ", units);
        }
    }

    /// <summary>Counts the n-grams of texts and keeps those that enough texts have.</summary>
    /// <param name="corpus">The texts: the training part only.</param>
    /// <param name="tokenizer">Cuts them into words.</param>
    /// <param name="options">Which n-grams. <value>Default: words and pairs of words that two texts have.</value></param>
    /// <param name="cancellation">Looked at from time to time.</param>
    public static NGramVocabulary Build(Corpus corpus, ITokenizer tokenizer, NGramOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new NGramOptions();
        options.Validate();
        var counter = new NGramCounter(corpus, tokenizer, options, cancellation);
        counter.Count();
        return new NGramVocabulary(tokenizer, options, counter.Units, [.. counter.Beginnings], [.. counter.Last], counter.Hidden, cancellation);
    }

    /// <summary>Appends the entries that a text has, as often as it has them, in no order to rely on.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var sink = new UnitSink(_units, Options.Characters, grows: false);
        _tokenizer.Tokenize(text, ref sink);
        sink.EndText();
        Span<int> units = CollectionsMarshal.AsSpan(sink.Units);
        int[] nodes = units.ToArray();
        for (int n = 1; ; n++)
        {
            if (n >= Options.Shortest)
            {
                foreach (int node in nodes)
                {
                    if (node >= 0) destination.Add(node - _hidden);
                }
            }
            if (n == Options.Longest) return;
            for (int i = 0; i < nodes.Length; i++)
            {
                int last = i + n < units.Length ? units[i + n] : UnitSink.Gap;
                nodes[i] = nodes[i] >= 0 && last >= 0 ? _nodes.Find(nodes[i], last) : UnitSink.Gap;
            }
        }
    }

    /// <summary>Describes the vocabulary for a JSON document.</summary>
    public NGramDocument ToDocument() => new()
    {
        Characters = Options.Characters,
        Shortest = Options.Shortest,
        Longest = Options.Longest,
        MinTexts = Options.MinTexts,
        Hidden = _hidden,
        Units = [.. _units.Tokens],
        Beginnings = _beginnings,
        Last = _last,
    };

    /// <summary>Makes the vocabulary that a document describes.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tokenizer">Cuts texts into words, as when it was built.</param>
    /// <param name="where">The file or place it came from, for the error.</param>
    /// <exception cref="DamagedFileException">The document contradicts itself.</exception>
    public static NGramVocabulary FromDocument(NGramDocument document, ITokenizer tokenizer, string where)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (document.FirstFault() is { } fault) throw new DamagedFileException($"{where}: {fault}. The file is damaged or was not written by this library; train again.");
        var units = new TokenTable(document.Units!.Length);
        foreach (string unit in document.Units) units.FindOrAdd(unit);
        var options = new NGramOptions { Characters = document.Characters, Shortest = document.Shortest, Longest = document.Longest, MinTexts = document.MinTexts };
        return new NGramVocabulary(tokenizer, options, units, document.Beginnings!, document.Last!, document.Hidden);
    }

    /// <inheritdoc/>
    public override string ToString() => $"NGramVocabulary {{ {Count} n-grams of {Options.Shortest} to {Options.Longest} {(Options.Characters ? "characters" : "words")} }}";
}
