using Unfold.Nn;

namespace Unfold.Inspection.Tests.RecurrentLenses;

public sealed class GradientThroughTimeTests
{
    static readonly int[][][] Ragged =
    [
        [[1, 2, 3, 4, 5, 6, 7], [8, 9, 0, 0], [], [0, 0, 0], [3], [0, 4, 2, 0, 0, 0]],
        [[5, 1], [2, 2, 2, 7, 0], [9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 2, 0]],
    ];

    static IEnumerable<(int Lag, int Text, int Step)> Steps(PassCopy pass, int[][] texts)
    {
        for (int text = 0; text < texts.Length; text++)
        {
            int first = System.Array.FindIndex(texts[text], id => id != 0), last = System.Array.FindLastIndex(texts[text], id => id != 0);
            for (int t = 0; first >= 0 && t < texts[text].Length; t++)
            {
                if (pass.Reverse ? t <= last : t >= first)
                    yield return (pass.Reverse ? t - first : last - t, text, t);
            }
        }
    }

    static Dictionary<int, double> Profile(IEnumerable<(int Lag, double Square)> all) =>
        all.GroupBy(pair => pair.Lag).ToDictionary(group => group.Key, group => Math.Sqrt(group.Average(pair => pair.Square)));

    static void Same(Dictionary<int, double> expected, RecordArray actual, int row = 0)
    {
        Assert.Equal(expected.Keys.Min(), (int)actual.Start);
        Assert.Equal(expected.Keys.Max() - expected.Keys.Min() + 1, actual.Columns);
        for (int i = 0; i < actual.Columns; i++)
        {
            if (expected.TryGetValue((int)actual.At(i), out double value))
                Assert.Equal(value, actual[row, i], Math.Abs(value) * 1e-6);
            else
                Assert.True(float.IsNaN(actual[row, i]));
        }
    }

    [Fact]
    public void Profile_TwoTextsOnePad_IsWhatIsWorkedOutByHand()
    {
        WordModel model = new(rng => new Rnn(1, 1, rng), words: 4, width: 1);
        (double w, double u) = (0.8, -0.6);
        double[] x = [0, 0.5, -1, 1.5];
        x.CopyTo(model.Embedding.Weight.Value.Span<double>());
        Parameter[] weights = [.. model.Cell.Parameters];
        (weights[0].Value.Span<double>()[0], weights[1].Value.Span<double>()[0]) = (w, u);
        (weights[2].Value.Span<double>()[0], weights[3].Value.Span<double>()[0]) = (0, 0);
        model.Out.Parameters[0].Value.Span<double>()[0] = 2; // the loss is the mean of two logits 2·h: ∂L/∂h is 1 where h is read

        RecordFile record = model.Watch([new GradientThroughTime()], everyStep: false, [[1, 2, 0], [3]]);

        double h1 = Math.Tanh(w * 0.5), h2 = Math.Tanh(w * -1 + u * h1), h3 = Math.Tanh(u * h2);
        double atLast = Math.Abs((1 - h3 * h3) * u), atFirst = atLast * Math.Abs((1 - h2 * h2) * u); // the pad is read behind the last word
        double lag0 = Math.Sqrt((atLast * atLast + 1) / 2);
        Same(new() { [-1] = 1, [0] = lag0, [1] = atFirst }, WordModel.Array(record, "time", "cell.l0", "profile"));
        Assert.Equal([1f, 2f, 1f], WordModel.Array(record, "time", "cell.l0", "count").Values);
        Assert.Equal([0f, 1f, 1f], WordModel.Array(record, "time", "texts", "lengths").Values);
        Assert.Equal(lag0, WordModel.Step(record, "time", "cell.l0", "lag0"), 6);
        Assert.Equal(atFirst, WordModel.Step(record, "time", "cell.l0", "lag1"), 6);
        Assert.Null(record.Steps.Find(new("time", "cell.l0", "lag2")));
        Assert.Equal(atFirst / atLast, WordModel.Step(record, "time", "cell.l0", "firstToLast"), 6);
        Assert.Equal(atFirst, WordModel.Step(record, "time", "cell.l0", "firstToRead"), 6); // of 1 behind the pad
        Assert.Equal(Math.Log(2) / Math.Log(lag0 / atFirst), WordModel.Step(record, "time", "cell.l0", "halfLife"), 5);
        Assert.Equal(atFirst / atLast, WordModel.Step(record, "time", "cell.l0", "gain"), atFirst / atLast * 0.04);
        Assert.Equal(0, WordModel.Step(record, "time", "cell.l0", "reach"));
    }

