using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Training.Tests;

/// <summary>Against scikit-learn's numbers from <c>reference/training.py</c>, and by hand.</summary>
public sealed class PredictionsTests
{
    [Fact]
    public void Metrics_TwoClasses_AreThoseOfScikitLearn()
    {
        JsonElement reference = ReferenceNumbers.Load().GetProperty("binary");
        double[] logits = reference.Doubles("logits");
        var predictions = new Predictions(reference.Ints("labels"), classes: 2);
        for (int i = 0; i < logits.Length; i++) predictions.Logits(i)[0] = logits[i];
        MetricValues metrics = predictions.Metrics(reference.Number("threshold"));
        foreach (string name in (string[])["loss", "accuracy", "precision", "recall", "f1", "macroF1", "averagePrecision"])
            Assert.Equal(reference.Number(name), metrics[name], tolerance: 1e-12);
        Assert.Equal(reference.Matrix("confusion"), predictions.Confusion(reference.Number("threshold")).ToRows());
    }

    [Fact]
    public void Metrics_ThreeClasses_AreThoseOfScikitLearn()
    {
        JsonElement reference = ReferenceNumbers.Load().GetProperty("multi");
        double[] logits = reference.Doubles("logits");
        var predictions = new Predictions(reference.Ints("labels"), classes: 3);
        for (int i = 0; i < logits.Length; i++) predictions.Logits(i / 3)[i % 3] = logits[i];
        MetricValues metrics = predictions.Metrics();
        foreach (string name in (string[])["loss", "accuracy", "macroF1"]) Assert.Equal(reference.Number(name), metrics[name], tolerance: 1e-12);
        Assert.Equal(reference.Matrix("confusion"), predictions.Confusion().ToRows());
        Assert.False(metrics.TryGetValue(MetricNames.AveragePrecision, out _));
        Assert.Equal(1, predictions.Probability(0, 0) + predictions.Probability(0, 1) + predictions.Probability(0, 2), tolerance: 1e-12);
    }

    [Fact]
    public void AveragePrecision_ByHand_SumsPrecisionAtEachGain()
    {
        // Ranked: + − + −. Recall rises at rank 1 (precision 1) and rank 3 (precision 2/3): (1 + 2/3) / 2.
        var ranked = new RankedScores([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]);
        Assert.Equal((1 + (2 / 3d)) / 2, ranked.AveragePrecision, tolerance: 1e-15);
        Assert.Equal(0.5, new RankedScores([0.3, 0.3, 0.3, 0.3], [1, 0, 1, 0]).AveragePrecision, tolerance: 1e-15);
        Assert.Equal(0, new RankedScores([0.3, 0.2], [0, 0]).AveragePrecision);
    }

    [Fact]
    public void BestF1_ByHand_LiesBetweenTheScoresItParts()
    {
        // Cuts: 1 found of 1 → F1 2/3; 1 of 2 → 1/2; 2 of 3 → 4/5; 2 of 4 → 2/3.
        (double threshold, double f1) = new RankedScores([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]).BestF1();
        Assert.Equal(0.4, threshold, tolerance: 1e-15);
        Assert.Equal(0.8, f1, tolerance: 1e-15);
        Assert.Equal((0.5, 0), new RankedScores([0.3, 0.2], [0, 0]).BestF1());
    }

    [Fact]
    public void Confusion_NothingAnsweredPositive_F1IsZeroAndMacroF1CountsBothClasses()
    {
        var matrix = new ConfusionMatrix(2);
        for (int i = 0; i < 9; i++) matrix.Add(0, 0);
        matrix.Add(1, 0);
        Assert.Equal(0.9, matrix.Accuracy, tolerance: 1e-15);
        Assert.Equal((0, 0, 0), (matrix.Precision(1), matrix.Recall(1), matrix.F1(1)));
        Assert.Equal(18d / 19 / 2, matrix.MacroF1, tolerance: 1e-15);
    }
}
