using MathNet.Numerics.LinearAlgebra;
using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Long Jacobians against direct products, and against layers whose Jacobians are known by hand.</summary>
public sealed class JacobianSpectrumTests
{
    [Theory]
    [InlineData("rnn", false)]
    [InlineData("lstm", false)]
    [InlineData("gru", true)]
    public void Singular_OfShortTexts_IsTheGeometricMeanOverDirectProducts(string cell, bool bidirectional)
    {
        TextNet net = new(cell, options: new RecurrentOptions { Bidirectional = bidirectional, Layers = 2 });
        int[] lengths = [4, 6, 2];
        int[][] texts = TextNet.Texts(1, 30, lengths, padTo: 7);
        Probe probe = net.Probe(texts, padding: 0);
        RecordFile record = net.Look(probe, new JacobianSpectrum());

        string name = $"{cell}.l1" + (bidirectional ? ".reverse" : "");
        RecordArray singular = record.Array("jacobian", name, "singular");
        Assert.Equal((5, 5, 1d), (singular.Rows, singular.Columns, singular.Start));
        new ProbeRun(probe, net, 0).Look(texts, view =>
        {
            RecurrentPass pass = view.Passes.Single(pass => pass.Name == name);
            StepJacobian step = new(pass);
            int size = step.Size, factors = 0;
            double[] one = new double[size * size];
            double[,] logs = new double[5, 5];
            double volume = 0;
            int compared = 0;
            for (int text = 0; text < 3; text++)
            {
                Matrix<double> product = Matrix<double>.Build.DenseIdentity(size);
                for (int lag = 1; lag < lengths[text]; lag++)
                {
                    (int at, int before) = bidirectional ? (lag - 1, lag) : (lengths[text] - lag, lengths[text] - lag - 1);
                    step.At(pass.Layout.Row(text, at), pass.Layout.Row(text, before), one);
                    Matrix<double> factor = Matrix<double>.Build.DenseOfRowMajor(size, size, one);
                    product *= factor;
                    (volume, factors) = (volume + Math.Log(Math.Abs(factor.Determinant())), factors + 1);
                    double[] values = [.. product.Svd(computeVectors: false).S];
                    for (int i = 0; i < 5; i++)
                        logs[i, lag - 1] += (i == 4 ? values[^1] : values[i]) is var value && value > 1e-10 * values[0] ? Math.Log(value) : double.NaN; // a direct product loses what is smaller
                }
            }
            for (int lag = 1; lag <= 5; lag++)
            {
                int examples = lengths.Count(length => length > lag);
                for (int i = 0; i < 5; i++)
                {
                    if (double.IsFinite(logs[i, lag - 1]))
                        Assert.Equal(logs[i, lag - 1] / examples, Math.Log(singular[i, lag - 1]), 1e-4);
                    compared += double.IsFinite(logs[i, lag - 1]) ? 1 : 0;
                }
            }
            Assert.InRange(compared, 22, 25);
            RecordArray exponents = record.Array("jacobian", name, "exponents");
            Assert.Equal(volume / factors, exponents.Values.Sum(value => (double)value), 1e-4); // Σ exponents = mean log |det|
            Assert.Equal(exponents.Values.OrderDescending(), exponents.Values);
            Assert.Equal(exponents.Values[0], record.Number("jacobian", name, "exponent"), 6);
            int memory = Enumerable.Range(1, 5).FirstOrDefault(lag => singular[0, lag - 1] < 1 / Math.E, 0);
            Assert.Equal(memory == 0 ? double.PositiveInfinity : memory, record.Number("jacobian", name, "memory"));
        });
    }

