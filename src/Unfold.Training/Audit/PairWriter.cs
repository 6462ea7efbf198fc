using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Writes pairs of rows down, with their texts where a run keeps texts.</summary>
sealed class PairWriter(bool texts)
{
    /// <summary>Pairs of a kind that are shown.</summary>
    public const int Most = 10;

    const int Characters = 120;

    public AuditPair Pair(Corpus first, int firstRow, Corpus second, int secondRow, double similarity) => new()
    {
        First = Place(first, firstRow),
        FirstLabel = first.Rows[firstRow].Label,
        Second = Place(second, secondRow),
        SecondLabel = second.Rows[secondRow].Label,
        Similarity = Math.Round(similarity, 4),
        Text = texts ? Beginning(second.Rows[secondRow].Text) : null,
    };

    /// <summary>The file's name without its folder: a report may be given away.</summary>
    static string Place(Corpus corpus, int row) => Path.GetFileName(corpus.Where(row));

    static string Beginning(string text)
    {
        if (text.Length <= Characters) return text;
        int end = char.IsHighSurrogate(text[Characters - 1]) ? Characters - 1 : Characters;
        return text[..end] + "…";
    }
}
