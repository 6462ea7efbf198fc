using Unfold.Inspection;

namespace Unfold.Training.Tests;

public sealed class PreflightRealDataTests
{
    [Fact]
    public void Check_PublishedTanhRun_FindsPaddingRepeatsAndUnknownWordsBeforeTraining()
    {
        if (RealData.Folder is not { } data) return;
        RunDocument run = Preflight.Check(RecipeCatalog.Get("twitter-rnn-tanh"), new TrainOptions { DataFolder = data });

        Assert.Equal(1, run.Checks!.Padding!.Changed); // every answer moves with five pads more
        Assert.Equal("Float64", run.Checks.Gradients!.Precision);
        Assert.All(run.Checks.Gradients.Parameters, parameter => Assert.InRange(parameter.Error, 0, 1e-6));
        string[] found = [.. run.Findings.Select(finding => finding.Id)];
        Assert.All((string[])["D05", "D22", "D24"], id => Assert.Contains(id, found));
        Assert.DoesNotContain(run.Findings, finding => finding.Severity == FindingSeverity.Critical);
    }

    [Fact]
    public void Check_FilmReviewsReadAsTheyShouldBe_FindsNothingCritical()
    {
        if (RealData.Folder is not { } data || !File.Exists(Path.Combine(data, "imdb", "aclImdb_v1.tar.gz"))) return;
        RunDocument run = Preflight.Check(RecipeCatalog.Get("imdb-lstm"), new TrainOptions { DataFolder = data });

        Assert.Equal((22_500, 2_500, 25_000), (run.Data.Train, run.Data.Validation, run.Data.Test));
        Assert.Equal(["neg", "pos"], run.Data.Classes);
        Assert.DoesNotContain(run.Findings, finding => finding.Severity == FindingSeverity.Critical);
    }
}
