namespace Unfold.Text.Tests;

public class RowGroupsTests
{
    static readonly Corpus Reviews = new([new("a", Group: "x"), new("b", Group: "y"), new("a", Group: "y"), new("c"), new("d", Group: "x"), new("e")]);

    [Fact]
    public void ByGroup_RowsWithoutAGroup_StandAlone() => Assert.Equal([0, 1, 1, 3, 0, 5], RowGroups.ByGroup(Reviews));

    [Fact]
    public void ByText_SameText_IsOneGroup() => Assert.Equal([0, 1, 0, 3, 4, 5], RowGroups.ByText(Reviews));

    [Fact]
    public void Joined_TextsThatLinkTwoGroups_MakeOne()
    {
        IReadOnlyList<int> joined = RowGroups.Joined(RowGroups.ByGroup(Reviews), RowGroups.ByText(Reviews));
        Assert.Single(new[] { joined[0], joined[1], joined[2], joined[4] }.Distinct());
        Assert.Equal(3, joined.Distinct().Count());
    }

    [Fact]
    public void Grouped_RowsOfOneGroup_StayOnOneSide()
    {
        var corpus = new Corpus(Enumerable.Range(0, 300).Select(i => new LabelledText($"text {i}", "a", i, $"film {i % 70}")));
        SplitIndices split = TrainTestSplit.Grouped(corpus, 0.2, 3, RowGroups.ByGroup(corpus), "film");
        string[] Films(int[] rows) => [.. rows.Select(row => corpus.Rows[row].Group).Distinct()];
        Assert.Empty(Films(split.Train).Intersect(Films(split.Test)));
        Assert.Equal(60, split.Test.Length, 4.0);
        Assert.Equal(Enumerable.Range(0, 300), split.Train.Concat(split.Test).Order());
    }

    [Fact]
    public void Grouped_OneGroupOnly_SaysWhatTheRowsShare()
    {
        var corpus = new Corpus(Enumerable.Range(0, 5).Select(i => new LabelledText($"text {i}", "a", i, "one")), "f.csv");
        Assert.Equal("f.csv: expected a split into two parts with no film in both, got 5 rows to train on and 0 held out. Too many rows have the same film; split by rows, or give a held-out file.",
            Assert.Throws<DataException>(() => TrainTestSplit.Grouped(corpus, 0.2, 1, RowGroups.ByGroup(corpus), "film")).Message);
    }
}
