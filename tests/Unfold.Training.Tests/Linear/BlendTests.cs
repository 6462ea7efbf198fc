using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class BlendTests
{
    static Predictions Made(int classes, int[] labels, params double[][] probabilities)
    {
        var predictions = new Predictions(labels, classes);
        for (int row = 0; row < labels.Length; row++)
        {
            Span<double> logits = predictions.Logits(row);
            if (classes == 2) logits[0] = Math.Log(probabilities[row][1] / probabilities[row][0]);
            else for (int c = 0; c < classes; c++) logits[c] = Math.Log(probabilities[row][c]);
        }
        return predictions;
    }

    static Recipe Recipe => Reviews.Recipe with
    {
        Training = Reviews.Recipe.Training with { Epochs = 2 },
        Linear = new LinearRecipe { Use = LinearUse.Blend, Words = 2, Characters = 3, Weighting = FeatureWeighting.TfIdf },
    };

    [Fact]
    public void Mix_Probabilities_AreWeighted()
    {
        Predictions two = Blend.Mix(Made(2, [1], [0.8, 0.2]), Made(2, [1], [0.4, 0.6]), weight: 0.25);
        Assert.Equal(0.3, two.Probability(0, 1), tolerance: 1e-12);
        Predictions three = Blend.Mix(Made(3, [1], [0.8, 0.1, 0.1]), Made(3, [1], [0.2, 0.2, 0.6]), weight: 0.5);
        Assert.Equal([0.5, 0.15, 0.35], Enumerable.Range(0, 3).Select(c => Math.Round(three.Probability(0, c), 12)));
    }

    [Fact]
    public void Choose_ByLoss_GivesTheBetterModelMore()
    {
        Predictions good = Made(2, [1, 0], [0.1, 0.9], [0.9, 0.1]), bad = Made(2, [1, 0], [0.9, 0.1], [0.9, 0.1]), weak = Made(2, [1, 0], [0.05, 0.95], [0.6, 0.4]);
        Assert.Equal(1, Blend.Choose(bad, good));
        Assert.Equal(0, Blend.Choose(good, bad));
        double weight = Blend.Choose(good, weak); // ln(0.9 + 0.05 w) + ln(0.9 − 0.3 w) falls from w = 0 on
        Assert.Equal(0, weight);
        Assert.Equal(0.5, Blend.Choose(Made(2, [1, 0], [0.1, 0.9], [0.5, 0.5]), Made(2, [1, 0], [0.5, 0.5], [0.9, 0.1])), tolerance: 1e-12);
    }

    [Fact]
    public void Train_WithABlend_TellsOfBothModelsAndIsTheSameLoaded()
    {
        using TemporaryFolder folder = new();
        TrainingData data = Reviews.Data() with { Test = Reviews.Corpus(60, 77) };
        TrainResult result = Trainer.Train(Recipe, data, new TrainOptions { Out = folder.Path });
        BlendDocument blend = Assert.IsType<BlendDocument>(result.Run.Blend);
        Assert.InRange(blend.Weight, 0.05, 1); // after two epochs the network knows less
        foreach (MetricValues? alone in (MetricValues?[])[blend.Network, blend.Linear]) Assert.True(result.Run.Best!.Validation.Loss <= alone!.Loss);
        BaselineDocument linear = Assert.Single(result.Run.Baselines, baseline => baseline.Name == "n-grams");
        Assert.Equal(blend.TestLinear!.Accuracy, linear.Metrics.Find("testAccuracy"));
        Assert.NotEqual(blend.TestNetwork!.Loss, result.Run.Test!.Loss);

        TextClassifier loaded = TextClassifier.Load(folder.Path);
        Assert.Equal((blend.Weight, result.Classifier.Linear!.Features), (loaded.LinearWeight, loaded.Linear!.Features));
        Assert.Equal(result.Run.Best!.Validation, loaded.Evaluate(data.Validation).Metrics);
        Assert.Equal(result.Run.Test, loaded.Evaluate(data.Test!).Metrics);
        Assert.Equal(result.Classifier.Predict("the film was superb").Confidence, loaded.Predict("the film was superb").Confidence);
        Assert.Equal(blend.Weight, RunFolder.Open(folder.Path).Read().Blend!.Weight);
    }

    [Fact]
    public void Load_LinearModelMissingOrDamaged_NamesTheFile()
    {
        using TemporaryFolder folder = new();
        Trainer.Train(Recipe, Reviews.Data(), new TrainOptions { Out = folder.Path });
        string file = Path.Combine(folder.Path, "linear.json"), text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"hidden\":", "\"hidden\":99999", StringComparison.Ordinal));
        Assert.Contains("linear.json: expected hidden of 0 to ", Assert.Throws<DamagedFileException>(() => TextClassifier.Load(folder.Path)).Message);
        File.WriteAllText(file, text[..^20]);
        Assert.Contains("expected the n-grams of a linear model in JSON, got something else", Assert.Throws<DamagedFileException>(() => TextClassifier.Load(folder.Path)).Message);
        File.Delete(file);
        Assert.Contains("linear.json: expected the linear model that answers together with the network, got no such file", Assert.Throws<DataException>(() => TextClassifier.Load(folder.Path)).Message);
    }

    [Fact]
    public void Train_WithABaseline_AnswersByTheNetworkAlone()
    {
        using TemporaryFolder folder = new();
        Recipe recipe = Recipe with { Linear = Recipe.Linear with { Use = LinearUse.Baseline }, Baselines = new BaselineRecipe { BagOfWords = false, ElasticNet = true } };
        TrainResult result = Trainer.Train(recipe, Reviews.Data(), new TrainOptions { Out = folder.Path });
        Assert.Equal(["majority", "prior", "elastic-net", "n-grams"], result.Run.Baselines.Select(baseline => baseline.Name));
        Assert.Null(result.Run.Blend);
        Assert.Null(result.Classifier.Linear);
        Assert.False(File.Exists(Path.Combine(folder.Path, "linear.json")));
    }

    [Fact]
    public void Train_ThresholdFromFolds_IsTheBlends()
    {
        Recipe recipe = Recipe with { Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.TrainingFolds } };
        TrainingData data = Reviews.Data(goodShare: 0.2);
        TrainResult result = Trainer.Train(recipe, data), alone = Trainer.Train(recipe with { Linear = new LinearRecipe() }, data);
        Assert.Equal("training folds", result.Run.Threshold!.ChosenOn);
        Assert.NotEqual(alone.Run.Threshold!.Value, result.Run.Threshold.Value);
        Assert.True(result.Run.Best!.Validation.F1 > 0.95, $"{result.Run.Best.Validation}");
    }

    [Fact]
    public void Split_WithATestShare_HoldsItOutFirst()
    {
        Corpus corpus = new(Enumerable.Range(0, 100).Select(i => new LabelledText($"text {i % 60}", i % 2 == 0 ? "a" : "b")));
        DataRecipe recipe = new() { TestShare = 0.2, ValidationShare = 0.25 };
        TrainingData anywhere = TrainingData.Split(corpus, recipe), together = TrainingData.Split(corpus, recipe with { Duplicates = DuplicateRows.Together });
        Assert.Equal((60, 20, 20), (anywhere.Train.Count, anywhere.Validation.Count, anywhere.Test!.Count));
        Assert.Equal(TrainingData.Split(corpus, recipe with { TestShare = 0, ValidationShare = 0.2 }).Validation.Rows, anywhere.Test.Rows);
        Assert.NotEqual(0, SplitOverlap.Measure(anywhere.Train, anywhere.Test).Repeated);
        Assert.Equal((0, 0, 0), (SplitOverlap.Measure(together.Train, together.Test!).Repeated, SplitOverlap.Measure(together.Train, together.Validation).Repeated, SplitOverlap.Measure(together.Validation, together.Test!).Repeated));
    }

    [Fact]
    public void Train_TestTextsThatTrainingHas_AreLeftOutOfTestUnseen()
    {
        TrainingData data = Reviews.Data();
        Corpus test = new([.. data.Train.Rows.Take(5), .. data.Validation.Rows.Take(2), new("a quite new superb text", "good"), new("another dull text", "bad")]);
        RunDocument run = Trainer.Train(Recipe, data with { Test = test }).Run;
        Assert.Equal(2, run.TestUnseen!.Find("count"));
        Assert.Null(Trainer.Train(Recipe, data with { Test = test.Select([7, 8]) }).Run.TestUnseen);
    }
}
