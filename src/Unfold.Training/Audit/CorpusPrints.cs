using System.Runtime.InteropServices;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The fingerprints of a corpus's texts, read in blocks of a fixed number of rows, several at a time.</summary>
sealed class CorpusPrints
{
    const int BlockRows = 1024;
    readonly ulong[] _sketches;

    CorpusPrints(Corpus corpus) => (Corpus, Prints, _sketches) = (corpus, new TextPrint[corpus.Count], new ulong[corpus.Count * TextPrint.Entries]);

    /// <summary>The texts.</summary>
    public Corpus Corpus { get; }

    /// <summary>[rows] the fingerprints.</summary>
    public TextPrint[] Prints { get; }

    /// <summary>The unknown words and how often they stand in the corpus, the most frequent first; of equals in the order of code units.</summary>
    public IReadOnlyList<(string Word, int Count)> Unknown { get; private set; } = [];

    /// <summary>The smallest hashes of a row's runs of three tokens, in rising order.</summary>
    public ReadOnlySpan<ulong> Sketch(int row) => _sketches.AsSpan(row * TextPrint.Entries, Prints[row].Runs);

    /// <summary>Reads a corpus.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="tokenizer">Cuts them.</param>
    /// <param name="vocabulary">Whose unknown words to count; none are where it is left out.</param>
    /// <param name="cancellation">Looked at before each block.</param>
    public static CorpusPrints Of(Corpus corpus, ITokenizer tokenizer, Vocabulary? vocabulary, CancellationToken cancellation)
    {
        var prints = new CorpusPrints(corpus);
        int blocks = (corpus.Count + BlockRows - 1) / BlockRows;
        var unknown = new Dictionary<string, int>[blocks];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation }, block =>
        {
            unknown[block] = new(StringComparer.Ordinal);
            for (int row = block * BlockRows; row < Math.Min(corpus.Count, (block + 1) * BlockRows); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<ulong> sketch = prints._sketches.AsSpan(row * TextPrint.Entries, TextPrint.Entries);
                prints.Prints[row] = TextPrint.Of(tokenizer, corpus.Text(row), sketch, vocabulary, unknown[block]);
            }
        });
        if (vocabulary is not null) prints.Unknown = Ranked(unknown);
        return prints;
    }

    static (string Word, int Count)[] Ranked(Dictionary<string, int>[] blocks)
    {
        Dictionary<string, int> all = new(StringComparer.Ordinal);
        foreach ((string word, int count) in blocks.SelectMany(block => block))
            CollectionsMarshal.GetValueRefOrAddDefault(all, word, out _) += count;
        return [.. all.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
    }
}
