using Unfold.Text;

namespace Unfold.Training.Tests.Sharing;

/// <summary>One trained predictor, asked by 64 threads at once, answers each as if it were alone: to the bit.</summary>
public sealed class SharedPredictorTests
{
    const int Threads = 64;

    static readonly string[] Texts = [.. Reviews.Make(24, 11).Select(row => row.Text), ""];

    static Recipe Quick(Recipe recipe) => recipe with { Doctor = recipe.Doctor with { Checks = false }, Training = recipe.Training with { Epochs = 1 } };

    [Theory]
    [InlineData(CellKind.Rnn)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Classifier_AskedBySixtyFourThreads_AnswersAsAlone(CellKind cell)
    {
        Recipe recipe = Quick(Reviews.Recipe) with { Model = Reviews.Recipe.Model with { Cell = cell, Bidirectional = true, Dropout = 0.3, ReadOut = ReadOutKind.AdditiveAttention } };
        Shares(TextClassifier.Train(Reviews.Make(120, 4), recipe));
    }

    [Fact]
    public void BlendWithALinearModel_AskedBySixtyFourThreads_AnswersAsAlone() =>
        Shares(TextClassifier.Train(Reviews.Make(120, 4), Quick(Reviews.Recipe) with { Linear = new LinearRecipe { Use = LinearUse.Blend, Words = 2, Characters = 3, MinTexts = 2 } }));

    [Fact]
    public void LoadedClassifier_AskedBySixtyFourThreads_AnswersAsAlone()
    {
        using var folder = new TemporaryFolder();
        TextClassifier.Train(Reviews.Make(120, 4), Quick(Reviews.Recipe)).Save(folder["saved"]);
        Shares(TextClassifier.Load(folder["saved"]));
    }

    [Fact]
    public void Tagger_AskedBySixtyFourThreads_AnswersAsAlone()
    {
        Recipe recipe = Quick(TextTaggerTests.Small(crf: true));
        TextTagger tagger = TextTagger.Train(TextTaggerTests.Sentences(1, 80), TextTaggerTests.Sentences(2, 20), recipe);
        string[][] sentences = [.. TextTaggerTests.Sentences(3, 16).Sentences.Select(sentence => sentence.Words.ToArray())];
        AtOnce(() => [.. sentences.Select(words => string.Join(' ', tagger.Tag(words)))]);
    }

    static void Shares(TextClassifier classifier) => AtOnce(() =>
    [
        .. Texts.Select(text => $"{BitConverter.DoubleToInt64Bits(classifier.Predict(text).Probabilities["good"])}"),
        .. classifier.Predict(Texts).Select(answer => $"{BitConverter.DoubleToInt64Bits(answer.Probabilities["good"])}"),
    ]);

    /// <summary>All threads begin together and ask everything.</summary>
    static void AtOnce(Func<string[]> ask)
    {
        string[] alone = ask();
        Assert.True(alone.Distinct().Count() > 2);
        var answers = new string[Threads][];
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            answers[i] = ask();
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(answers, one => Assert.Equal(alone, one));
    }
}
