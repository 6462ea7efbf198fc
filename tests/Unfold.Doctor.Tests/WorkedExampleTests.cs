using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>The published experiments whose faults nobody's tool named, on the real tweets where they are there.</summary>
public sealed class WorkedExampleTests
{
    static Finding Find(IReadOnlyList<Finding> findings, string id) =>
        findings.SingleOrDefault(finding => finding.Id == id) ?? throw new InvalidOperationException($"{id} is not among {string.Join(", ", findings.Select(finding => finding.Id))}");

    [Fact]
    public void TanhRnnOnTweets_ForgetsTheTextInThePadding()
    {
        if (RealData.Folder is not { } folder) return;
        Recipe recipe = RecipeCatalog.Get("twitter-rnn-tanh");
        recipe = recipe with { Training = recipe.Training with { Epochs = 3 }, Baselines = new BaselineRecipe { BagOfWords = false } };
        RunDocument run = RecipeRun.Train(recipe, TrainingData.Open(recipe.Data, folder)).Run;

        Finding padding = Find(run.Findings, "D05"), gradient = Find(run.Findings, "D07");
        Assert.Equal((FindingSeverity.Critical, null, "0"), (padding.Severity, padding.ConsequenceOf, padding.Remedies[0].Settings["text.padToLength"]));
        Assert.StartsWith("The median text has 11 pads behind its last word, ", padding.Evidence, StringComparison.Ordinal);
        Assert.InRange(padding.Numbers.Single(number => number.ThresholdName == "D05.variance").Value, 0.03, 0.3); // 84 % lost and more
        Assert.Equal((FindingSeverity.Critical, "D05"), (gradient.Severity, gradient.ConsequenceOf));
        Assert.InRange(gradient.Numbers[0].Value, 1e-13, 5e-7);
        Assert.Contains(run.Findings, finding => finding.Id is "D02" or "D04" && finding.ConsequenceOf == "D05");
        Assert.Equal(FindingSeverity.Warning, Find(run.Findings, "D03").Severity);
        Assert.StartsWith("629 of 6393 validation texts are also training texts: 9.84 % (threshold: 1.00 %), 9.53 % letter for letter", Find(run.Findings, "D24").Evidence, StringComparison.Ordinal);
        Assert.StartsWith("The vocabulary does not have 12.56 % of the validation tokens, 10.57 % of those to train on", Find(run.Findings, "D22").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void LstmOnTweetsWithoutPadding_HasNothingCritical()
    {
        if (RealData.Folder is not { } folder) return;
        Recipe recipe = RecipeCatalog.Get("twitter-lstm");
        recipe = recipe with { Text = recipe.Text with { PadToLength = 0 }, Training = recipe.Training with { Epochs = 3 }, Baselines = new BaselineRecipe { BagOfWords = false } };
        IReadOnlyList<Finding> findings = RecipeRun.Train(recipe, TrainingData.Open(recipe.Data, folder)).Run.Findings;
        Assert.DoesNotContain(findings, finding => finding.Severity == FindingSeverity.Critical);
        Assert.DoesNotContain(findings, finding => finding.Id == "D05");
    }

    [Fact]
    public void TanhRnnOnAsManyTweetsOfEachClassPaddedTo200_StaysAtLn2()
    {
        if (RealData.Folder is null) return;
        Recipe recipe = RecipeCatalog.Get("twitter-rnn-tanh");
        recipe = recipe with
        {
            Text = recipe.Text with { MaxLength = 200, PadToLength = 200 },
            Training = recipe.Training with { Epochs = 3 },
            Baselines = new BaselineRecipe { BagOfWords = false },
        };
        IReadOnlyList<Finding> findings = RecipeRun.Check(recipe, Tasks.Tweets(1, train: 12_000).Balanced().ToData());

        FindingGroup first = FindingGroup.Rank(findings)[0];
        Finding plateau = Find(first.Consequences, "D04");
        Assert.Equal(("D05", FindingSeverity.Critical, FindingSeverity.Critical), (first.Cause.Id, first.Cause.Severity, plateau.Severity));
        Assert.Contains("(ln 2)", plateau.Evidence, StringComparison.Ordinal);
    }
}
