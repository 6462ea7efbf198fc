using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests.Cancelling;

/// <summary>Every loop over texts or examples ends soon after it is asked to: how much more it does is counted, not timed.</summary>
public sealed class LongLoopTests
{
    /// <summary>Texts that a loop may still read: each thread ends the one it is at, and a few count a stretch of 256 before they look.</summary>
    const int Most = 256;

    static readonly Corpus Texts = Reviews.Corpus(2000, seed: 5);
    static readonly LabelSet Labels = LabelSet.From(Texts);
    static readonly Vocabulary Words = new VocabularyBuilder(new WhitespaceTokenizer()).AddRange(Texts.Rows.Select(row => row.Text)).Build();
    static readonly LinearRecipe Linear = new() { Use = LinearUse.Baseline, Words = 2, Characters = 3, MinTexts = 2 };

    static readonly Dictionary<string, Action<ITokenizer, CancellationToken>> Loops = new(StringComparer.Ordinal)
    {
        ["counting words"] = (tokenizer, token) => new VocabularyBuilder(tokenizer).AddRange(Texts.Rows.Select(row => row.Text), token),
        ["encoding"] = (tokenizer, token) => EncodedCorpus.Encode(Texts, tokenizer, Words, Labels, cancellation: token),
        ["looking inside"] = (tokenizer, token) => CorpusSummary.Of(Texts, tokenizer, cancellation: token),
        ["counting n-grams"] = (tokenizer, token) => NGramVocabulary.Build(Texts, tokenizer, cancellation: token),
        ["auditing"] = (tokenizer, token) => DataAudit.Of(new TrainingData("reviews", Texts, Texts), tokenizer, Words, Labels, cancellation: token),
        ["fitting a bag of words"] = (tokenizer, token) => BagOfWords.Fit(Texts, Labels, tokenizer, cancellation: token),
        ["fitting a linear model"] = (tokenizer, token) => LinearTextModel.Fit(Texts, Labels, tokenizer, Linear, token),
    };

    public static TheoryData<string> Names => [.. Loops.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Loop_CancelledSomewhere_ReadsFewMoreTexts(string name)
    {
        var whole = new CountingTokenizer();
        Loops[name](whole, CancellationToken.None);
        Assert.True(whole.Texts >= Texts.Count, $"{whole.Texts}");
        foreach (double share in (double[])[0, 0.3, 0.6, 0.95])
        {
            using var stop = new CancellationTokenSource();
            int at = 1 + (int)(share * (whole.Texts - 1));
            var counting = new CountingTokenizer(at, stop);
            Assert.ThrowsAny<OperationCanceledException>(() => Loops[name](counting, stop.Token));
            Assert.InRange(counting.Texts - at, 0, Most);
        }
    }

    [Fact]
    public void Answers_Cancelled_ReadNoText()
    {
        using var stop = new CancellationTokenSource();
        var counting = new CountingTokenizer();
        var bag = BagOfWords.Fit(Texts, Labels, counting);
        LinearTextModel linear = LinearTextModel.Fit(Texts, Labels, counting, Linear);
        stop.Cancel();
        int before = counting.Texts;
        Assert.ThrowsAny<OperationCanceledException>(() => bag.Predict(Texts, Labels, stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => linear.Predict(Texts, Labels, stop.Token));
        Assert.Equal(before, counting.Texts);
    }

    [Fact]
    public void Sorting_Cancelled_IsNotTakenForABrokenComparison()
    {
        var builder = new VocabularyBuilder(new WhitespaceTokenizer());
        builder.Add(string.Join(' ', Enumerable.Range(0, 20_000)));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Build(stop.Token));
    }

    [Fact]
    public void Minimize_CancelledInTheFunction_AsksItNoMore()
    {
        using var stop = new CancellationTokenSource();
        int asked = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => LimitedMemoryBfgs.Minimize(Function, [3, -4], tolerance: 0, gain: 0, maxIterations: 100, stop.Token));
        Assert.Equal(3, asked);

        double Function(double[] x, double[] gradient)
        {
            if (++asked == 3) stop.Cancel();
            for (int i = 0; i < x.Length; i++) gradient[i] = 4 * x[i] * x[i] * x[i];
            return x.Sum(value => value * value * value * value);
        }
    }

