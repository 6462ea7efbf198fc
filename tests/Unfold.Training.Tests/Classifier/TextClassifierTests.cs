using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class TextClassifierTests
{
    static readonly Lazy<TextClassifier> Trained = new(() => TextClassifier.Train(Reviews.Make(300, 4), Reviews.Recipe));

    [Fact]
    public void Predict_NewText_TellsGoodFromBad()
    {
        TextPrediction answer = Trained.Value.Predict("the film was superb");
        Assert.Equal("good", answer.Label);
        Assert.Equal(["bad", "good"], answer.Probabilities.Keys);
        Assert.Equal(1, answer.Probabilities.Values.Sum(), tolerance: 1e-9);
        Assert.True(answer.Confidence > 0.5);
        Assert.Equal("bad", Trained.Value.Predict("a dull plot").Label);
    }

    [Fact]
    public void Predict_EmptyText_HasAnAnswerOfItsOwn()
    {
        IReadOnlyList<TextPrediction> answers = Trained.Value.Predict(["", "   ", "a superb film"]);
        Assert.Equal(answers[0].Probabilities["good"], answers[1].Probabilities["good"]);
        Assert.InRange(answers[0].Probabilities["good"], 0.01, 0.99);
        Assert.Equal("good", answers[2].Label);
        Assert.Equal(answers[0].Probabilities["good"], Trained.Value.Predict("").Probabilities["good"], tolerance: 1e-6);
        Assert.Empty(Trained.Value.Predict(Array.Empty<string>()));
    }

    [Fact]
    public async Task Predict_FromManyThreads_GivesTheSameAnswers()
    {
        string[] texts = [.. Reviews.Make(64, 11).Select(row => row.Text)];
        double[] expected = [.. texts.Select(text => Trained.Value.Predict(text).Probabilities["good"])];
        Task<double[]>[] tasks = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => texts.Select(text => Trained.Value.Predict(text).Probabilities["good"]).ToArray()))];
        foreach (double[] answers in await Task.WhenAll(tasks)) Assert.Equal(expected, answers);
    }

    [Fact]
    public void SaveLoad_Classifier_AnswersAndFilesAreTheSame()
    {
        using var folder = new TemporaryFolder();
        Trained.Value.Save(folder["a"]);
        TextClassifier loaded = TextClassifier.Load(folder["a"]);
        loaded.Save(folder["b"]);
        foreach (string file in (string[])["model.json", "model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["a"], file)), File.ReadAllBytes(Path.Combine(folder["b"], file)));
        foreach ((string text, _) in Reviews.Make(20, 12))
            Assert.Equal(Trained.Value.Predict(text).Probabilities["good"], loaded.Predict(text).Probabilities["good"]);
    }

    [Fact]
    public void Load_CutOrBrokenFiles_AreDamaged()
    {
        using var folder = new TemporaryFolder();
        Trained.Value.Save(folder["a"]);
        string description = Path.Combine(folder["a"], "model.json"), weights = Path.Combine(folder["a"], "model.safetensors");
        string json = File.ReadAllText(description);
        byte[] bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, bytes[..^7]);
        Assert.Equal(4, Assert.Throws<DamagedFileException>(() => TextClassifier.Load(folder["a"])).ExitCode);
        File.WriteAllBytes(weights, bytes);
        foreach (string broken in (string[])[json[..(json.Length / 2)], "null", json.Replace("\"hidden\": 8", "\"hidden\": -8", StringComparison.Ordinal).Replace("\"hidden\":8", "\"hidden\":-8", StringComparison.Ordinal), json.Replace("\"schemaVersion\":1", "\"schemaVersion\":9", StringComparison.Ordinal)])
        {
            File.WriteAllText(description, broken);
            Assert.StartsWith(description, Assert.Throws<DamagedFileException>(() => TextClassifier.Load(folder["a"])).Message, StringComparison.Ordinal);
        }
        File.Delete(weights);
        File.WriteAllText(description, json);
        Assert.Throws<DataException>(() => TextClassifier.Load(folder["a"]));
        Assert.StartsWith($"{folder["none"]}: expected the folder of a run or of a saved classifier", Assert.Throws<DataException>(() => TextClassifier.Load(folder["none"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OneClassOnly_SaysSo()
    {
        var error = Assert.Throws<DataException>(() => TextClassifier.Train([("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"), ("e", "x")]));
        Assert.Contains("expected at least two classes, got only \"x\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Rows_CountsThem()
    {
        Evaluation evaluation = Trained.Value.Evaluate(Reviews.Make(50, 13));
        Assert.Equal(50, evaluation.Count);
        Assert.Equal(50, evaluation.Confusion.Sum(row => row.Sum()));
        Assert.True(evaluation.Metrics.Accuracy > 0.9);
    }

    [Fact]
    public void Evaluator_UnknownLabel_NamesFileLineAndClasses()
    {
        using var folder = new TemporaryFolder();
        Trained.Value.Save(folder["a"]);
        File.WriteAllText(folder["rows.csv"], "text,label\na superb film,good\na dull film,Bad\n");
        var error = Assert.Throws<DataException>(() => Evaluator.Evaluate(folder["a"], folder["rows.csv"]));
        Assert.StartsWith($"{folder["rows.csv"]}:3: expected one of the known classes bad, good, got the label \"Bad\".", error.Message, StringComparison.Ordinal);
        File.WriteAllText(folder["rows.csv"], "text,label\na superb film,good\na dull film,bad\n");
        Assert.Equal(1, Evaluator.Evaluate(folder["a"], folder["rows.csv"]).Metrics.Accuracy);
    }
}