    [Fact]
    public void EveryNumber_OfADiagonalReluLayer_IsKnown()
    {
        TextNet net = new("rnn", hidden: 3, activation: Activation.Relu);
        double[] diagonal = [0.9, 0.5, 0.25];
        Fill(net, "rnn.weight_hh_l0", i => i % 4 == 0 ? diagonal[i / 4] : 0);
        Fill(net, "rnn.bias_ih_l0", _ => 100); // every unit on: J = W
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [9, 12])), new JacobianSpectrum());

        RecordArray singular = record.Array("jacobian", "rnn.l0", "singular");
        Assert.Equal((3, 11), (singular.Rows, singular.Columns)); // H values where H is below five
        for (int lag = 1; lag <= 11; lag++)
        {
            for (int i = 0; i < 3; i++)
                Assert.Equal(Math.Pow(diagonal[i], lag), singular[i, lag - 1], 1e-6 * Math.Pow(diagonal[i], lag));
        }
        Assert.All(record.Array("jacobian", "rnn.l0", "exponents").Values.Zip(diagonal), pair => Assert.Equal(Math.Log(pair.Second), pair.First, 1e-6));
        Assert.Equal(0.9, record.Number("jacobian", "rnn.l0", "radius"), 6);
        Assert.Equal(0.9, record.Number("jacobian", "rnn.l0", "largest"), 6);
        Assert.Equal(Math.Log(0.9), record.Number("jacobian", "rnn.l0", "exponent"), 6);
        Assert.Equal(10, record.Number("jacobian", "rnn.l0", "memory")); // 0.9⁹ = 0.387, 0.9¹⁰ = 0.349
        RecordArray cloud = record.Array("jacobian", "rnn.l0", "eigenvalues");
        Assert.Equal((2, 12 * 3), (cloud.Rows, cloud.Columns));
        Assert.All(cloud.Values.Take(36), value => Assert.Contains(diagonal, d => Math.Abs(d - value) < 1e-6));
        Assert.All(cloud.Values.Skip(36), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Memory_OfAnOrthogonalLayer_DoesNotEnd()
    {
        TextNet net = new("rnn", hidden: 2, activation: Activation.Relu);
        Fill(net, "rnn.weight_hh_l0", i => i is 0 or 3 ? 1 : 0);
        Fill(net, "rnn.bias_ih_l0", _ => 100);
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [20])), new JacobianSpectrum());
        Assert.Equal(double.PositiveInfinity, record.Number("jacobian", "rnn.l0", "memory"));
    }

    [Fact]
    public void Singular_OfADeadLayer_IsZero()
    {
        TextNet net = new("rnn", activation: Activation.Relu);
        Fill(net, "rnn.bias_ih_l0", _ => -100);
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [5])), new JacobianSpectrum());
        Assert.All(record.Array("jacobian", "rnn.l0", "singular").Values, value => Assert.Equal(0, value));
        Assert.All(record.Array("jacobian", "rnn.l0", "exponents").Values, value => Assert.Equal(float.NegativeInfinity, value));
        Assert.Equal(1, record.Number("jacobian", "rnn.l0", "memory"));
    }

    [Fact]
    public void Spectrum_OfEveryGate_IsMathNets()
    {
        TextNet net = new("lstm", options: new RecurrentOptions { Layers = 2 });
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [3])), new Spectrum());
        foreach (string layer in (string[])["l0", "l1"])
        {
            double[] weight = net.Parameter($"lstm.weight_hh_{layer}");
            for (int gate = 0; gate < 4; gate++)
            {
                string name = $"lstm.weight_hh_{layer}[{"ifgo"[gate]}]";
                Matrix<double> block = Matrix<double>.Build.DenseOfRowMajor(6, 6, weight[(gate * 36)..((gate + 1) * 36)]);
                double[] values = [.. block.Svd(computeVectors: false).S];
                Assert.Equal(block.Evd().EigenValues.Max(value => value.Magnitude), record.Number("spectrum", name, "radius"), 1e-6);
                Assert.Equal(values[0], record.Number("spectrum", name, "largest"), 1e-6);
                Assert.Equal(values[^1], record.Number("spectrum", name, "smallest"), 1e-6);
                Assert.Equal(values[0] / values[^1], record.Number("spectrum", name, "condition"), 1e-5 * values[0] / values[^1]);
                Assert.Equal((block.TransposeThisAndMultiply(block) - Matrix<double>.Build.DenseIdentity(6)).FrobeniusNorm() / 6, record.Number("spectrum", name, "orthogonality"), 1e-6);
                Assert.Equal(Math.Pow(block.FrobeniusNorm() / values[0], 2), record.Number("spectrum", name, "stableRank"), 1e-5);
                Assert.Equal(values.Select(value => (float)value), record.Array("spectrum", name, "singular").Values);
                RecordArray eigenvalues = record.Array("spectrum", name, "eigenvalues");
                Assert.Equal((2, 6), (eigenvalues.Rows, eigenvalues.Columns));
                Assert.Equal(block.Trace(), eigenvalues.Values.Take(6).Sum(value => (double)value), 1e-6);
            }
        }
    }

    [Fact]
    public void Spectrum_OfAPlainLayer_HasOneSeries()
    {
        TextNet net = new("rnn");
        Fill(net, "rnn.weight_hh_l0", i => i % 7 == 0 ? 2 : 0);
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [3])), new Spectrum());
        Assert.Equal(2, record.Number("spectrum", "rnn.weight_hh_l0", "radius"), 6);
        Assert.Equal(1, record.Number("spectrum", "rnn.weight_hh_l0", "condition"), 6);
        Assert.Equal(6, record.Number("spectrum", "rnn.weight_hh_l0", "stableRank"), 5);
        Assert.Equal(3 / Math.Sqrt(6), record.Number("spectrum", "rnn.weight_hh_l0", "orthogonality"), 5);
    }

    [Fact]
    public void Spectrum_WithoutAProbe_LooksAtTheWeightsAllTheSame()
    {
        TextNet net = new("gru");
        using Inspector inspector = new Inspector(new Spectrum()).Attach(net);
        inspector.TickEpoch();
        inspector.TickEpoch();
        RecordRows epochs = inspector.ReadRecord().Epochs;
        Assert.Equal(2, epochs.All(epochs.Find(new("spectrum", "gru.weight_hh_l0[z]", "radius"))!).Length);
    }

    [Fact]
    public void OneStep_AskedForOne_IsOne()
    {
        TextNet net = new("rnn");
        RecordFile record = net.Look(net.Probe(TextNet.Texts(1, 30, [9, 12])), new JacobianSpectrum(examples: 1, lags: 2, oneStep: 1));
        Assert.Equal((2, 6), (record.Array("jacobian", "rnn.l0", "eigenvalues").Rows, record.Array("jacobian", "rnn.l0", "eigenvalues").Columns));
        Assert.Equal(2, record.Array("jacobian", "rnn.l0", "singular").Columns);
    }

    static void Fill(TextNet net, string parameter, Func<int, double> value)
    {
        Span<float> weights = net.Parameters.Single(each => each.Name == parameter).Value.Span<float>();
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)value(i);
    }
}