    [Fact]
    public void FirstToRead_NoPaddingBehindAnyWord_IsMissing()
    {
        WordModel model = new(rng => new Rnn(3, 4, rng));
        RecordFile record = model.Watch([new GradientThroughTime()], everyStep: false, [[1, 2, 3], [0, 4, 5]]);
        Assert.Null(record.Steps.Find(new("time", "cell.l0", "firstToRead")));
        Assert.True(WordModel.Step(record, "time", "cell.l0", "firstToLast") > 0);
    }

    public static TheoryData<string, bool> Cells => new() { { "rnn", false }, { "lstm", false }, { "gru", true }, { "lstm", true } };

    [Theory, MemberData(nameof(Cells))]
    public void Profile_RaggedPaddedBatches_EqualsPlainSums(string cell, bool everyStep)
    {
        RecurrentOptions two = new() { Layers = 2, Bidirectional = true };
        WordModel model = new(rng => cell switch { "rnn" => new Rnn(3, 4, rng, options: two), "lstm" => new Lstm(3, 4, rng, two), _ => new Gru(3, 4, rng, two) });
        PassSpy spy = new();
        RecordFile record = model.Watch([new GradientThroughTime(), spy], everyStep, Ragged);

        foreach (string name in (string[])["cell.l0", "cell.l0.reverse", "cell.l1", "cell.l1.reverse"])
        {
            PassCopy[] passes = [.. spy.Passes.Where(pass => pass.Name == name)];
            Same(Profile(passes.SelectMany((pass, i) => Steps(pass, Ragged[i]).Select(at => (at.Lag, pass.Squares[pass.Row(at.Text, at.Step)])))),
                WordModel.Array(record, "time", name, "profile"));
            for (int i = 0; i < 2; i++)
                StepIs(record, name, i, Steps(passes[i], Ragged[i]).Select(at => (at.Lag, at.Text, passes[i].Squares[passes[i].Row(at.Text, at.Step)])));

            // Gates, cells and the split are looked at in the first step of each sixteen.
            PassCopy first = passes[0];
            int gates = first.GateGradients.Length / first.Squares.Length / first.Units;
            RecordArray gate = WordModel.Array(record, "time", name, "gate");
            Assert.Equal(gates, gate.Rows);
            for (int g = 0; g < gates; g++)
            {
                Dictionary<int, double> expected = Profile(Steps(first, Ragged[0]).Select(at =>
                    (at.Lag, first.GateGradients.AsSpan((first.Row(at.Text, at.Step) * gates + g) * first.Units, first.Units).ToArray().Sum(v => v * v))));
                foreach ((int lag, double value) in expected)
                    Assert.Equal(value, gate[g, lag - (int)gate.Start], value * 1e-5);
            }
            Assert.Equal(cell == "lstm", record.Arrays.Any(array => array.Key == new SeriesKey("time", name, "cell")));
            if (cell == "lstm")
            {
                RecordArray cells = WordModel.Array(record, "time", name, "cell");
                foreach ((int lag, double value) in Profile(Steps(first, Ragged[0]).Select(at => (at.Lag, first.CellSquares[first.Row(at.Text, at.Step)]))))
                    Assert.Equal(value, cells[0, lag - (int)cells.Start], value * 1e-5);
            }
            Assert.Equal(everyStep || name.Contains("l0"), record.Arrays.Any(array => array.Key == new SeriesKey("time", name, "carried")));
        }
        Assert.Equal([2f, 1f, 3f, 0f, 1f, 0f, 0f, 1f, 0f, 0f, 0f, 1f], WordModel.Array(record, "time", "texts", "lengths").Values);
    }

