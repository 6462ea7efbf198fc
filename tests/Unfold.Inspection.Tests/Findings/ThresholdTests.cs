namespace Unfold.Inspection.Tests;

public sealed class ThresholdTests
{
    [Fact]
    public void All_AreNamedOnceWithMeaningAndSource()
    {
        Assert.Equal(Thresholds.All.Count, Thresholds.All.Select(threshold => threshold.Name).Distinct().Count());
        Assert.All(Thresholds.All, threshold =>
        {
            Assert.Matches(@"^(D\d\d\.)?[a-zA-Z]+$", threshold.Name);
            Assert.True(double.IsFinite(threshold.Value));
            Assert.All([threshold.Unit, threshold.Meaning, threshold.Source], text => Assert.NotEmpty(text));
        });
    }

    [Fact]
    public void With_AnotherValue_IsComparedWith()
    {
        Thresholds stricter = Thresholds.Default.With(new Dictionary<string, double> { ["D02.recall"] = 0.5 });

        Assert.Equal(0.5, stricter["D02.recall"]);
        Assert.Equal(0.05, Thresholds.Default["D02.recall"]);
        Assert.Equal(Thresholds.Default["D27.rise"], stricter["D27.rise"]);
    }

    [Fact]
    public void With_UnknownName_NamesTheNearOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => Thresholds.Default.With(new Dictionary<string, double> { ["D27.raise"] = 1 }));
        Assert.StartsWith("Threshold D27.raise: expected the name of a threshold such as D27.rise or D27.epochs, got one that does not exist.", error.Message);
    }

    [Fact]
    public void With_NaN_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Thresholds.Default.With(new Dictionary<string, double> { ["D27.rise"] = double.NaN }));
}
