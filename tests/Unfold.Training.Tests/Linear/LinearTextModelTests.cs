using System.Globalization;
using System.Text.Json;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class LinearTextModelTests
{
    static (Corpus Corpus, LabelSet Labels) Rows(JsonElement reference, JsonElement one)
    {
        int[] classes = one.Ints("labels");
        var corpus = new Corpus(reference.GetProperty("texts").EnumerateArray().Select((text, i) => new LabelledText(text.GetString()!, classes[i].ToString(CultureInfo.InvariantCulture))));
        return (corpus, LabelSet.From(corpus));
    }

    static Corpus Made(params (string Text, string Label)[] rows) => new(rows.Select(row => new LabelledText(row.Text, row.Label)), "rows");

    /// <summary>Of several logits only the differences count.</summary>
    static void AssertDecision(double[] expected, Predictions predictions, double tolerance)
    {
        int width = expected.Length / predictions.Count;
        for (int i = 0; i < predictions.Count; i++)
        {
            double shift = 0;
            for (int c = 0; c < width && width > 1; c++) shift += (predictions.Logits(i)[c] - expected[(i * width) + c]) / width;
            for (int c = 0; c < width; c++) Assert.Equal(expected[(i * width) + c], predictions.Logits(i)[c] - shift, tolerance);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fit_SameTexts_AnswersAsScikitLearn(int which)
    {
        JsonElement reference = ReferenceNumbers.Load("linear.json"), one = reference.GetProperty("cases")[which];
        (Corpus corpus, LabelSet labels) = Rows(reference, one);
        LinearRecipe recipe = which == 0
            ? new() { Words = 3, Strength = 0.3 }
            : new() { Words = 2, Characters = 5, Weighting = FeatureWeighting.TfIdf, UnitLength = true, NaiveBayes = false, Strength = 10, ClassWeights = ClassWeighting.Balanced };
        LinearTextModel model = LinearTextModel.Fit(corpus, labels, new WhitespaceTokenizer(), recipe, gain: 1e-12, CancellationToken.None);
        Assert.Equal(one.GetProperty("features").GetInt32(), model.Features);
        AssertDecision(one.Doubles("decision"), model.Predict(corpus, labels), tolerance: 2e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void BagOfWords_ByElasticNet_AnswersAsScikitLearn(int which)
    {
        JsonElement reference = ReferenceNumbers.Load("linear.json"), one = reference.GetProperty("elasticNets")[which];
        (Corpus corpus, LabelSet labels) = Rows(reference, one);
        BagOfWords words = BagOfWords.Fit(corpus, labels, new WhitespaceTokenizer(), new BaselineRecipe { MinCount = 1, NGrams = 1, Strength = 2 }, l1Share: 0.5);
        Assert.Equal((one.GetProperty("features").GetInt32(), one.GetProperty("weights").GetInt32()), (words.Features, words.NonZeroWeights));
        AssertDecision(one.Doubles("decision"), words.Predict(corpus, labels), tolerance: 5e-3);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits()
    {
        Corpus corpus = Reviews.Corpus(1500, 5); // several blocks of rows
        LabelSet labels = LabelSet.From(corpus);
        int before = Execution.Threads;
        double[][] logits = [.. new[] { 1, 4 }.Select(threads =>
        {
            Execution.Threads = threads;
            Predictions predictions = LinearTextModel.Fit(corpus, labels, new BasicEnglishTokenizer(), new LinearRecipe { Words = 3, Characters = 4 }).Predict(corpus, labels);
            return Enumerable.Range(0, predictions.Count).Select(row => predictions.Logits(row)[0]).ToArray();
        })];
        Execution.Threads = before;
        Assert.Equal(logits[0], logits[1]);
    }

    [Fact]
    public void Fit_WordsThatDecide_AreTheStrongest()
    {
        Corpus corpus = Reviews.Corpus(300, 5);
        LabelSet labels = LabelSet.From(corpus);
        LinearTextModel model = LinearTextModel.Fit(corpus, labels, new BasicEnglishTokenizer(), new LinearRecipe { Words = 1 });
        Assert.Equal(1, model.Predict(corpus, labels).Confusion().Accuracy);
        Assert.Equal(["great", "lovely", "superb"], model.Strongest(Array.IndexOf([.. labels.Names], "good"), 3).Select(entry => entry.Feature).Order(StringComparer.Ordinal));
        Assert.Equal(["awful", "broken", "dull"], model.Strongest(Array.IndexOf([.. labels.Names], "bad"), 3).Select(entry => entry.Feature).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fit_WithoutInterpolation_TakesTheRatiosAlone()
    {
        Corpus corpus = Made(("a b", "x"), ("a b", "x"), ("a c", "y"), ("d c", "y"));
        LinearTextModel model = LinearTextModel.Fit(corpus, LabelSet.From(corpus), new WhitespaceTokenizer(), new LinearRecipe { Words = 1, Interpolation = 0 });
        // Features a, b, c that two texts have; counts in x 2 2 0, in y 1 0 2; one is added to each: shares 3/7 3/7 1/7 and 2/6 1/6 3/6.
        double[] ratios = [Math.Log(2 / 6d / (3 / 7d)), Math.Log(1 / 6d / (3 / 7d)), Math.Log(3 / 6d / (1 / 7d))];
        double size = model.Strongest(1, 3)[0].Weight / ratios[2];
        Assert.True(size > 0);
        foreach ((string feature, double weight) in model.Strongest(1, 3)) Assert.Equal(ratios["abc".IndexOf(feature, StringComparison.Ordinal)] * size, weight, tolerance: 1e-6);
    }

    [Fact]
    public void Fit_StrengthFolds_ChooseWeakWeightsForNoiseAndStrongOnesForSense()
    {
        Corpus sense = Reviews.Corpus(200, 5);
        Rng rng = new(4);
        Corpus noise = new(sense.Rows.Select(row => row with { Label = rng.Next(2) == 0 ? "good" : "bad" }));
        LinearRecipe recipe = new() { Words = 1, NaiveBayes = false, Strength = 1, StrengthFolds = 4 };
        double chosen = LinearTextModel.Fit(sense, LabelSet.From(sense), new WhitespaceTokenizer(), recipe).Strength;
        Assert.InRange(chosen, 10, 100);
        Assert.InRange(LinearTextModel.Fit(noise, LabelSet.From(noise), new WhitespaceTokenizer(), recipe).Strength, 0.01, 0.1);
    }

    [Fact]
    public void Fit_NoNGramInEnoughTexts_SaysSo()
    {
        Corpus corpus = Made(("a", "x"), ("b", "y"));
        string message = Assert.Throws<DataException>(() => LinearTextModel.Fit(corpus, LabelSet.From(corpus), new WhitespaceTokenizer(), new LinearRecipe())).Message;
        Assert.Equal("rows: expected n-grams that 2 texts have, got none in 2 texts. Lower linear.minTexts, or leave the linear model out.", message);
    }
}