    static void StepIs(RecordFile record, string name, int step, IEnumerable<(int Lag, int Text, double Square)> rows)
    {
        (int Lag, int Text, double Square)[] all = [.. rows];
        Dictionary<int, double> profile = Profile(all.Select(row => (row.Lag, row.Square)).Where(row => row.Lag >= 0));
        foreach (int lag in (int[])[0, 1, 2, 4, 8])
        {
            if (profile.TryGetValue(lag, out double value))
                Assert.Equal(value, WordModel.Step(record, "time", name, $"lag{lag}", step), value * 1e-6);
        }
        Assert.Equal(profile.Where(pair => pair.Key >= 5).Sum(pair => pair.Value) / profile.Values.Sum(), WordModel.Step(record, "time", name, "reach", step), 6);

        double[] weights = [.. profile.Keys.Select(lag => (double)all.Count(row => row.Lag == lag))];
        double[] lags = [.. profile.Keys.Select(lag => (double)lag)], logs = [.. profile.Values.Select(value => Math.Log(value))];
        double meanLag = weights.Zip(lags).Sum(p => p.First * p.Second) / weights.Sum(), meanLog = weights.Zip(logs).Sum(p => p.First * p.Second) / weights.Sum();
        double slope = Enumerable.Range(0, lags.Length).Sum(i => weights[i] * (lags[i] - meanLag) * (logs[i] - meanLog))
            / Enumerable.Range(0, lags.Length).Sum(i => weights[i] * (lags[i] - meanLag) * (lags[i] - meanLag));
        double halfLife = slope < 0 ? Math.Log(2) / -slope : double.PositiveInfinity;
        Assert.Equal(halfLife, WordModel.Step(record, "time", name, "halfLife", step), double.IsInfinity(halfLife) ? 0 : Math.Abs(halfLife) * 1e-5);

        var byText = all.GroupBy(row => row.Text).Select(text => text.Where(row => row.Lag >= 0).OrderBy(row => row.Lag).Select(row => row.Square).ToArray()).ToArray();
        double[] ratios = [.. byText.Where(squares => squares.Length > 1).Select(squares => Math.Sqrt(squares[^1] / squares[0])).Order()];
        Assert.Equal(Distribution.Of(ratios.Select(r => r * r).ToArray()).P50, Math.Pow(WordModel.Step(record, "time", name, "firstToLast", step), 2), 5);
        double[] gains = [.. byText.SelectMany(squares => squares.Skip(1).Zip(squares, (older, newer) => Math.Sqrt(older / newer))).Order()];
        if (step == 0)
            Assert.InRange(WordModel.Step(record, "time", name, "gain", step), gains[(gains.Length - 1) / 2] * 0.94, gains[gains.Length / 2] * 1.06);
        else
            Assert.Equal(double.NaN, WordModel.Step(record, "time", name, "gain", step)); // a median is looked for in every sixteenth step
    }

