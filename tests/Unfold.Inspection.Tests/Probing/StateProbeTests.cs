using MathNet.Numerics.LinearAlgebra;
using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Padding, rank and memory of a tanh layer, against its states computed naively.</summary>
public sealed class StateProbeTests
{
    static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    static double[] Less(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    static double Variance(double[][] points) =>
        Enumerable.Range(0, points[0].Length).Sum(i => points.Average(p => p[i] * p[i]) - Math.Pow(points.Average(p => p[i]), 2));

    [Fact]
    public void Padding_OfAPlainLayer_IsPlainlyComputed()
    {
        TextNet net = new("rnn");
        foreach (ref float weight in net.Output.Weight.Value.Span<float>())
            weight *= 3; // so that some probabilities move
        int[] lengths = [4, 6, 2, 7, 1];
        int[][] texts = TextNet.Texts(3, 30, lengths, padTo: 7);
        RecordFile record = net.Look(net.Probe(texts, padding: 0), new PaddingInfluence());

        Assert.Equal(15.0 / 35, record.Number("padding", "texts", "share"), 6);
        Assert.Equal(3, record.Number("padding", "texts", "behind"));
        Assert.Equal([1f, 1, 0, 1, 0, 1, 1], record.Array("padding", "texts", "counts").Values);

        double[][] atLength = [.. texts.Select((text, i) => net.PlainStates(text)[lengths[i] - 1])], atEnd = [.. texts.Select(text => net.PlainStates(text)[^1])];
        double[] drifts = [.. Enumerable.Range(0, 5).Where(i => lengths[i] < 7).Select(i => Norm(Less(atEnd[i], atLength[i])) / Norm(atLength[i])).Order()];
        Assert.Equal((drifts[1] + drifts[2]) / 2, record.Number("padding", "rnn.l0", "drift"), 1e-5);
        Assert.Equal(Variance(atEnd) / Variance(atLength), record.Number("padding", "rnn.l0", "variance"), 1e-5);

        static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));
        double[] moved = [.. texts.Select(text => Math.Abs(Sigmoid(net.PlainLogits([.. text, 0, 0, 0, 0, 0])[0]) - Sigmoid(net.PlainLogits(text)[0])))];
        Assert.Equal(moved.Count(value => value > 0.05) / 5.0, record.Number("padding", "rnn.l0", "changed"), 6);
        Assert.InRange(moved.Count(value => value > 0.05), 1, 4);

