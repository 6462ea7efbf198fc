using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>The noise scale of gradients whose mean and covariance are known.</summary>
public sealed class NoiseScaleTests
{
    const int Width = 6;

    /// <summary>The loss of word i is w · x_i: its gradient by w is x_i, and by x_i it is w.</summary>
    sealed class Words1 : Module
    {
        public Embedding Embedding { get; }
        public Linear Weight { get; }

        public Words1(int words, Rng rng, bool trainEmbedding)
        {
            Embedding = Register("embedding", new Embedding(words, Width, rng));
            Weight = Register("fc", new Linear(Width, 1, rng));
            Weight.Bias!.Trainable = false;
            Embedding.Weight.Trainable = trainEmbedding;
        }

        public Probe Probe(int[] words, int batch = 0) =>
            new([.. words.Select(word => new[] { word })], new int[words.Length], batch => Weight.Forward(Embedding.Forward(batch).Values)) { Loss = (logits, _) => Ops.Mean(logits), BatchSize = batch };
    }

    static RecordFile Run(Words1 model, Probe probe, int microBatch)
    {
        using Inspector inspector = new Inspector(new NoiseScale(microBatch)) { Probe = probe }.Attach(model);
        inspector.TickEpoch();
        return inspector.ReadRecord();
    }

    static double Squares(IEnumerable<double> values) => values.Sum(value => value * value);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Estimates_OfSingleExamples_ArePlainlyComputed(bool trainEmbedding)
    {
        Words1 model = new(12, new Rng(2), trainEmbedding);
        int[] words = [0, 1, 2, 3, 4, 5, 1, 1];
        RecordFile record = Run(model, model.Probe(words, batch: 64), microBatch: 1);

        double[] table = model.Embedding.Weight.Value.ToDoubles(), w = model.Weight.Weight.Value.ToDoubles();
        double[][] gradients = [.. words.Select(word =>
        {
            double[] gradient = new double[Width + (trainEmbedding ? table.Length : 0)];
            table.AsSpan(word * Width, Width).CopyTo(gradient);
            if (trainEmbedding)
                w.CopyTo(gradient, Width + (word * Width));
            return gradient;
        })];
        double[] mean = [.. Enumerable.Range(0, gradients[0].Length).Select(i => gradients.Average(gradient => gradient[i]))];
        // with micro-batches of one example: the sample covariance, and |mean|² less its share of noise
        double variance = gradients.Sum(gradient => Squares(gradient.Zip(mean, (a, b) => a - b))) / (words.Length - 1);
        double signal = Squares(mean) - (variance / words.Length);
        Assert.Equal(variance, record.Number("noise", "all", "variance"), 1e-5 * variance);
        Assert.Equal(signal, record.Number("noise", "all", "signal"), 1e-5 * variance);
        Assert.Equal(64, record.Number("noise", "all", "batch"));
        Assert.Equal(signal > 0, record.Has("noise", "all", "scale"));
        if (signal > 0)
            Assert.Equal(variance / signal, record.Number("noise", "all", "scale"), 1e-3 * variance / signal);
    }

    [Fact]
    public void Estimates_OverManyProbes_AreUnbiased()
    {
        Rng rng = new(7);
        Words1 model = new(32, rng, trainEmbedding: false);
        double[] deviations = [0.5, 1, 2, 0.1, 3, 0.7], means = [1, -2, 0.5, 0, 1, 0.3];
        double signal = 0, variance = 0;
        using Inspector inspector = new Inspector(new NoiseScale()) { Probe = model.Probe([.. Enumerable.Range(0, 32)]), ProbeBudget = double.PositiveInfinity }.Attach(model);
        for (int round = 0; round < 400; round++)
        {
            Span<float> table = model.Embedding.Weight.Value.Span<float>();
            for (int i = 0; i < table.Length; i++)
                table[i] = (float)(means[i % Width] + (deviations[i % Width] * rng.NextNormal()));
            inspector.TickEpoch();
        }
        RecordRows epochs = inspector.ReadRecord().Epochs;
        signal = epochs.All(epochs.Find(new("noise", "all", "signal"))!).Average();
        variance = epochs.All(epochs.Find(new("noise", "all", "variance"))!).Average();
        Assert.Equal(Squares(means), signal, 0.1 * Squares(means)); // 6.34; deviation of the mean about 0.05
        Assert.Equal(Squares(deviations), variance, 0.05 * Squares(deviations)); // 14.75; about 0.25
    }

    [Fact]
    public void Scale_WhereNoiseDrownsTheGradient_IsMissing()
    {
        Words1 model = new(4, new Rng(1), trainEmbedding: false);
        Span<float> table = model.Embedding.Weight.Value.Span<float>();
        for (int i = 0; i < table.Length; i++)
            table[i] = i / Width % 2 == 0 ? 1 : -1;
        RecordFile record = Run(model, model.Probe([0, 1, 2, 3]), microBatch: 1);
        Assert.False(record.Has("noise", "all", "scale"));
        Assert.Equal(-Width / 3.0, record.Number("noise", "all", "signal"), 5); // (0 − 6) / 3
        Assert.False(record.Has("noise", "all", "batch"));
    }
}
