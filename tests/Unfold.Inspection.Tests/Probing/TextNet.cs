using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>A small text model of any cell, and what the tests of probes need of it.</summary>
sealed class TextNet : Module
{
    public Embedding Embedding { get; }
    public Nn.Recurrent Recurrent { get; }
    public Dropout Dropout { get; }
    public Linear Output { get; }

    public TextNet(string cell, int vocabulary = 30, int width = 5, int hidden = 6, int classes = 1, RecurrentOptions? options = null, ulong seed = 5, Activation activation = Activation.Tanh)
    {
        Rng rng = new(seed);
        Embedding = Register("embedding", new Embedding(vocabulary, width, rng, paddingIndex: 0));
        Recurrent = cell switch
        {
            "rnn" => Register<Nn.Recurrent>("rnn", new Rnn(width, hidden, rng, activation, options)),
            "lstm" => Register<Nn.Recurrent>("lstm", new Lstm(width, hidden, rng, options)),
            _ => Register<Nn.Recurrent>("gru", new Gru(width, hidden, rng, options)),
        };
        Dropout = Register("dropout", new Dropout(0.3, rng));
        Output = Register("fc", new Linear(Recurrent.OutputSize, classes, rng));
    }

    public Tensor Forward(SequenceBatch batch) => Output.Forward(Dropout.Forward(Recurrent.Forward(Embedding.Forward(batch)).Final()));

    /// <summary>Texts of some lengths over the words 1, 2, …, then padding up to a common length where asked for.</summary>
    public static int[][] Texts(int seed, int vocabulary, IReadOnlyList<int> lengths, int padTo = 0)
    {
        Rng rng = new((ulong)seed);
        return [.. lengths.Select(length => (int[])[.. Enumerable.Range(0, length).Select(_ => 1 + rng.Next(vocabulary - 1)), .. new int[Math.Max(0, padTo - length)]])];
    }

    public Probe Probe(IReadOnlyList<int[]> texts, int? padding = null) =>
        new(texts, [.. texts.Select((text, i) => (text.Length + i) % Math.Max(2, Output.Weight.Shape[0]))], Forward) { Padding = padding };

    /// <summary>The record of one epoch without a step.</summary>
    public RecordFile Look(Probe probe, params Lens[] lenses)
    {
        using Inspector inspector = new Inspector(lenses) { Probe = probe }.Attach(this);
        inspector.TickEpoch();
        return inspector.ReadRecord();
    }

    /// <summary>States of the plain tanh layer, word by word, computed naively.</summary>
    public double[][] PlainStates(int[] text)
    {
        double[] weight = Parameter("rnn.weight_ih_l0"), hidden = Parameter("rnn.weight_hh_l0"), bias = Parameter("rnn.bias_ih_l0"), other = Parameter("rnn.bias_hh_l0");
        double[] table = Embedding.Weight.Value.ToDoubles();
        (int units, int width) = (Recurrent.HiddenSize, Recurrent.InputSize);
        double[] state = new double[units];
        List<double[]> states = [];
        foreach (int word in text)
        {
            double[] next = new double[units];
            for (int j = 0; j < units; j++)
            {
                double sum = bias[j] + other[j];
                for (int e = 0; e < width; e++)
                    sum += weight[(j * width) + e] * table[(word * width) + e];
                for (int k = 0; k < units; k++)
                    sum += hidden[(j * units) + k] * state[k];
                next[j] = Math.Tanh(sum);
            }
            states.Add(state = next);
        }
        return [.. states];
    }

    /// <summary>The logits of the plain tanh model.</summary>
    public double[] PlainLogits(int[] text)
    {
        double[] weight = Parameter("fc.weight"), bias = Parameter("fc.bias"), state = text.Length == 0 ? new double[Recurrent.HiddenSize] : PlainStates(text)[^1];
        return [.. bias.Select((b, c) => b + state.Select((h, j) => h * weight[(c * state.Length) + j]).Sum())];
    }

    public double[] Parameter(string name) => Parameters.Single(parameter => parameter.Name == name).Value.ToDoubles();
}

static class RecordReading
{
    public static double Number(this RecordFile record, string lens, string series, string statistic)
    {
        RecordColumn column = record.Epochs.Find(new(lens, series, statistic)) ?? throw new InvalidOperationException($"no {series} {statistic}");
        return record.Epochs.All(column).Single();
    }

    public static bool Has(this RecordFile record, string lens, string series, string statistic) =>
        record.Epochs.Find(new(lens, series, statistic)) is { } column && record.Epochs.All(column).Length > 0;

    public static RecordArray Array(this RecordFile record, string lens, string series, string statistic) =>
        record.Arrays.Single(array => array.Key == new SeriesKey(lens, series, statistic));
}
