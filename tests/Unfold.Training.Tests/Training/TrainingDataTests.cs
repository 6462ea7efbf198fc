using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class TrainingDataTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_GroupColumn_KeepsAGroupOnOneSide()
    {
        string file = Write("text,label,film\n" + string.Join("", Enumerable.Range(0, 100).Select(i => $"text {i % 90},{i % 2},f{i % 20}\n")));
        TrainingData data = TrainingData.Open(new DataRecipe { File = file, Group = "film", ValidationShare = 0.25 });
        Assert.Empty(data.Train.Rows.Select(row => row.Group).Intersect(data.Validation.Rows.Select(row => row.Group)));
        Assert.Equal((75, 25), (data.Train.Count, data.Validation.Count));
        TrainingData both = TrainingData.Open(new DataRecipe { File = file, Group = "film", Duplicates = DuplicateRows.Together, ValidationShare = 0.25 });
        Assert.Empty(both.Train.Rows.Select(row => row.Text).Intersect(both.Validation.Rows.Select(row => row.Text)));
        Assert.Empty(both.Train.Rows.Select(row => row.Group).Intersect(both.Validation.Rows.Select(row => row.Group)));
    }

    [Fact]
    public void Open_GroupThatCannotBe_SaysSo()
    {
        string file = Write("text,label\na,x\nb,y\n");
        Assert.Equal($"{file}:1: expected a group column \"film\", got the columns text, label. Name the group column as the header has it.", Message(new DataRecipe { File = file, Group = "film" }));
        Assert.Equal("data.group: expected none where data.validationFile names the held-out rows, got film. Leave one of the two out.", Message(new DataRecipe { File = file, Group = "label", ValidationFile = file }).Replace("label", "film", StringComparison.Ordinal));
        Assert.Equal("data.group: expected film, which is known of the texts of imdb, got author.", Message(new DataRecipe { Name = "imdb", Group = "author" }));
        Assert.Equal("data.group: expected none, as nothing groups the texts of sms_spam, got author.", Message(new DataRecipe { Name = "sms_spam", Group = "author" }));
    }

    string Write(string text)
    {
        File.WriteAllText(_folder["r.csv"], text);
        return _folder["r.csv"];
    }

    string Message(DataRecipe recipe) => Assert.Throws<DataException>(() => TrainingData.Open(recipe, _folder["."])).Message;
}
