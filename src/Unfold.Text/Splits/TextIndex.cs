namespace Unfold.Text;

/// <summary>Finds the rows of a corpus by their text, word for word, wherever the corpus is.</summary>
/// <remarks>Eight bytes a row: texts are looked up by a hash and then compared. Any number of threads may ask.</remarks>
public sealed class TextIndex
{
    readonly Corpus _corpus;
    readonly uint[] _hashes; // sorted
    readonly int[] _rows; // the row of each; in rising order where hashes are equal

    /// <summary>Reads all texts once.</summary>
    /// <param name="corpus">The rows.</param>
    /// <param name="cancellation">Looked at from time to time.</param>
    public TextIndex(Corpus corpus, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _corpus = corpus;
        (_hashes, _rows) = (new uint[corpus.Count], corpus.ReadingOrder() ?? [.. Enumerable.Range(0, corpus.Count)]);
        for (int i = 0; i < _rows.Length; i++)
        {
            if ((i & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            _hashes[i] = Hash(corpus.Text(_rows[i]));
        }
        Array.Sort(_hashes, _rows);
        for (int start = 0, end; start < _rows.Length; start = end)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Sort(_rows, start, (end = EndOf(start)) - start);
        }
    }

    /// <summary>The first row with a text; -1 where there is none.</summary>
    public int Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        uint hash = Hash(text);
        for (int i = FirstAt(hash); i < _hashes.Length && _hashes[i] == hash; i++)
        {
            if (_corpus.Text(_rows[i]) == text) return _rows[i];
        }
        return -1;
    }

    /// <summary>For each row the first one with its text: itself where there is none before it.</summary>
    /// <param name="cancellation">Looked at from time to time.</param>
    public int[] FirstRows(CancellationToken cancellation = default)
    {
        var first = new int[_rows.Length];
        var known = new Dictionary<string, int>(StringComparer.Ordinal); // the texts of one hash
        for (int start = 0, end; start < _rows.Length; start = end)
        {
            cancellation.ThrowIfCancellationRequested();
            end = EndOf(start);
            first[_rows[start]] = _rows[start];
            if (end - start == 1) continue;
            known.Clear();
            for (int i = start; i < end; i++)
            {
                if ((i & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
                int row = _rows[i];
                string text = _corpus.Text(row);
                if (!known.TryGetValue(text, out first[row])) known.Add(text, first[row] = row);
            }
        }
        return first;
    }

    /// <summary>Another number in every process, so that nobody can make texts that all have the same; no result depends on it.</summary>
    static uint Hash(string text) => (uint)string.GetHashCode(text, StringComparison.Ordinal);

    int EndOf(int start)
    {
        int end = start + 1;
        while (end < _hashes.Length && _hashes[end] == _hashes[start]) end++;
        return end;
    }

    int FirstAt(uint hash)
    {
        int low = 0, high = _hashes.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_hashes[middle] < hash) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