        foreach ((string statistic, double[][] states) in new[] { ("atLength", atLength), ("atEnd", atEnd) })
        {
            RecordArray scatter = record.Array("padding", "rnn.l0", statistic);
            Assert.Equal((3, 5), (scatter.Rows, scatter.Columns));
            double[] values = Covariance(states);
            for (int axis = 0; axis < 2; axis++)
            {
                Assert.Equal(0, Enumerable.Range(0, 5).Average(i => scatter[axis, i]), 1e-5);
                Assert.Equal(values[axis], Enumerable.Range(0, 5).Average(i => (double)scatter[axis, i] * scatter[axis, i]), 1e-5);
            }
            Assert.Equal(Enumerable.Range(0, 5).Select(i => (7f + i) % 2), Enumerable.Range(0, 5).Select(i => scatter[2, i]));
        }
    }

    /// <summary>The variances along the principal axes, largest first.</summary>
    static double[] Covariance(double[][] points)
    {
        Matrix<double> all = Matrix<double>.Build.DenseOfRowArrays(points);
        Vector<double> mean = all.ColumnSums() / points.Length;
        Matrix<double> centred = Matrix<double>.Build.DenseOfRows(all.EnumerateRows().Select(row => row - mean));
        return [.. centred.Svd(computeVectors: false).S.Select(value => value * value / points.Length)];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Padding_WhereThereIsNone_IsZeroAndTheRestMissing(bool known)
    {
        TextNet net = new("gru");
        RecordFile record = net.Look(net.Probe(TextNet.Texts(3, 30, [4, 2]), known ? 0 : null), new PaddingInfluence());
        Assert.Equal(0, record.Number("padding", "texts", "share"));
        Assert.Equal(0, record.Number("padding", "texts", "behind"));
        Assert.Equal([2f], record.Array("padding", "texts", "counts").Values);
        Assert.DoesNotContain(record.Epochs.Columns, column => column.Key.Series == "gru.l0");
        Assert.Single(record.Arrays);
    }

    [Fact]
    public void Padding_OfADirectionTowardsTheFront_ComparesWithTheTextAlone()
    {
        TextNet net = new("lstm", options: new RecurrentOptions { Bidirectional = true });
        int[][] padded = TextNet.Texts(3, 30, [4, 2, 5], padTo: 6), bare = TextNet.Texts(3, 30, [4, 2, 5]);
        RecordFile record = net.Look(net.Probe(padded, padding: 0), new PaddingInfluence());

        double[][] States(int[][] texts)
        {
            double[][] states = [];
            Tape.NoGrad(() =>
            {
                double[] final = net.Recurrent.Forward(net.Embedding.Forward(SequenceBatch.FromIds(texts))).Final().ToDoubles();
                states = [.. Enumerable.Range(0, 3).Select(i => final[((i * 12) + 6)..((i * 12) + 12)])];
            });
            return states;
        }

        (double[][] atLength, double[][] atEnd) = (States(bare), States(padded));
        double[] drifts = [.. Enumerable.Range(0, 3).Select(i => Norm(Less(atEnd[i], atLength[i])) / Norm(atLength[i])).Order()];
        Assert.Equal(drifts[1], record.Number("padding", "lstm.l0.reverse", "drift"), 1e-5);
        Assert.Equal(Variance(atEnd) / Variance(atLength), record.Number("padding", "lstm.l0.reverse", "variance"), 1e-4);
        Assert.NotEqual(record.Number("padding", "lstm.l0", "drift"), record.Number("padding", "lstm.l0.reverse", "drift"));
    }

    [Fact]
    public void Rank_OfAPlainLayer_IsPlainlyComputed()
    {
        TextNet net = new("rnn");
        int[] lengths = [4, 6, 2, 7];
        int[][] texts = TextNet.Texts(3, 30, lengths, padTo: 7);
        RecordFile record = net.Look(net.Probe(texts, padding: 0), new StateRank(trajectories: 2));

        double[][] states = [.. texts.SelectMany((text, i) => net.PlainStates(text).Take(lengths[i]))];
        double[] values = [.. Matrix<double>.Build.DenseOfRowArrays(states).Svd(computeVectors: false).S], variances = Covariance(states);
        Assert.Equal(Math.Exp(-values.Sum(value => value / values.Sum() * Math.Log(value / values.Sum()))), record.Number("rank", "rnn.l0", "effective"), 1e-4);
        Assert.Equal((variances[0] + variances[1]) / variances.Sum(), record.Number("rank", "rnn.l0", "top2"), 1e-5);

        RecordArray way = record.Array("rank", "rnn.l0", "trajectory");
        Assert.Equal((5, 14), (way.Rows, way.Columns));
        double[][] all = [.. texts.Take(2).SelectMany(net.PlainStates)];
        for (int i = 0; i < 14; i++)
        {
            Assert.Equal((i / 7, i % 7, i % 7 < lengths[i / 7] ? 0 : 1), (way[0, i], way[1, i], way[4, i]));
            for (int j = 0; j < i; j++) // distances on two axes are those of the projections: never larger, and the same where nothing else varies
                Assert.True(Math.Pow(way[2, i] - way[2, j], 2) + Math.Pow(way[3, i] - way[3, j], 2) <= Math.Pow(Norm(Less(all[i], all[j])), 2) + 1e-5);
        }
        double[][] real = [.. states];
        Vector<double> mean = Matrix<double>.Build.DenseOfRowArrays(real).ColumnSums() / real.Length;
        Matrix<double> axes = Matrix<double>.Build.DenseOfRows(real.Select(state => Vector<double>.Build.Dense(state) - mean)).Svd().VT;
        for (int i = 0; i < 14; i++)
        {
            for (int axis = 0; axis < 2; axis++)
                Assert.Equal(Math.Abs(axes.Row(axis) * (Vector<double>.Build.Dense(all[i]) - mean)), Math.Abs(way[2 + axis, i]), 1e-4);
        }
    }

    [Fact]
    public void Rank_OfALayerStuckInOneState_IsOne()
    {
        TextNet net = new("rnn");
        foreach (string name in (string[])["rnn.weight_ih_l0", "rnn.weight_hh_l0"])
            net.Parameters.Single(parameter => parameter.Name == name).Value.Span<float>().Clear();
        RecordFile record = net.Look(net.Probe(TextNet.Texts(3, 30, [4, 6])), new StateRank());
        Assert.Equal(1, record.Number("rank", "rnn.l0", "effective"), 1e-4);
    }

    [Fact]
    public void OutputMemory_OfAPlainModel_IsPlainlyComputed()
    {
        TextNet net = new("rnn");
        int[] lengths = [4, 40, 2, 1];
        int[][] texts = TextNet.Texts(3, 30, lengths, padTo: 40);
        RecordFile record = net.Look(net.Probe(texts, padding: 0), new OutputMemory());
        RecordArray change = record.Array("memory", "output", "change");
        Assert.Equal((1, 39, 0d), (change.Rows, change.Columns, change.Start));
        for (int lag = 0; lag < 39; lag++)
        {
            if (lag > 32)
            {
                Assert.True(float.IsNaN(change[0, lag]));
                continue;
            }
            double[] changes = [.. Enumerable.Range(0, 4).Where(i => lengths[i] > lag + 1)
                .Select(i => Math.Abs(net.PlainLogits(texts[i])[0] - net.PlainLogits(texts[i][(lengths[i] - 1 - lag)..])[0]))];
            Assert.Equal(changes.Sum() / 4, change[0, lag], 1e-5);
        }
    }

    [Fact]
    public void OutputMemory_Grid_IsDenseFirstAndThenEveryHalfOctave() =>
        Assert.Equal([.. Enumerable.Range(0, 33), 45, 64, 91, 129, 182], OutputMemory.Grid(200));
}
