using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

public sealed class RunEvidenceTests
{
    /// <summary>A loop of one's own with nothing but the inspector attached.</summary>
    static Inspector Trained(DataDocument? data = null)
    {
        var rng = new Rng(3);
        var model = new Linear(4, 1, rng);
        var optimizer = new Sgd(model.Parameters, new SgdOptions { LearningRate = 0.1 });
        Inspector inspector = new(LensSets.Default()) { Data = data };
        inspector.Attach(model, optimizer);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            for (int step = 0; step < 5; step++)
            {
                float[] x = [.. Enumerable.Range(0, 32).Select(_ => (float)rng.NextNormal())];
                Tensor loss = BinaryCrossEntropy.WithLogits(model.Forward(Tensor.From(x, new Shape(8, 4))), [1, 0, 1, 0, 1, 0, 1, 0]);
                loss.Backward();
                optimizer.Step();
                inspector.PushLoss(loss.Item(), 8);
            }
            inspector.PushLoss(0.5 + epoch, 10, train: false);
            inspector.PushMetric("accuracy", 0.9, 10);
            inspector.TickEpoch();
        }
        return inspector;
    }

    [Fact]
    public void Evidence_OfARecordAlone_HasEpochsModelAndGradients()
    {
        RunEvidence evidence = new(Trained().ReadRecord());

        Assert.Equal([0, 1, 2], evidence.Run.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal([0.5, 1.5, 2.5], evidence.Run.Epochs.Select(epoch => epoch.Validation.Loss!.Value));
        Assert.Equal(0.9, evidence.Run.Epochs[2].Validation.Accuracy);
        Assert.Equal(evidence.Steps("loss", "train", "loss").InEpoch(1).Values.Average(), evidence.Run.Epochs[1].Train.Loss!.Value, 6);
        Assert.Equal(5, evidence.Run.Model.Parameters);
        Assert.Equal(["weight", "bias"], evidence.Parameters);
        Assert.Equal(4, evidence.Run.Gradients["weight"].Elements);
        Assert.Equal(15, evidence.Steps("gradients", "weight", "norm").Count);
    }

    [Fact]
    public void Evidence_OfARecordThatWasToldTheData_ComparesWithIt()
    {
        RunEvidence evidence = new(Trained(new() { Classes = ["no", "yes"], MajorityAccuracy = 0.9, PriorEntropy = 0.33, Validation = 10 }).ReadRecord());

        Assert.Equal(["no", "yes"], evidence.Run.Data.Classes);
        Assert.Contains(Rules.Check(evidence), finding => finding.Id == "D04");
    }

    [Fact]
    public void Diagnose_InTheMiddleOfARun_IsTheRecordsFindings()
    {
        Inspector inspector = Trained(new() { PriorEntropy = 0.33 });
        Assert.Equal(Rules.Check(new RunEvidence(inspector.ReadRecord())).Select(finding => finding.Id), inspector.Diagnose().Select(finding => finding.Id));
        Assert.DoesNotContain(inspector.Diagnose(Thresholds.Default.With(new Dictionary<string, double> { ["D04.share"] = 100 })), finding => finding.Id == "D04");
    }

    [Fact]
    public void Series_NotThere_IsEmptyAndHasNoMedian()
    {
        NumberSeries series = new RunEvidence(new RunDocument()).Steps("time", "lstm.l0", "halfLife");
        Assert.Equal(0, series.Count);
        Assert.Null(series.Median);
        Assert.Null(series.Last);
    }

    [Fact]
    public void NumberSeries_WarmUpWindowAndQuantiles_AreByHand()
    {
        NumberSeries series = new(new("a", "b", "c"), [9, 1, 2, double.NaN, 4, 8], [0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 2, 2], [1, 1, 1, 1, 1, 1]);

        Assert.Equal(4, series.Median);
        Assert.Equal(1, series.Quantile(0));
        Assert.Equal(9, series.Quantile(1));
        Assert.Equal([1, 2, double.NaN, 4, 8], series.After(0.05).Values);
        Assert.Equal([4, 8], series.Tail(2).Values);
        Assert.Equal([4L, 5L], series.InEpoch(2).Steps);
        Assert.Equal(0.5, series.Share(value => value >= 4));
    }

    [Fact]
    public void Link_CauseAndConsequence_AreTied()
    {
        IReadOnlyList<Finding> linked = Causes.Link(
            [new() { Id = "D05", Severity = FindingSeverity.Critical }, new() { Id = "D04", Severity = FindingSeverity.Critical }, new() { Id = "D24", Severity = FindingSeverity.Warning }]);

        Assert.Equal([null, "D05", null], linked.Select(finding => finding.ConsequenceOf));
    }

    [Theory]
    [InlineData(70, 71, null)]
    [InlineData(71, 70, "D08")]
    public void Link_AJumpAndAnExplosion_AnExplosionThatComesLaterIsNotTheCause(long jump, long explosion, string? causeOfTheJump)
    {
        IReadOnlyList<Finding> linked = Causes.Link([new() { Id = "D08", Severity = FindingSeverity.Warning, Step = explosion }, new() { Id = "D18", Severity = FindingSeverity.Warning, Step = jump }]);
        Assert.Equal([null, causeOfTheJump], linked.Select(finding => finding.ConsequenceOf));
    }

    [Fact]
    public void Link_ACauseThatIsANoteOnly_ExplainsNothing() =>
        Assert.All(Causes.Link([new() { Id = "D05", Severity = FindingSeverity.Note }, new() { Id = "D04", Severity = FindingSeverity.Critical }]), finding => Assert.Null(finding.ConsequenceOf));
}
