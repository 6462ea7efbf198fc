using System.Text.Json;
using Unfold.Inspection.Tests.RecurrentLenses;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests.ExampleLenses;

public sealed class ExampleLensTests
{
    [Fact]
    public void EmbeddingLife_OfThreeSteps_CountsTouchesMovesAndGradients()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng), words: 10);
        double[] before = model.Embedding.Weight.Value.ToDoubles();
        List<(int[] Rows, double[] Norms)> seen = [];
        GradientRows spy = new(model.Embedding.Weight, seen);
        int[][][] batches = [[[1, 2, 0], [1]], [[1, 3]], [[4, 1], [1, 1]], [[1]], [[1]]];
        RecordFile record = model.Watch([new EmbeddingLife(), spy], everyStep: true, batches);
        double[] after = model.Embedding.Weight.Value.ToDoubles();

        RecordArray rows = WordModel.Array(record, "embedding", "embedding.weight", "rows");
        Assert.Equal("[2,3,4,1]", record.Notes.Single(note => note.Key.Statistic == "ids").Json);
        Assert.Equal([1f, 1f, 1f, 5f], rows.Values.Take(4));
        double Moved(int row) => Math.Sqrt(Enumerable.Range(row * 3, 3).Sum(i => Math.Pow(after[i] - before[i], 2)));
        int[] ids = [2, 3, 4, 1];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Moved(ids[i]), rows[1, i], 6);
            int slot = System.Array.IndexOf(seen[0].Rows, ids[i]);
            Assert.Equal(slot < 0 ? 0 : 16 * seen[0].Norms[slot], rows[2, i], 5); // the first step of sixteen counts for all of them
        }
        Assert.True(rows[2, 3] > 0);
        Assert.Equal(0.4, WordModel.Epoch(record, "embedding", "embedding.weight", "touched"), 6);
        Assert.Equal(0.9, WordModel.Epoch(record, "embedding", "embedding.weight", "rare"), 6);
        Assert.Equal(ids.Average(Moved), WordModel.Epoch(record, "embedding", "embedding.weight", "moved"), 6);
        Assert.Equal(0, WordModel.Epoch(record, "embedding", "embedding.weight", "padding"));
    }

    [Fact]
    public void EmbeddingLife_OfManySteps_CountsEachOfThem()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng), words: 6);
        int[][][] batches = [.. Enumerable.Range(0, 600).Select(step => (int[][])[step < 256 ? [1, 2] : step < 511 ? [1, 3] : [1, 4]])];
        RecordFile record = model.Watch([new EmbeddingLife()], everyStep: true, batches);

        Assert.Equal("[4,3,2,1]", record.Notes.Single(note => note.Key.Statistic == "ids").Json);
        Assert.Equal([89f, 255f, 256f, 600f], WordModel.Array(record, "embedding", "embedding.weight", "rows").Values.Take(4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EmbeddingLife_WhereWordsAreKnown_NamesEachRowOnceInARun(bool known)
    {
        Embedding embedding = new(10, 2, new Rng(1));
        Sgd sgd = new(embedding.Parameters, new SgdOptions { LearningRate = 0.1 });
        using Inspector inspector = new Inspector(new EmbeddingLife()) { ProbeBudget = 0 }.Attach(embedding, sgd);
        inspector.Probe = new Probe([[1]], [0], _ => Tensor.Zeros(new Shape(1, 1))) { Word = known ? id => id == 4 ? "caf\u00e9 \"x\"" : $"w{id}" : null };
        foreach (int[] text in (int[][])[[1, 4], [4, 7], [1]])
        {
            Ops.Sum(embedding.Forward(SequenceBatch.FromIds([text])).Values).Backward();
            sgd.Step();
            inspector.TickEpoch();
        }

        RecordNote[] notes = [.. inspector.ReadRecord().Notes.Where(note => note.Key == new SeriesKey("embedding", "weight", "words"))];
        Assert.Equal(known ? [0, 1] : [], notes.Select(note => note.Epoch));
        Dictionary<string, string>[] words = [.. notes.Select(note => JsonSerializer.Deserialize<Dictionary<string, string>>(note.Json)!)];
        if (known)
            Assert.Equal([new() { ["1"] = "w1", ["4"] = "caf\u00e9 \"x\"" }, new() { ["7"] = "w7" }], words);
    }

    sealed class GradientRows(Parameter parameter, List<(int[] Rows, double[] Norms)> seen) : Lens
    {
        public override string Name => "rows";

        public override void Begin(LensContext context)
        {
        }

        public override void OnParameter(in ParameterObservation observation)
        {
            if (observation.Parameter != parameter)
                return;
            double[] values = parameter.Gradient.Values<double>().ToArray();
            seen.Add(([.. parameter.Gradient.Rows], [.. values.Chunk(parameter.Gradient.RowLength).Select(row => Math.Sqrt(row.Sum(v => v * v)))]));
        }
    }

    [Fact]
    public void LossByLength_TrainAndValidation_AreApartAndByRealLength()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        using Inspector inspector = new Inspector(new LossByLength()).Attach(model);
        inspector.Attach(model);
        Tensor loss = model.Loss(SequenceBatch.FromIds([[1, 2, 3, 0, 0], [4], [0, 5, 0], [], [6, 7, 8]]));
        inspector.PushExamples([0, 1, 2, 3, 4], [5, 1, 2, 0.5, 7], [true, false, true, true, false]);
        loss.Backward();
        Tape.NoGrad(() => model.Loss(SequenceBatch.FromIds([[1, 2], [3]])).Item());
        inspector.PushExamples([0, 1], [10, 20], train: false);
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        Assert.Equal([0f, 1f, 3f, 1f, 2f, 2f, 0.5f, 1.5f, 6f, 1f, 0.5f, 0.5f], WordModel.Array(record, "lengths", "train", "buckets").Values);
        Assert.Equal([1f, 2f, 1f, 1f, 20f, 10f, float.NaN, float.NaN], WordModel.Array(record, "lengths", "validation", "buckets").Values);
    }

    [Fact]
    public void PushExamples_WithLabels_KnowsClassesAlsoByLength()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        using Inspector inspector = new Inspector(new LossMetrics(), new LossByLength()).Attach(model);
        Tape.NoGrad(() => model.Loss(SequenceBatch.FromIds([[1, 2], [3], [4, 5], [6]])).Item());
        inspector.PushExamples([0, 1, 2, 3], [1, 2, 4, 9], [true, false, true, true], train: false, [0, 1, 1, -1]);
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        Assert.Equal([1f, 2f, 1f, 0.5f, 1f, 3f], WordModel.Array(record, "loss", "validation", "classes").Values);
        RecordArray byLength = WordModel.Array(record, "lengths", "validation", "classes");
        Assert.Equal(4, byLength.Rows);
        Assert.Equal([0f, 1f, 1f, 1f, float.NaN, 1f, 2f, 4f], byLength.Values);
        Assert.DoesNotContain(record.Arrays, array => array.Key.Series == "train");
    }

    [Fact]
    public void PushExamples_LabelsOfAnotherNumber_AreRefused() => Assert.Equal(
        "Inspector.PushExamples: expected a loss for each of 2 rows, got 2 losses, 0 answers and 1 labels. (Parameter 'losses')",
        Assert.Throws<ArgumentException>(() => new Inspector().PushExamples([0, 1], [1, 2], labels: [0])).Message);

    [Fact]
    public void EmbeddingLife_DecayOfUntouchedRows_IsDrift()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng), words: 10);
        AdamW decays = new(model.Parameters, new AdamOptions { WeightDecay = 0.1 });
        using Inspector inspector = new Inspector(new EmbeddingLife()).Attach(model, decays);
        model.Loss(SequenceBatch.FromIds([[1, 2], [3]])).Backward();
        decays.Step();
        inspector.TickEpoch();
        // seven of ten rows were not touched; the pad's is zero and stays
        Assert.Equal(6.0 / 7, WordModel.Epoch(inspector.ReadRecord(), "embedding", "embedding.weight", "drifted"), 6);
    }

    [Fact]
    public void LossByLength_ManyLengths_MakesEightBucketsOfAboutAsManyTexts()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        using Inspector inspector = new Inspector(new LossByLength()).Attach(model);
        int[][] texts = [.. Enumerable.Range(0, 400).Select(i => Enumerable.Repeat(1, 1 + i % 40).ToArray())];
        Tensor loss = model.Loss(SequenceBatch.FromIds(texts));
        inspector.PushExamples([.. Enumerable.Range(0, 400)], [.. texts.Select(text => (double)text.Length)]);
        loss.Backward();
        inspector.TickEpoch();
        RecordArray buckets = WordModel.Array(inspector.ReadRecord(), "lengths", "train", "buckets");

        Assert.Equal([1f, 6f, 11f, 16f, 21f, 26f, 31f, 36f], buckets.Values.Take(8));
        Assert.All(buckets.Values.Skip(8).Take(8), texts => Assert.Equal(50, texts));
        Assert.Equal([3f, 8f, 13f, 18f, 23f, 28f, 33f, 38f], buckets.Values.Skip(16).Take(8));
    }

    [Fact]
    public void Batches_OfAnEpoch_AreTheRowsInTheirOrder()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        using Inspector inspector = new Inspector(new BatchRows()).Attach(model);
        inspector.PushExamples([7, 16_777_215, 2], [1, 2, 3]);
        inspector.PushExamples([4], [1], train: false);
        inspector.PushExamples([5, 16_777_216], [1, 1]);
        inspector.TickEpoch();
        inspector.PushExamples([1], [1]);
        inspector.TickEpoch();
        inspector.PushExamples([16_777_217], [1]);
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        Assert.Equal([7f, 16_777_215f, 2f, 5f, 16_777_216f], WordModel.Array(record, "batches", "train", "rows").Values);
        Assert.Equal([1f], WordModel.Array(record, "batches", "train", "rows", epoch: 1).Values);
        Assert.DoesNotContain(record.Arrays, array => array.Epoch == 2);
        Assert.Contains("16777217 is beyond 16,777,216", Assert.Single(inspector.Alarms).Message);
    }

    /// <summary>Steps of one-word texts; a text of the word 2 is worth much gradient.</summary>
    static (RecordFile Record, List<PassCopy> Passes) Spiky(int steps, Func<int, double> scale, int epochs = 1)
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        PassSpy spy = new();
        Sgd sgd = new(model.Parameters, new SgdOptions { LearningRate = 1e-9 });
        using Inspector inspector = new Inspector(new Spikes(), spy).Attach(model, sgd);
        inspector.TextOf = row => new($"text \"{row}\" <b>", row % 2 == 0 ? "good" : "bad");
        for (int i = 0; i < steps * epochs; i++)
        {
            Tensor loss = Ops.Scale(model.Loss(SequenceBatch.FromIds([[1, 2, 3, 0], [4, 5], [6]])), scale(i));
            inspector.PushExamples([3 * i, (3 * i) + 1, (3 * i) + 2], [1, 2, 3 + (scale(i) > 50 ? 100 : 0)]);
            loss.Backward();
            sgd.Step();
            if (i % steps == steps - 1)
                inspector.TickEpoch();
        }
        return (inspector.ReadRecord(), spy.Passes);
    }

    [Fact]
    public void Spike_OfOneStep_ShowsItsTextsAndTheirShareOfTheGradient()
    {
        (RecordFile record, List<PassCopy> passes) = Spiky(30, step => step == 25 ? 20 : 1 + step % 3 * 0.1);

        RecordNote note = Assert.Single(record.Notes, note => note.Key.Lens == "spikes");
        Assert.Equal(new SeriesKey("spikes", "all", "batch"), note.Key);
        JsonElement spike = JsonDocument.Parse(note.Json).RootElement;
        Assert.Equal((0, 25, "gradient norm"), (spike.GetProperty("epoch").GetInt32(), spike.GetProperty("step").GetInt32(), spike.GetProperty("reason").GetString()));
        double[] norms = [.. record.Steps.Count > 0 ? Enumerable.Range(0, 25).Select(i => 1 + i % 3 * 0.1) : []];
        Assert.Equal(20 / norms.Order().ElementAt(12), spike.GetProperty("value").GetDouble() / spike.GetProperty("typical").GetDouble(), 4);

        PassCopy pass = passes[25];
        double[] squares = [.. Enumerable.Range(0, 3).Select(text => Enumerable.Range(0, pass.Lengths[text]).Sum(t => pass.Squares[pass.Row(text, t)]))];
        JsonElement[] examples = [.. spike.GetProperty("examples").EnumerateArray()];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(75 + i, examples[i].GetProperty("row").GetInt32());
            Assert.Equal($"text \"{75 + i}\" <b>", examples[i].GetProperty("text").GetString());
            Assert.Equal((75 + i) % 2 == 0 ? "good" : "bad", examples[i].GetProperty("label").GetString());
            Assert.Equal(i + 1, examples[i].GetProperty("loss").GetDouble());
            Assert.Equal(3 - i, examples[i].GetProperty("length").GetInt32());
            Assert.Equal(squares[i] / squares.Sum(), examples[i].GetProperty("gradientShare").GetDouble(), 9);
        }
        Assert.Equal(-1, spike.GetProperty("profileStart").GetInt32());
        double[] profile = [.. spike.GetProperty("profile").EnumerateArray().Select(value => value.GetDouble())];
        double[] expected =
        [
            Math.Sqrt(pass.Squares[pass.Row(0, 3)]),
            Math.Sqrt((pass.Squares[pass.Row(0, 2)] + pass.Squares[pass.Row(1, 1)] + pass.Squares[pass.Row(2, 0)]) / 3),
            Math.Sqrt((pass.Squares[pass.Row(0, 1)] + pass.Squares[pass.Row(1, 0)]) / 2),
            Math.Sqrt(pass.Squares[pass.Row(0, 0)]),
        ];
        Assert.Equal(expected, profile.Select(value => value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Spikes_MoreThanFive_KeepTheLargestOfTheEpoch()
    {
        (RecordFile record, _) = Spiky(40, step => step % 40 >= 21 && step % 4 == 1 ? 10 + step : 1, epochs: 2);

        int[] steps = [.. record.Notes.Where(note => note.Key.Lens == "spikes").Select(note => JsonDocument.Parse(note.Json).RootElement.GetProperty("step").GetInt32())];
        Assert.Equal([21, 25, 29, 33, 37, 61, 65, 69, 73, 77], steps);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], record.Notes.Where(note => note.Key.Lens == "spikes").Select(note => note.Epoch));
    }

    [Fact]
    public void Spikes_BeforeTwentySteps_AreNoneYetButTheFirstNonFiniteAlwaysIs()
    {
        (RecordFile record, _) = Spiky(12, step => step == 5 ? 100 : step is 8 or 9 ? double.PositiveInfinity : 1);

        JsonElement spike = JsonDocument.Parse(Assert.Single(record.Notes, note => note.Key.Lens == "spikes").Json).RootElement;
        Assert.Equal((8, "non-finite"), (spike.GetProperty("step").GetInt32(), spike.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, spike.GetProperty("value").ValueKind);
        Assert.Equal(3, spike.GetProperty("examples").GetArrayLength());
    }

    [Fact]
    public void RunningMedian_OfManyNumbers_IsThatOfTheLastHundredAndOne()
    {
        RunningMedian median = new();
        Rng rng = new(1);
        List<double> all = [];
        for (int i = 0; i < 500; i++)
        {
            all.Add(rng.Next(20));
            median.Add(all[^1]);
            Assert.Equal(Distribution.Quantile(all.TakeLast(101).Order().ToArray(), 0.5), median.Value, 12);
        }
    }

    [Fact]
    public void RunningMedian_IsExceeded_SaysWhatTheMedianSays()
    {
        RunningMedian median = new();
        Rng rng = new(1);
        Assert.False(median.IsExceeded(1, 2)); // nothing to exceed
        List<double> all = [];
        int exceeded = 0;
        for (int i = 0; i < 2000; i++)
        {
            double level = i < 1000 ? 1 : 0.01, value = level * rng.NextDouble() * 4; // the least of the window falls and grows
            bool expected = i > 0 && value > 1.5 * Distribution.Quantile(all.TakeLast(101).Order().ToArray(), 0.5);
            Assert.Equal(expected, median.IsExceeded(value, 1.5));
            exceeded += expected ? 1 : 0;
            all.Add(value);
            median.Add(value);
        }
        Assert.InRange(exceeded, 200, 1800);
    }
}
