using System.Collections;

namespace Unfold.Text;

/// <summary>The rows of a corpus as a list.</summary>
sealed class CorpusRows(Corpus corpus) : IReadOnlyList<LabelledText>
{
    public int Count => corpus.Count;

    public LabelledText this[int row] => corpus.At(row);

    public IEnumerator<LabelledText> GetEnumerator()
    {
        for (int row = 0; row < Count; row++) yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
