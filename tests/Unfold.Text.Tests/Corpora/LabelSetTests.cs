namespace Unfold.Text.Tests;

public class LabelSetTests
{
    static Corpus Labelled(params string[] labels) => new(labels.Select((label, i) => new LabelledText("t", label, i + 2)), "f.csv");

    [Theory]
    [InlineData("10,9,-1,10", "-1,9,10"), InlineData("spam,ham,Spam", "Spam,ham,spam"), InlineData("2,1,x", "1,2,x")]
    public void From_Labels_AreInOrder(string labels, string names)
    {
        var set = LabelSet.From(Labelled(labels.Split(',')));
        Assert.Equal(names.Split(','), set.Names);
        Assert.True(set.TryGetIndex(set.Names[1], out int index) && index == 1);
    }

    [Fact]
    public void From_OneClass_SaysWhich() => Assert.Equal(
        "f.csv: expected at least two classes, got only \"x\" in 2 rows. A classifier needs two classes to tell apart; check the label column and how the data was chosen.",
        Assert.Throws<DataException>(() => LabelSet.From(Labelled("x", "x"))).Message);

    [Fact]
    public void From_NoLabels_SaysSo() => Assert.Equal(
        "f.csv: expected a label for every row, got rows without labels. Name the column that holds the label.",
        Assert.Throws<DataException>(() => LabelSet.From(Labelled("", ""))).Message);

    [Fact]
    public void IndexOf_UnknownLabel_NamesLabelLineAndClasses() => Assert.Equal(
        "f.csv:3: expected one of the known classes ham, spam, got the label \"spma\". Did you mean \"spam\"? " +
        "The model can only be judged on classes it was trained on; correct the label or leave the row out.",
        Assert.Throws<DataException>(() => new LabelSet(["ham", "spam"]).IndexOf(Labelled("ham", "spma"), 1)).Message);

    [Fact]
    public void IndexOf_RowFromMemory_NamesTheRow() => Assert.StartsWith(
        "rows in memory, row 0: expected one of the known classes a, b, got the label \"zzzzz\".",
        Assert.Throws<DataException>(() => new LabelSet(["a", "b"]).IndexOf(new Corpus([new("t", "zzzzz")]), 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_BadLists_SaySo()
    {
        Assert.Equal("Classes: expected at least two, got a. A classifier needs two classes to tell apart.", Assert.Throws<DataException>(() => new LabelSet(["a"])).Message);
        Assert.Equal("Classes: expected every class once, got \"a\" twice.", Assert.Throws<DataException>(() => new LabelSet(["a", "a"])).Message);
        Assert.Equal("Classes: expected a name for every class, got null at number 1.", Assert.Throws<DataException>(() => new LabelSet(["a", null!])).Message);
    }
}
