using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>Counts n-grams length by length: only where both the first and the last n − 1 units are kept can all n be.</summary>
sealed class NGramCounter(Corpus corpus, ITokenizer tokenizer, NGramOptions options, CancellationToken cancellation)
{
    int[] _units = [], _nodes = [], _ends = [];

    /// <summary>The units that are kept.</summary>
    public TokenTable Units { get; private set; } = new();

    /// <summary>The numbers of the n-grams' first n − 1 units; single units have none and are not in here.</summary>
    public List<int> Beginnings { get; } = [];

    /// <summary>The n-grams' last units.</summary>
    public List<int> Last { get; } = [];

    /// <summary>N-grams shorter than the shortest that is asked for.</summary>
    public int Hidden { get; private set; }

    public void Count()
    {
        ReadUnits();
        for (int n = 2; n <= options.Longest; n++)
        {
            if (n == options.Shortest) Hidden = Units.Tokens.Count + Last.Count;
            cancellation.ThrowIfCancellationRequested();
            CountLength(n);
        }
    }

    void ReadUnits()
    {
        var seen = new TokenTable();
        var sink = new UnitSink(seen, options.Characters, grows: true);
        _ends = new int[corpus.Count];
        for (int text = 0; text < corpus.Count; text++)
        {
            if ((text & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            tokenizer.Tokenize(corpus.Text(text), ref sink);
            sink.EndText();
            _ends[text] = sink.Units.Count;
        }
        _units = [.. sink.Units];
        int[] kept = Keep(_units, seen.Tokens.Count, first: 0);
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i] >= 0) Units.FindOrAdd(seen.Tokens[i]);
        }
        for (int i = 0; i < _units.Length; i++) _units[i] = _units[i] < 0 ? UnitSink.Gap : kept[_units[i]];
        _nodes = [.. _units];
    }

    /// <summary>From the n-grams of one unit less that begin at each place to those of n units.</summary>
    void CountLength(int n)
    {
        var candidates = new NodeTable();
        List<int> beginnings = [], last = [];
        var found = new int[_nodes.Length];
        for (int i = 0; i < found.Length; i++)
        {
            if ((i & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            found[i] = UnitSink.Gap;
            if (i + n > _nodes.Length || _nodes[i] < 0 || _nodes[i + 1] < 0) continue;
            found[i] = candidates.FindOrAdd(_nodes[i], _units[i + n - 1]);
            if (found[i] < beginnings.Count) continue;
            beginnings.Add(_nodes[i]);
            last.Add(_units[i + n - 1]);
        }
        int[] kept = Keep(found, candidates.Count, first: Units.Tokens.Count + Last.Count);
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i] < 0) continue;
            Beginnings.Add(beginnings[i]);
            Last.Add(last[i]);
        }
        for (int i = 0; i < found.Length; i++) _nodes[i] = found[i] < 0 ? UnitSink.Gap : kept[found[i]];
    }

    /// <summary>New numbers for those that enough texts have, in their old order; -1 for the others.</summary>
    int[] Keep(int[] places, int count, int first)
    {
        var texts = new int[count];
        var latest = new int[count];
        int place = 0;
        for (int text = 0; text < _ends.Length; text++)
        {
            if ((text & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            for (; place < _ends[text]; place++)
            {
                int number = places[place];
                if (number < 0 || latest[number] == text + 1) continue;
                latest[number] = text + 1;
                texts[number]++;
            }
        }
        for (int i = 0; i < count; i++) texts[i] = texts[i] >= options.MinTexts ? first++ : UnitSink.Gap;
        return texts;
    }
}
