using System.Text.Json;

namespace Unfold.Inspection.Tests;

public sealed class PeakMemoryRuleTests
{
    const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(19, FindingSeverity.Warning)]
    [InlineData(21, FindingSeverity.Critical)]
    public void D47_MoreThanThereIs_IsFoundWithTheLargestPart(long predicted, FindingSeverity severity)
    {
        Finding? finding = Find(Predicted(predicted, MemoryParts.Activations));

        Checked.IsComplete(finding);
        Assert.Equal(severity, finding!.Severity);
        Assert.Equal($"The run needs about {predicted} GB of memory, and 20 GB are there: it may be ended by the system.", finding.Title);
        Assert.Equal($"The peak comes with training, predicted from sizes before the run: {predicted * 5}.00 % of what is there (threshold: 90.00 %). The largest part: activations, {predicted - 5} GB.", finding.Evidence);
        Assert.Equal("16", finding.Remedies[0].Settings["training.batchSize"]);
    }

    [Theory]
    [InlineData(MemoryParts.Ids, "data.store", "file")]
    [InlineData(MemoryParts.Checks, "doctor.checks", "false")]
    [InlineData(MemoryParts.Baselines, "baselines.bagOfWords", "false")]
    [InlineData(MemoryParts.Optimizer, "text.vocabularySize", "500")]
    public void D47_OtherLargestPart_HasItsOwnRemedy(string part, string setting, string value) =>
        Assert.Equal(value, Find(Predicted(30, part))!.Remedies[0].Settings[setting]);

    [Fact]
    public void D47_EnoughMemoryOrARunThatGoesThrough_IsSilent()
    {
        Assert.Null(Find(Predicted(18, MemoryParts.Activations)));
        Assert.Null(Find(Predicted(30, MemoryParts.Activations) with { Status = RunStatus.Finished, Epochs = [new EpochDocument()] }));
        Assert.Null(Find(Predicted(30, MemoryParts.Activations) with { Epochs = [new EpochDocument()] }));
        Assert.NotNull(Find(Predicted(30, MemoryParts.Activations) with { Status = RunStatus.Cancelled, Epochs = [new EpochDocument()] }));
    }

    [Fact]
    public void ToSentence_APrediction_NamesPhaseAndLargestParts()
    {
        MemoryDocument memory = new()
        {
            PredictedPeakBytes = 1_300L << 20, AvailableBytes = 24 * Gigabyte, Phase = "training",
            Parts = new OrderedDictionary<string, long> { [MemoryParts.Activations] = 620L << 20, [MemoryParts.Optimizer] = 530L << 20, [MemoryParts.Texts] = 100L << 20, [MemoryParts.Vocabulary] = 20L << 20 },
        };

        Assert.Equal("Memory: about 1.3 GB at the peak (training), of 24 GB: activations 620 MB, optimizer 530 MB, texts 100 MB.", memory.ToSentence());
    }

    static Finding? Find(RunDocument run) => Rules.All.Single(rule => rule.Id == "D47").Check(new RunEvidence(run));

    static RunDocument Predicted(long gigabytes, string largest) => new()
    {
        Status = RunStatus.Running,
        Settings = JsonElement.Parse("""{ "training": { "batchSize": 32 }, "text": { "vocabularySize": 1000 } }"""),
        Memory = new MemoryDocument
        {
            PredictedPeakBytes = gigabytes * Gigabyte, AvailableBytes = 20 * Gigabyte, Phase = "training",
            Parts = new OrderedDictionary<string, long> { [largest] = (gigabytes - 5) * Gigabyte, [MemoryParts.Texts] = 5 * Gigabyte },
        },
    };
}