    [Fact]
    public void Quantiles_OfTheEpoch_AreWithinABin()
    {
        WordModel model = new(rng => new Gru(3, 4, rng));
        PassSpy spy = new();
        int[][] texts = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 2 + i % 3).Select(t => 1 + (i * 7 + t * 3 + i * i) % 11).ToArray())];
        RecordFile record = model.Watch([new GradientThroughTime(), spy], everyStep: false, [texts]);
        PassCopy pass = spy.Passes.Single();
        double[] sorted = [.. Steps(pass, texts).Where(at => at.Lag == 1).Select(at => Math.Sqrt(pass.Squares[pass.Row(at.Text, at.Step)])).Order()];

        foreach ((string name, double share) in ((string, double)[])[("p10", 0.1), ("p50", 0.5), ("p90", 0.9)])
        {
            double exact = Distribution.Quantile(sorted, share);
            Assert.InRange(WordModel.Array(record, "time", "cell.l0", name)[0, 1], exact * 0.94, exact * 1.06);
        }
    }

    /// <summary>More squares than are put by before they are counted, and then a text that needs more lags than any before.</summary>
    [Fact]
    public void Quantiles_OfManySquaresAndALongerTextAfterThem_AreWithinABin()
    {
        WordModel model = new(rng => new Gru(3, 4, rng));
        PassSpy spy = new();
        int[][] many = [.. Enumerable.Range(0, 1_000).Select(i => Enumerable.Range(0, 9 + i % 3).Select(t => 1 + (i * 7 + t * 3 + i * i) % 11).ToArray())];
        int[][] longer = [[.. Enumerable.Range(0, 80).Select(t => 1 + t * 5 % 11)]];
        int[][][] between = [.. Enumerable.Repeat<int[][]>([[1, 2]], Sampling.GateGradients - 1)]; // steps whose norms enter no distribution
        RecordFile record = model.Watch([new GradientThroughTime(), spy], everyStep: false, [many, .. between, longer]);

        Assert.Equal(Sampling.GateGradients + 1, spy.Passes.Count);
        Assert.True(many.Sum(text => text.Length) > 8_192);
        RecordArray median = WordModel.Array(record, "time", "cell.l0", "p50");
        Assert.Equal(80, median.Columns);
        foreach (int lag in (int[])[0, 1, 8, 10, 40, 79])
        {
            double[] sorted = [.. Norms(spy.Passes[0], many, lag).Concat(Norms(spy.Passes[^1], longer, lag)).Order()];
            double exact = Distribution.Quantile(sorted, 0.5);
            Assert.InRange(median[0, lag], exact * 0.94, exact * 1.06);
        }

        static IEnumerable<double> Norms(PassCopy pass, int[][] texts, int lag) =>
            Steps(pass, texts).Where(at => at.Lag == lag).Select(at => Math.Sqrt(pass.Squares[pass.Row(at.Text, at.Step)]));
    }

    [Fact]
    public void DirectAndCarried_LossAtEveryStep_AddUpAtTheirLag()
    {
        WordModel model = new(rng => new Rnn(1, 1, rng), words: 4, width: 1);
        RecordFile record = model.Watch([new GradientThroughTime()], everyStep: true, [[1, 2, 3]]);

        // One unit: the mean over three steps of v·h + b, so that directly v/3 arrives at each.
        RecordArray direct = WordModel.Array(record, "time", "cell.l0", "direct"), carried = WordModel.Array(record, "time", "cell.l0", "carried");
        RecordArray whole = WordModel.Array(record, "time", "cell.l0", "profile");
        Assert.Equal(0, carried[0, 0]);
        for (int lag = 0; lag < 3; lag++)
        {
            Assert.Equal(direct[0, 0], direct[0, lag], 6);
            double sum = direct[0, lag] + carried[0, lag], difference = Math.Abs(direct[0, lag] - carried[0, lag]);
            Assert.True(Math.Abs(whole[0, lag] - sum) < 1e-6 || Math.Abs(whole[0, lag] - difference) < 1e-6); // their signs are not kept
        }
        Assert.True(carried[0, 1] > 1e-4f);
    }

    [Fact]
    public void Gradient_NotFinite_IsCountedAndSaidWithItsLag()
    {
        WordModel model = new(rng => new Rnn(1, 1, rng, Activation.Relu), words: 4, width: 1);
        double[] one = [0, 1, 1, 1];
        one.CopyTo(model.Embedding.Weight.Value.Span<double>());
        foreach (Parameter parameter in model.Cell.Parameters)
            parameter.Value.Span<double>()[0] = parameter.Name.Contains("weight_hh") ? 1e140 : parameter.Name.Contains("weight") ? 1e-300 : 0;
        model.Out.Parameters[0].Value.Span<double>()[0] = 1;
        List<string> heard = [];
        using Inspector inspector = new Inspector(new GradientThroughTime()).Attach(model);
        inspector.Alarmed = alarm => heard.Add(alarm.Message);
        Tensor loss = model.Loss(SequenceBatch.FromIds([[1, 1, 1, 1]]));
        inspector.PushLoss(1, 1);
        loss.Backward();
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        // δ is 1, 1e140, 1e280, infinite; the square of 1e280 is infinite already.
        Assert.Equal(["Epoch 0, step 0: first non-finite gradient at lag 2 of cell.l0, time step 1; 2 states of the batch have one."], heard);
        Assert.Equal(2, WordModel.Step(record, "time", "cell.l0", "nonFinite"));
        Assert.InRange(WordModel.Step(record, "time", "cell.l0", "gain"), 3900, 4096); // where its histogram ends
        Assert.Equal([1f, 1f], WordModel.Array(record, "time", "cell.l0", "count").Values);
    }

    [Fact]
    public void Epoch_WithoutAnyWord_WritesNothingAndBreaksNothing()
    {
        WordModel model = new(rng => new Lstm(3, 2, rng));
        RecordFile record = model.Watch([new GradientThroughTime()], everyStep: false, [[0, 0], [0]], [[], []]);

        Assert.DoesNotContain(record.Arrays, array => array.Key.Statistic == "profile");
        Assert.Equal([4f], WordModel.Array(record, "time", "texts", "lengths").Values);
        Assert.Equal(2, record.Steps.Count);
    }
}
