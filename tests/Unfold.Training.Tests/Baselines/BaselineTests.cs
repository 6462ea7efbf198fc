using System.Text.Json;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class BaselineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void BagOfWords_SameTexts_AnswersAsScikitLearn(int which)
    {
        JsonElement reference = ReferenceNumbers.Load();
        JsonElement bag = reference.GetProperty("bags")[which];
        string[] texts = [.. reference.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        int[] classes = bag.Ints("labels");
        var corpus = new Corpus(texts.Select((text, i) => new LabelledText(text, classes[i].ToString(System.Globalization.CultureInfo.InvariantCulture))));
        LabelSet labels = LabelSet.From(corpus);
        BagOfWords words = BagOfWords.Fit(corpus, labels, new WhitespaceTokenizer(), new BaselineRecipe { MinCount = 1, NGrams = 2, Strength = 10 });
        Assert.Equal(bag.GetProperty("features").GetInt32(), words.Features);
        Predictions predictions = words.Predict(corpus, labels);
        double[] expected = bag.Doubles("decision");
        int width = expected.Length / texts.Length;
        for (int i = 0; i < texts.Length; i++)
        {
            double shift = 0; // of several logits only the differences count
            for (int c = 0; c < width && width > 1; c++) shift += (predictions.Logits(i)[c] - expected[(i * width) + c]) / width;
            for (int c = 0; c < width; c++) Assert.Equal(expected[(i * width) + c], predictions.Logits(i)[c] - shift, tolerance: 0.01);
        }
    }

    [Fact]
    public void BagOfWords_FittedTwice_GivesTheSameBits()
    {
        Corpus corpus = Reviews.Corpus(100, 5);
        LabelSet labels = LabelSet.From(corpus);
        Predictions a = BagOfWords.Fit(corpus, labels, new BasicEnglishTokenizer()).Predict(corpus, labels), b = BagOfWords.Fit(corpus, labels, new BasicEnglishTokenizer()).Predict(corpus, labels);
        for (int i = 0; i < a.Count; i++) Assert.Equal(a.Logits(i)[0], b.Logits(i)[0]);
        Assert.Equal(1, a.Confusion().Accuracy);
    }

    [Fact]
    public void MajorityAndPrior_ByHand()
    {
        int[] training = [0, 0, 0, 1], validation = [0, 1, 1, 0, 0];
        Assert.Equal(0.6, Baselines.MajorityAccuracy(training, validation, 2), tolerance: 1e-15);
        // One is added to each count: shares 4/6 and 2/6.
        Assert.Equal(-((3 * Math.Log(4 / 6d)) + (2 * Math.Log(2 / 6d))) / 5, Baselines.PriorEntropy(training, validation, 2), tolerance: 1e-15);
    }
}
