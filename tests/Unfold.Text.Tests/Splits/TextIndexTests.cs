namespace Unfold.Text.Tests;

public class TextIndexTests
{
    [Fact]
    public void FirstRows_TextsThatRepeat_AreThoseOfADictionary()
    {
        var rng = new Rng(1);
        var corpus = new Corpus(Enumerable.Range(0, 4_000).Select(_ => new LabelledText($"text {rng.Next(900)}")));
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] expected = [.. corpus.Rows.Select((row, i) => known.TryAdd(row.Text, i) ? i : known[row.Text])];
        var index = new TextIndex(corpus);
        Assert.Equal(expected, index.FirstRows());
        Assert.All(known, entry => Assert.Equal(entry.Value, index.Find(entry.Key)));
        Assert.Equal(-1, index.Find("text 900"));
    }

    [Fact]
    public void Find_RowsOfAFile_AreThoseOfMemory()
    {
        using var folder = new TemporaryFolder();
        using var scratch = new ScratchFolder(folder.Root);
        var memory = new Corpus([new("b"), new(""), new("a"), new("b"), new("")]);
        Corpus file = memory.MoveTo(scratch, CancellationToken.None).Select([4, 3, 2, 1, 0]);
        Assert.Equal((1, 0, 2, -1), (new TextIndex(file).Find("b"), new TextIndex(file).Find(""), new TextIndex(file).Find("a"), new TextIndex(file).Find("c")));
        Assert.Equal([0, 1, 2, 0, 1], new TextIndex(file).FirstRows());
        Assert.Equal(RowGroups.ByText(memory.Select([4, 3, 2, 1, 0])), RowGroups.ByText(file));
    }

    [Fact]
    public void Ask_Cancelled_Ends()
    {
        var corpus = new Corpus([new("a"), new("b")]);
        var stopped = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => new TextIndex(corpus, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => new TextIndex(corpus).FirstRows(stopped));
    }
}
