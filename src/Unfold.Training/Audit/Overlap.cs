using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Finds the texts of a held-out part that stand in the training part too, word for word or nearly.</summary>
/// <remarks>
/// Candidates for near ones share at least half of the eight smallest hashes of their runs; whether they are near is then decided on all runs.
/// A hash that more than 64 training texts share is passed over: a phrase that everybody uses.
/// Source: A. Broder, "On the resemblance and containment of documents", 1997.
/// </remarks>
sealed class Overlap
{
    /// <summary>Jaccard's index from which on two texts are near.</summary>
    const double Near = 0.8;

    const int MostSharing = 64;
    const int BlockRows = 512;
    readonly CorpusPrints _training;
    readonly ITokenizer _tokenizer;
    readonly Dictionary<UInt128, int> _firstRow = [];
    readonly TextIndex _letters;
    readonly ulong[] _hashes;
    readonly int[] _rows;

    public Overlap(CorpusPrints training, ITokenizer tokenizer, CancellationToken cancellation)
    {
        (_training, _tokenizer, _letters) = (training, tokenizer, new(training.Corpus, cancellation));
        List<ulong> hashes = new(training.Prints.Length * TextPrint.Entries);
        List<int> rows = new(hashes.Capacity);
        for (int row = 0; row < training.Prints.Length; row++)
        {
            if ((row & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            if (training.Prints[row].Tokens == 0) continue;
            if (!_firstRow.TryAdd(training.Prints[row].Key, row))
            {
                Repeated++;
                continue; // its twin stands for it
            }
            foreach (ulong hash in training.Sketch(row))
            {
                hashes.Add(hash);
                rows.Add(row);
            }
        }
        (_hashes, _rows) = ([.. hashes], [.. rows]);
        Array.Sort(_hashes, _rows);
    }

    /// <summary>Training texts that stand further up once more.</summary>
    public int Repeated { get; }

    /// <summary>Compares a held-out part.</summary>
    public AuditOverlap With(CorpusPrints held, PairWriter writer, CancellationToken cancellation)
    {
        int count = held.Prints.Length;
        var twins = new int[count]; // the training row, or -1
        var similarity = new double[count];
        Parallel.For(0, (count + BlockRows - 1) / BlockRows, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation }, block =>
        {
            List<int> candidates = [];
            for (int row = block * BlockRows; row < Math.Min(count, (block + 1) * BlockRows); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                (twins[row], similarity[row]) = Find(held, row, candidates);
            }
        });
        int[] near = [.. Enumerable.Range(0, count).Where(row => twins[row] >= 0 && similarity[row] < 1)];
        int[] same = [.. Enumerable.Range(0, count).Where(row => twins[row] >= 0 && similarity[row] == 1)];
        int texts = held.Prints.Count(print => print.Tokens > 0);
        int shownNear = Math.Min(near.Length, Math.Max(PairWriter.Most / 2, PairWriter.Most - same.Length));
        return new AuditOverlap
        {
            Texts = texts,
            Repeated = same.Length,
            Share = texts == 0 ? 0 : (double)same.Length / texts,
            VerbatimShare = texts == 0 ? 0 : (double)same.Count(row => _letters.Find(held.Corpus.Text(row)) >= 0) / texts,
            Near = near.Length,
            NearShare = texts == 0 ? 0 : (double)near.Length / texts,
            Similarity = Near,
            Examples = [.. near.Take(shownNear).Concat(same).Take(PairWriter.Most).Select(row => writer.Pair(_training.Corpus, twins[row], held.Corpus, row, similarity[row]))],
        };
    }

    (int Row, double Similarity) Find(CorpusPrints held, int row, List<int> candidates)
    {
        if (held.Prints[row].Tokens == 0) return (-1, 0);
        if (_firstRow.TryGetValue(held.Prints[row].Key, out int twin)) return (twin, 1);
        candidates.Clear();
        ReadOnlySpan<ulong> sketch = held.Sketch(row);
        foreach (ulong hash in sketch)
        {
            int start = FirstAt(hash), end = start;
            while (end < _hashes.Length && _hashes[end] == hash) end++;
            if (end - start <= MostSharing) candidates.AddRange(_rows.AsSpan(start, end - start));
        }
        if (candidates.Count == 0) return (-1, 0);
        candidates.Sort();
        (int best, double most, ulong[]? own) = (-1, 0, null);
        for (int i = 0; i < candidates.Count;)
        {
            int end = i;
            while (end < candidates.Count && candidates[end] == candidates[i]) end++;
            int candidate = candidates[i], common = end - i, fewer = Math.Min(sketch.Length, _training.Prints[candidate].Runs);
            i = end;
            if (2 * common < fewer) continue;
            own ??= TextPrint.RunsOf(_tokenizer, held.Corpus.Text(row));
            ulong[] other = TextPrint.RunsOf(_tokenizer, _training.Corpus.Text(candidate));
            int both = TextPrint.Common(own, other);
            double index = (double)both / (own.Length + other.Length - both);
            if (index > most) (best, most) = (candidate, index);
        }
        return most < Near ? (-1, 0) : (best, Math.Min(most, Math.BitDecrement(1.0))); // the same runs in another order are near, not the same
    }

    int FirstAt(ulong hash)
    {
        int low = 0, high = _hashes.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_hashes[middle] < hash) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
