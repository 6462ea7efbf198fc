using Unfold.Nn;

namespace Unfold.Inspection.Tests.RecurrentLenses;

public sealed class GatesAndStatesTests
{
    static readonly int[][] Texts = [[1, 2, 3, 4, 5, 6, 7], [8, 9, 0, 0], [], [0, 0, 0], [3], [0, 4, 2, 0, 0, 0]];

    static (Lens[] Lenses, PassSpy Spy) All()
    {
        PassSpy spy = new();
        return ([new GateStatistics(), new StateStatistics(), new GateMemory(), spy], spy);
    }

    /// <summary>Text and step of every word, padding at both ends left out.</summary>
    static (int Text, int Step)[] Words(int[][] texts) =>
    [
        .. texts.SelectMany((ids, text) => Enumerable.Range(0, ids.Length)
            .Where(t => System.Array.FindIndex(ids, id => id != 0) is >= 0 and var first && t >= first && t <= System.Array.FindLastIndex(ids, id => id != 0))
            .Select(t => (text, t))),
    ];

    public static TheoryData<string> Cells => ["lstm", "gru"];

    static WordModel Gated(string cell, RecurrentOptions? options = null)
    {
        WordModel model = new(rng => cell == "lstm" ? new Lstm(3, 9, rng, options) : new Gru(3, 9, rng, options));
        foreach (Parameter parameter in model.Cell.Parameters)
        {
            foreach (ref double value in parameter.Value.Span<double>())
                value *= 8; // so that gates saturate
        }
        return model;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Gates_OfEveryUnit_EqualPlainStatistics(string cell)
    {
        WordModel model = Gated(cell, new() { Bidirectional = true });
        (Lens[] lenses, PassSpy spy) = All();
        RecordFile record = model.Watch(lenses, everyStep: false, Texts);
        string[] gates = cell == "lstm" ? ["i", "f", "g", "o"] : ["r", "z", "n"];
        (int Text, int Step)[] words = Words(Texts);
        foreach (PassCopy pass in spy.Passes)
        {
            for (int g = 0; g < gates.Length; g++)
            {
                double low = gates[g] is "g" or "n" ? -0.9 : 0.1;
                double[][] units = [.. Enumerable.Range(0, 9).Select(u => words.Select(at => pass.Gates[((pass.Row(at.Text, at.Step) * gates.Length) + g) * 9 + u]).Order().ToArray())];
                double[] all = [.. units.SelectMany(u => u)];
                Assert.Equal(all.Average(), WordModel.Epoch(record, "gates", pass.Name, $"mean[{gates[g]}]"), 6);
                Assert.Equal(all.Count(v => v < low) / (double)all.Length, WordModel.Epoch(record, "gates", pass.Name, $"low[{gates[g]}]"), 6);
                Assert.Equal(all.Count(v => v > 0.9) / (double)all.Length, WordModel.Epoch(record, "gates", pass.Name, $"high[{gates[g]}]"), 6);
                RecordArray array = WordModel.Array(record, "gates", pass.Name, $"units[{gates[g]}]");
                Assert.Equal((6, 9), (array.Rows, array.Columns));
                for (int u = 0; u < 9; u++)
                {
                    Assert.Equal(units[u].Average(), array[0, u], 6);
                    double bin = (gates[g] is "g" or "n" ? 2 : 1) / 64.0;
                    double median = Distribution.Quantile(units[u], 0.5);
                    int at = System.Array.FindIndex(units[u], v => v >= median);
                    Assert.InRange(array[2, u], units[u][Math.Max(0, at - 1)] - bin, units[u][at] + bin);
                    Assert.InRange(array[1, u], units[u][0] - bin, array[2, u]);
                    Assert.InRange(array[3, u], array[2, u], units[u][^1] + bin);
                    Assert.Equal(units[u].Count(v => v < low) / (double)words.Length, array[4, u], 6);
                    Assert.Equal(units[u].Count(v => v > 0.9) / (double)words.Length, array[5, u], 6);
                }
                RecordArray overTime = WordModel.Array(record, "gates", pass.Name, $"overTime[{gates[g]}]");
                Assert.Equal(7, overTime.Columns);
                for (int t = 0; t < 7; t++)
                {
                    double[] there = [.. words.Where(w => w.Step == t).SelectMany(w => Enumerable.Range(0, 9).Select(u => pass.Gates[((pass.Row(w.Text, t) * gates.Length) + g) * 9 + u]))];
                    Assert.Equal(there.Average(), overTime[0, t], 6);
                }
            }
        }
        Assert.Contains(record.Epochs.Columns, column => column.Key.Statistic == "high[" + gates[1] + "]" && column.Values[0] > 0);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Memory_OfTheForgetGate_IsWhatItsValuesSay(string cell)
    {
        WordModel model = Gated(cell);
        (Lens[] lenses, PassSpy spy) = All();
        RecordFile record = model.Watch(lenses, everyStep: false, Texts);
        PassCopy pass = spy.Passes.Single();
        int gates = cell == "lstm" ? 4 : 3;
        (int Text, int Step)[] words = Words(Texts);
        double[][] forget = [.. Enumerable.Range(0, 9).Select(u => words.Select(at => pass.Gates[((pass.Row(at.Text, at.Step) * gates) + 1) * 9 + u]).ToArray())];

        double[] tau = [.. forget.Select(unit => 1 / (1 - unit.Average()))];
        RecordArray written = WordModel.Array(record, "memory", "cell.l0", "tau");
        for (int u = 0; u < 9; u++)
            Assert.Equal(tau[u], written[0, u], tau[u] * 1e-6);
        Assert.Equal(tau.Order().ElementAt(4), WordModel.Epoch(record, "memory", "cell.l0", "tauMedian"), tau.Max() * 1e-6);
        Assert.Equal(Math.Log(2) / -forget.SelectMany(unit => unit).Average(f => Math.Log(f)), WordModel.Epoch(record, "memory", "cell.l0", "halfLife"), 5);
        double[] bias = [.. Enumerable.Range(9, 9).Select(i => model.Cell.Parameters[2].Value.ToDoubles()[i] + model.Cell.Parameters[3].Value.ToDoubles()[i])];
        Assert.Equal(bias.Average(), WordModel.Epoch(record, "memory", "cell.l0", "biasMean"), 6);
        Assert.Equal(Math.Sqrt(bias.Average(b => Math.Pow(b - bias.Average(), 2))), WordModel.Epoch(record, "memory", "cell.l0", "biasSpread"), 6);
    }

    [Theory, InlineData("tanh"), InlineData("sigmoid"), InlineData("lstm"), InlineData("gru")]
    public void States_OfWords_EqualPlainStatistics(string cell)
    {
        WordModel model = new(rng => cell switch
        {
            "lstm" => new Lstm(3, 9, rng),
            "gru" => new Gru(3, 9, rng),
            _ => new Rnn(3, 9, rng, cell == "tanh" ? Activation.Tanh : Activation.Sigmoid),
        });
        foreach (Parameter parameter in model.Cell.Parameters)
        {
            foreach (ref double value in parameter.Value.Span<double>())
                value *= cell == "lstm" ? 60 : 8;
        }
        (Lens[] lenses, PassSpy spy) = All();
        RecordFile record = model.Watch(lenses, everyStep: false, Texts);
        PassCopy pass = spy.Passes.Single();
        (int Row, int Unit)[] all = [.. Words(Texts).SelectMany(at => Enumerable.Range(0, 9).Select(u => (pass.Row(at.Text, at.Step), u)))];
        double[] h = [.. all.Select(at => pass.States[at.Row * 9 + at.Unit])];
        double[] bounded = cell switch
        {
            "lstm" => [.. all.Select(at => Math.Tanh(pass.Cells[at.Row * 9 + at.Unit]))],
            "sigmoid" => [.. h.Select(v => 2 * v - 1)],
            _ => h,
        };
        double slope = cell switch
        {
            "sigmoid" => h.Average(v => v * (1 - v)),
            "gru" => 1 - all.Average(at => Math.Pow(pass.Gates[(at.Row * 3 + 2) * 9 + at.Unit], 2)),
            _ => 1 - bounded.Average(v => v * v),
        };
        double saturated = bounded.Count(v => Math.Abs(v) > 0.95) / (double)all.Length;
        Assert.InRange(saturated, 0.02, 0.98);
        Assert.Equal(saturated, WordModel.Epoch(record, "states", "cell.l0", "saturated"), 6);
        Assert.Equal(slope, WordModel.Epoch(record, "states", "cell.l0", "slope"), 6);
        if (cell is "tanh" or "sigmoid")
            Assert.Equal(all.Count(at => Math.Abs(pass.Gates[at.Row * 9 + at.Unit]) > 3) / (double)all.Length, WordModel.Epoch(record, "states", "cell.l0", "preactivation"), 6);
        RecordArray histogram = WordModel.Array(record, "states", "cell.l0", "histogram");
        Assert.Equal((41, -1.0, 2 / 41.0), (histogram.Columns, histogram.Start, histogram.Spacing));
        for (int bin = 0; bin < 41; bin++)
            Assert.Equal(h.Count(v => Math.Clamp((int)((v + 1) * 41 / 2), 0, 40) == bin), histogram[0, bin]);
        for (int u = 0; u < 9; u++)
            Assert.Equal(all.Where(at => at.Unit == u).Max(at => Math.Abs(pass.States[at.Row * 9 + u])), WordModel.Array(record, "states", "cell.l0", "units")[0, u], 6);
        Assert.DoesNotContain(record.Epochs.Columns, column => column.Key.Statistic is "dead" or "revived");
    }

    [Fact]
    public void ReluUnits_DeadAndRevived_AreCountedOverTheWholeEpoch()
    {
        WordModel model = new(rng => new Rnn(3, 9, rng, Activation.Relu));
        double[] Bias(params int[] living) => [.. Enumerable.Range(0, 9).Select(u => living.Contains(u) ? 3.0 : -3)];
        foreach (Parameter parameter in model.Cell.Parameters)
            parameter.Value.Span<double>().Clear();
        Parameter bias = model.Cell.Parameters[2];
        using Inspector inspector = new Inspector(new StateStatistics()).Attach(model);
        void Step(params int[] living)
        {
            Bias(living).CopyTo(bias.Value.Span<double>());
            Tensor loss = model.Loss(SequenceBatch.FromIds([[1, 2], [3]]));
            inspector.PushLoss(loss.Item(), 2);
            loss.Backward();
            foreach (Parameter parameter in model.Parameters)
                parameter.Gradient.Clear();
        }
        Step(0, 1);
        Step(1, 8); // not a step that is looked at closely: a unit that lives in it lives
        inspector.TickEpoch();
        Step(1, 2, 3);
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        Assert.Equal(6 / 9.0, WordModel.Epoch(record, "states", "cell.l0", "dead"), 6);
        Assert.Equal(double.NaN, WordModel.Epoch(record, "states", "cell.l0", "revived"));
        Assert.Equal(6 / 9.0, WordModel.Epoch(record, "states", "cell.l0", "dead", row: 1), 6);
        Assert.Equal(2, WordModel.Epoch(record, "states", "cell.l0", "revived", row: 1));
        Assert.Equal(2 / 9.0, WordModel.Epoch(record, "states", "cell.l0", "slope"), 6);
        Assert.Null(record.Epochs.Find(new("states", "cell.l0", "saturated")));
        RecordArray histogram = WordModel.Array(record, "states", "cell.l0", "histogram");
        Assert.Equal(0, histogram.Start);
        Assert.InRange(histogram.Start + 41 * histogram.Spacing, 3, 3.2); // from 0 to the largest
        Assert.Equal(27, histogram.Values.Sum());
        Assert.Equal(6, histogram.Values.Where((_, bin) => histogram.At(bin) <= 3 && 3 < histogram.At(bin + 1)).Single());
    }

    [Fact]
    public void Lenses_OnSinglePrecision_SayTheSame()
    {
        List<double[]> seen = [];
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            WordModel model = Gated("lstm");
            model.To(dtype);
            RecordFile record = model.Watch(All().Lenses, everyStep: false, Texts);
            seen.Add([.. record.Epochs.Columns.Where(column => column.Key.Lens is not "inspector").Select(column => column.Values[0])]);
        }
        Assert.True(seen[0].Length > 15);
        for (int i = 0; i < seen[0].Length; i++)
            Assert.Equal(seen[1][i], seen[0][i], Math.Max(1, Math.Abs(seen[1][i])) * 1e-4);
    }
}