    [Fact]
    public void Loss_OfALinearModelCancelled_IsNotComputed()
    {
        using var stop = new CancellationTokenSource();
        SparseMatrix rows = SparseMatrix.Build(2, 1, (row, columns, values) => Add(columns, values, row), CancellationToken.None);
        var problem = new LogisticProblem(rows, [0, 1], 2, ClassWeighting.None) { Cancellation = stop.Token };
        double[] gradient = new double[2];
        Assert.Equal(Math.Log(2), problem.Loss([0, 0], gradient), tolerance: 1e-9);
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => problem.Loss([0, 0], gradient));

        static void Add(List<int> columns, List<float> values, int row)
        {
            columns.Add(0);
            values.Add(row);
        }
    }

    [Fact]
    public void Checks_CancelledAtAny_BeginNoOther()
    {
        var data = PreparedData.Encode(Reviews.Recipe, Reviews.Data());
        DataDocument known = RunNotes.Describe(data, CancellationToken.None);
        var all = new List<string>();
        RecipeChecks.Of(Reviews.Recipe, data, known, all.Add, CancellationToken.None);
        Assert.Contains(CheckNames.Overfit, all);
        foreach (string name in all)
        {
            using var stop = new CancellationTokenSource();
            var begun = new List<string>();
            Assert.ThrowsAny<OperationCanceledException>(() => RecipeChecks.Of(Reviews.Recipe, data, known, Begin, stop.Token));
            Assert.Equal(name, begun[^1]);

            void Begin(string check)
            {
                begun.Add(check);
                if (check == name) stop.Cancel();
            }
        }
    }

    [Fact]
    public void Classifier_Cancelled_AnswersNothing()
    {
        TextClassifier classifier = TextClassifier.Train(Reviews.Make(60, 4), Reviews.Recipe with { Doctor = new DoctorRecipe { Checks = false }, Training = Reviews.Recipe.Training with { Epochs = 1 } });
        using var stop = new CancellationTokenSource();
        int read = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => classifier.Predict(Asked(), stop.Token));
        Assert.Equal(3, read);
        Assert.ThrowsAny<OperationCanceledException>(() => classifier.Evaluate(Texts, stop.Token));

        IEnumerable<string> Asked()
        {
            for (int i = 0; i < 3; i++)
            {
                if (++read == 3) stop.Cancel();
                yield return "a great film";
            }
        }
    }

    [Fact]
    public void FirstValues_Cancelled_AreDrawnNoMore()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var data = PreparedData.Encode(Reviews.Recipe, Reviews.Data());
        Recipe large = Reviews.Recipe with { Model = Reviews.Recipe.Model with { Bigrams = 8, BigramRows = 1 << 20 } };
        Assert.ThrowsAny<OperationCanceledException>(() => data.NewNetwork(large, new Rng(1), stop.Token));
        Assert.False(Execution.Cancellation.CanBeCanceled);
        Execution.Cancellation = stop.Token;
        var rng = new Rng(1);
        Assert.ThrowsAny<OperationCanceledException>(() => Nn.Init.Normal(rng, 1, new Shape(1000, 1000)));
        Execution.Cancellation = default;
        Assert.Equal(new Rng(1).State, rng.State);
    }

    [Theory]
    [InlineData(Checkpoints.MostAtStop, true, false, 1)]
    [InlineData(Checkpoints.MostAtStop, true, true, 0)]
    [InlineData(Checkpoints.MostAtStop, false, false, 0)]
    [InlineData(Checkpoints.MostAtStop + 1, true, false, 0)]
    public void Stopped_WhereItTakesTooLongOrNothingWasDone_WritesNoCheckpoint(int weights, bool stepped, bool late, int written)
    {
        using var folder = new TemporaryFolder();
        using var waits = new CancellationTokenSource();
        var checkpoints = new Checkpoints(Reviews.Recipe, RunFolder.Create(folder["run"]), new TrainOptions { CheckpointEvery = TimeSpan.FromHours(1) });
        checkpoints.Begin("data", weights, state => state.Array<float>("weights", new float[100]));
        if (stepped) Assert.False(checkpoints.Stepped());
        if (late) waits.Cancel();
        checkpoints.Stopped(waits.Token);
        string place = Path.Combine(folder["run"], "checkpoint");
        Assert.Equal(written, Directory.Exists(place) ? Directory.GetFiles(place).Length : 0); // and none that is half written
    }

    [Fact]
    public void Rates_Cancelled_MakeNoStep()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => RateFinder.Find(Reviews.Recipe, Reviews.Data(), steps: 10, cancellation: stop.Token));
    }
}
