using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Numbers that a tool before this one got wrong; docs/monitorch.md lists them.</summary>
public sealed class StatisticsDefectTests
{
    static Linear Layer(params float[] weights)
    {
        int size = (int)Math.Sqrt(weights.Length);
        Linear layer = new(size, size, new Rng(1));
        weights.CopyTo(layer.Parameters[0].Value.Span<float>());
        return layer;
    }

    static double Condition(Module model)
    {
        using Inspector inspector = new Inspector(new ParameterCond()).Attach(model);
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();
        return record.Epochs.Find(new("condition", "weight", "condition"))!.Values[0];
    }

    [Fact]
    public void Defect01_Condition_IsTheLargestOverTheSmallestSingularValue()
    {
        (float cos, float sin) = (0.6f, 0.8f);
        Assert.Equal(6, Condition(Layer(3 * cos, -0.5f * sin, 3 * sin, 0.5f * cos)), 5); // a rotation times diag(3, 1/2)
        Assert.Equal(1, Condition(Layer(0, 1, -1, 0)), 6);
        Assert.Equal(double.PositiveInfinity, Condition(Layer(1, 0, 0, 0)));
        Assert.True(double.IsNaN(Condition(Layer(1, float.NaN, 0, 1))));
    }

    [Fact]
    public void Defect02_MinimumAndQuartiles_AreThemselves()
    {
        Distribution d = Distribution.Of([9, 1, 5, 3, 7, 2, 8, 4, 6]);
        Assert.Equal((1, 3, 5, 7, 9), (d.Min, d.P25, d.P50, d.P75, d.Max));
        Assert.Equal((4, 5), (d.InterquartileRange, d.Mean));
        Assert.Equal(Math.Sqrt(60 / 9.0), d.StandardDeviation, 12);
    }

    [Fact]
    public void Defect03_MetricsOfBatches_HaveTheirSpread()
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(Layer(1));
        foreach (double value in (double[])[0.5, 0.9, 0.7])
            inspector.PushMetric("accuracy", value);
        inspector.PushMetric("accuracy", 0.1, train: true);
        inspector.TickEpoch();

        Distribution accuracy = loss.Pushes("accuracy", train: false);
        Assert.Equal((3, 0.5, 0.7, 0.9), (accuracy.Count, accuracy.Min, accuracy.P50, accuracy.Max));
        Assert.Equal(0.1, loss.Pushes("accuracy", train: true).P50);
        inspector.TickEpoch();
        Assert.Equal(0, loss.Pushes("accuracy", train: false).Count);
    }

    [Fact]
    public void Defect16_MedianOfLossesAndWeightedMeans_GoTogether()
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(Layer(1));
        inspector.PushLoss(1, 1);
        inspector.PushLoss(2, 6);
        inspector.PushLoss(9, 1);
        inspector.PushMetric("f1", 0.25, examples: 3);
        inspector.PushMetric("f1", 0.75);
        inspector.TickEpoch();

        Assert.Equal((2, 22.0 / 8), (loss.TrainBatches.P50, loss.Loss(train: true)));
        Assert.Equal((0.375, 0.5), (loss.Validation["f1"], loss.Pushes("f1", train: false).P50));
    }

    [Fact]
    public void Defect12_ALossThatIsNaN_IsCountedApartAndHeard()
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(Layer(1));
        inspector.PushLoss(1, 1);
        inspector.PushLoss(double.NaN, 1);
        inspector.PushLoss(3, 1);
        Assert.Equal("Epoch 0, step 1: the training loss is NaN.", Assert.Single(inspector.Alarms).Message);
        inspector.TickEpoch();
        Assert.Equal((2, 1, 1, 2, 3), (loss.TrainBatches.Count, loss.TrainBatches.NonFinite, loss.TrainBatches.Min, loss.TrainBatches.Mean, loss.TrainBatches.Max));
    }
}
