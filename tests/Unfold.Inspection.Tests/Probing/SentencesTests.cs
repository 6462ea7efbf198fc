using System.Text.Json;
using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Gates and credit of single words, against gates and gradients worked out without haste.</summary>
public sealed class SentencesTests
{
    static readonly int[][] Texts = TextNet.Texts(3, 30, [5, 2, 7], padTo: 8);

    static RecordArray Array(RecordFile record, string series, string statistic) =>
        record.Arrays.Single(array => array.Key == new SeriesKey("sentences", series, statistic));

    static JsonElement[] Followed(RecordFile record)
    {
        using JsonDocument document = JsonDocument.Parse(Assert.Single(record.Notes, note => note.Key == new SeriesKey("sentences", "probe", "texts")).Json);
        return [.. document.RootElement.EnumerateArray().Select(text => text.Clone())];
    }

    /// <summary>Which text of the probe is the k-th that is followed.</summary>
    static int[] Order(RecordFile record) =>
        [.. Followed(record).Select(text => System.Array.FindIndex(Texts, ids => ids.SequenceEqual(text.GetProperty("tokens").EnumerateArray().Select(token => int.Parse(token.GetString()!, System.Globalization.CultureInfo.InvariantCulture)))))];

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Gates i, f, g, o of a plain LSTM at each word: [words][gate][unit].</summary>
    static double[][][] LstmGates(TextNet net, int[] text)
    {
        double[] w = net.Parameter("lstm.weight_ih_l0"), u = net.Parameter("lstm.weight_hh_l0"), b = net.Parameter("lstm.bias_ih_l0"), c = net.Parameter("lstm.bias_hh_l0");
        double[] table = net.Embedding.Weight.Value.ToDoubles();
        (int units, int width) = (net.Recurrent.HiddenSize, net.Recurrent.InputSize);
        double[] h = new double[units], cell = new double[units];
        List<double[][]> all = [];
        foreach (int word in text)
        {
            double Raw(int row) => b[row] + c[row] + Enumerable.Range(0, width).Sum(e => w[(row * width) + e] * table[(word * width) + e]) + Enumerable.Range(0, units).Sum(k => u[(row * units) + k] * h[k]);
            double[][] gates = [.. Enumerable.Range(0, 4).Select(gate => Enumerable.Range(0, units).Select(unit => Raw((gate * units) + unit) is var z && gate == 2 ? Math.Tanh(z) : Sigmoid(z)).ToArray())];
            for (int unit = 0; unit < units; unit++)
                cell[unit] = (gates[1][unit] * cell[unit]) + (gates[0][unit] * gates[2][unit]);
            h = [.. cell.Select((value, unit) => gates[3][unit] * Math.Tanh(value))];
            all.Add(gates);
        }
        return [.. all];
    }

    [Fact]
    public void Gates_OfEachWord_AreTheMeansOverTheUnits()
    {
        TextNet net = new("lstm");

        RecordFile record = net.Look(net.Probe(Texts, padding: 0), new Sentences());

        int[] order = Order(record);
        Assert.Equal([0, 1, 2], order.Order());
        for (int k = 0; k < 3; k++)
        {
            RecordArray seen = Array(record, "lstm.l0", $"gates{k}");
            double[][][] gates = LstmGates(net, Texts[order[k]]);
            Assert.Equal((4, 8, 0.0), (seen.Rows, seen.Columns, seen.Start));
            for (int gate = 0; gate < 4; gate++)
            {
                for (int t = 0; t < 8; t++)
                    Assert.Equal(gates[t][gate].Average(value => gate == 2 ? Math.Abs(value) : value), seen[gate, t], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(64, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(3, new[] { 0, 2, 4 })]
    public void Units_OfTheFirstText_AreTheirGatesWithTheirSign(int most, int[] chosen)
    {
        TextNet net = new("lstm");

        RecordFile record = net.Look(net.Probe(Texts, padding: 0), new Sentences(mostUnits: most));

        double[][][] gates = LstmGates(net, Texts[Order(record)[0]]);
        for (int gate = 0; gate < 4; gate++)
        {
            RecordArray seen = Array(record, "lstm.l0", $"units[{"ifgo"[gate]}]");
            Assert.Equal((chosen.Length, 8), (seen.Rows, seen.Columns));
            for (int t = 0; t < 8; t++)
                Assert.Equal(chosen.Select(unit => Math.Round(gates[t][gate][unit], 4)), Enumerable.Range(0, seen.Rows).Select(row => Math.Round(seen[row, t], 4)), (a, b) => Math.Abs(a - b) < 2e-4);
        }
    }

    [Fact]
    public void Credit_OfEachWord_IsItsShareOfGradientTimesInput()
    {
        TextNet net = new("rnn"); // ∂L/∂h(t−1) = W'(1 − h(t)²) ∂L/∂h(t)

        RecordFile record = net.Look(net.Probe(Texts), new Sentences());

        double[] hidden = net.Parameter("rnn.weight_hh_l0"), output = net.Parameter("fc.weight"), table = net.Embedding.Weight.Value.ToDoubles();
        int[] order = Order(record);
        for (int k = 0; k < 3; k++)
        {
            int[] text = Texts[order[k]];
            double[][] states = net.PlainStates(text);
            double[] delta = output, credit = new double[text.Length];
            for (int t = text.Length - 1; t >= 0; t--)
            {
                credit[t] = Expect.Norm(delta) * Expect.Norm(table.AsSpan(text[t] * 5, 5).ToArray());
                delta = [.. Enumerable.Range(0, 6).Select(unit => Enumerable.Range(0, 6).Sum(row => hidden[(row * 6) + unit] * (1 - (states[t][row] * states[t][row])) * delta[row]))];
            }
            RecordArray seen = Array(record, "rnn.l0", $"credit{k}");
            Assert.Equal((1, 8), (seen.Rows, seen.Columns));
            Assert.Equal(1, seen.Values.Sum(), 1e-5);
            Assert.All(credit, (value, t) => Assert.Equal(value / credit.Sum(), seen[0, t], 1e-5));
        }
        Assert.DoesNotContain(record.Arrays, array => array.Key.Statistic.StartsWith("gates", StringComparison.Ordinal)); // a plain layer has none
    }

    [Fact]
    public void Credit_OfTwoDirectionsAndLayers_IsOfEachApart()
    {
        TextNet net = new("gru", options: new RecurrentOptions { Layers = 2, Bidirectional = true });

        RecordFile record = net.Look(net.Probe(Texts, padding: 0), new Sentences(texts: 1));

        string[] layers = ["gru.l0", "gru.l0.reverse", "gru.l1", "gru.l1.reverse"];
        Assert.Equal(layers, record.Arrays.Where(array => array.Key.Statistic == "credit0").Select(array => array.Key.Series));
        Assert.All(layers, layer => Assert.Equal(3, Array(record, layer, "gates0").Rows));
        Assert.True(Array(record, "gru.l1.reverse", "credit0")[0, 0] > 0); // read from the end: it ends at the first word
        Assert.Equal(4, layers.Select(layer => Array(record, layer, "credit0")[0, 3]).Distinct().Count());
    }

    [Fact]
    public void Texts_OverEpochs_StayAndAreWrittenOnce()
    {
        TextNet net = new("lstm");
        Probe probe = new(Texts, [0, 1, 0], net.Forward) { Padding = 0, Word = id => id == 0 ? "<pad>" : $"w{id}", Classes = ["bad", "good"] };
        using Inspector inspector = new Inspector(new Sentences(texts: 2)) { Probe = probe, ProbeBudget = double.PositiveInfinity }.Attach(net);
        inspector.TickEpoch();
        inspector.TickEpoch();

        RecordFile record = inspector.ReadRecord();
        JsonElement text = Followed(record)[1];
        int which = System.Array.FindIndex(Texts, ids => ids.Select(id => probe.Word!(id)).SequenceEqual(text.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!)));
        Assert.Equal(((int[])[5, 2, 7])[which], text.GetProperty("words").GetInt32());
        Assert.Equal(which == 1 ? "good" : "bad", text.GetProperty("label").GetString());
        Assert.Equal(4, record.Arrays.Count(array => array.Key.Statistic.StartsWith("gates", StringComparison.Ordinal)));
        Assert.Equal([0, 1], record.Arrays.Where(array => array.Key.Statistic == "credit1").Select(array => array.Epoch));
    }

    [Fact]
    public void Credit_WhereNothingComesBack_IsMissing()
    {
        TextNet net = new("rnn");
        net.Output.Weight.Value.Span<float>().Clear();

        RecordFile record = net.Look(net.Probe(Texts), new Sentences(texts: 1));

        Assert.All(Array(record, "rnn.l0", "credit0").Values, value => Assert.True(float.IsNaN(value)));
    }
}
