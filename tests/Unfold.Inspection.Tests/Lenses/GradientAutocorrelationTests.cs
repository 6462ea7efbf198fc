using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>Streams of gradients whose cosines are known beforehand.</summary>
public sealed class GradientAutocorrelationTests
{
    const int Lags = 10;

    /// <summary>A row of weights whose gradient is what it is multiplied with.</summary>
    static RecordFile Watch(int width, int epochs, int steps, Func<int, double[]> gradient, int every = 1, DType dtype = DType.Float64, Func<int, bool>? active = null)
    {
        Linear row = new(width, 1, new Rng(1));
        row.To(dtype);
        Sgd sgd = new(row.Parameters, new SgdOptions { LearningRate = 0 });
        using Inspector inspector = new Inspector(new GradientAutocorrelation(every)) { IsActive = active ?? (_ => true) }.Attach(row, sgd);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int step = 0; step < steps; step++)
            {
                Ops.Sum(row.Forward(Tensor.From(gradient((epoch * steps) + step), new Shape(1, width)).To(dtype))).Backward();
                sgd.Step();
            }
            inspector.TickEpoch();
        }
        return inspector.ReadRecord();
    }

    static double[] Cosines(RecordFile record, int epoch = 0, string series = "weight") => Read(record, series, "cosine", epoch);

    static double[] Pairs(RecordFile record, int epoch = 0, string series = "weight") => Read(record, series, "pairs", epoch);

    static double[] Read(RecordFile record, string series, string statistic, int epoch)
    {
        RecordArray array = record.Arrays.Single(array => array.Key == new SeriesKey("autocorrelation", series, statistic) && array.Epoch == epoch);
        Assert.Equal((1, Lags, 1.0, 1.0), (array.Rows, array.Columns, array.Start, array.Spacing));
        return [.. array.Values.Select(value => (double)value)];
    }

    static double Noise(RecordFile record, string series = "weight") => record.Epochs.All(record.Epochs.Find(new("autocorrelation", series, "noise"))!)[0];

    static double[] Drawn(int width, int seed)
    {
        Rng rng = new((ulong)seed);
        return [.. Enumerable.Range(0, width).Select(_ => rng.NextNormal())];
    }

    [Theory]
    [InlineData(64, DType.Float32, 1.0)]
    [InlineData(64, DType.Float64, 1e-60)]
    [InlineData(9000, DType.Float32, 1e-9)] // folded
    public void Cosine_OfGradientsThatTurnEveryStep_IsMinusOneAndOneInTurns(int width, DType dtype, double scale)
    {
        double[] g = [.. Drawn(width, 3).Select(x => x * scale)];

        RecordFile record = Watch(width, 1, 20, step => [.. g.Select(x => step % 2 == 0 ? x : -x)], dtype: dtype);

        Assert.Equal([-1, 1, -1, 1, -1, 1, -1, 1, -1, 1], Cosines(record).Select(cosine => Math.Round(cosine, 6)));
        Assert.Equal([19, 18, 17, 16, 15, 14, 13, 12, 11, 10], Pairs(record));
        Assert.All(Cosines(record, series: "bias"), cosine => Assert.Equal(1, cosine)); // its gradient is always 1
    }

    [Fact]
    public void Cosine_OfAGradientThatTurnsAsMuchEachStep_FollowsTheAngle()
    {
        RecordFile record = Watch(2, 1, 20, step => [Math.Cos(step * 0.3), Math.Sin(step * 0.3)]);

        for (int lag = 1; lag <= Lags; lag++)
            Assert.Equal(Math.Cos(lag * 0.3), Cosines(record)[lag - 1], 1e-6);
    }

    [Fact]
    public void Cosine_OfAllParameters_IsThatOfTheLongVector()
    {
        // beside the turning weight (1, 0), (0, 1), (-1, 0), … stands a bias whose gradient is 1: 1/2, 0, 1/2, 1, …
        RecordFile record = Watch(2, 1, 20, step => [Math.Round(Math.Cos(step * Math.PI / 2)), Math.Round(Math.Sin(step * Math.PI / 2))]);

        Assert.Equal([0.5, 0, 0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0], Cosines(record, series: "all").Select(cosine => Math.Round(cosine, 6)));
        Assert.Null(record.Epochs.Find(new("autocorrelation", "all", "noise")));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(20_000)]
    public void Cosine_OfNoise_StaysWithinItsBand(int width)
    {
        RecordFile record = Watch(width, 1, 200, step => Drawn(width, 100 + step));

        double noise = Noise(record);
        Assert.Equal(Math.Sqrt((1.0 / width) + (width > 4096 ? 1.0 / 4096 : 0)), noise, 6);
        Assert.Equal(191, Pairs(record)[8]);
        Assert.All(Cosines(record), cosine => Assert.InRange(Math.Abs(cosine), 0, 4 * noise / Math.Sqrt(190)));
        Assert.Contains(Cosines(record), cosine => Math.Abs(cosine) > 0.3 * noise / Math.Sqrt(200));
    }

    [Fact]
    public void Cosine_OfALargeParameter_IsNearTheExactOne()
    {
        // a shared part and noise of the same size: 1/2 at every lag, spread over 30,000 elements of very different size
        double[] shared = [.. Drawn(30_000, 1).Select((x, i) => x * Math.Exp(-i / 6000.0))];
        double[] Gradient(int step) => [.. Drawn(30_000, 50 + step).Select((x, i) => shared[i] + (x * Math.Exp(-i / 6000.0)))];

        RecordFile record = Watch(30_000, 1, 20, Gradient);

        for (int lag = 1; lag <= Lags; lag++)
        {
            double exact = Enumerable.Range(lag, 20 - lag).Average(step => Expect.Cosine(Gradient(step), Gradient(step - lag))!.Value);
            Assert.Equal(exact, Cosines(record)[lag - 1], 0.022);
            Assert.Equal(0.5, exact, 0.05);
        }
    }

    [Fact]
    public void Stretches_OfALongEpoch_AreEveryEighthFromItsBeginning()
    {
        // within the first twenty steps and those from step 160 on the gradient stays, elsewhere it turns
        RecordFile record = Watch(3, 2, 190, step => step % 190 is < 20 or >= 160 and < 180 ? [1, 2, 3] : step % 2 == 0 ? [1, 0, 0] : [-1, 0, 0], every: 8);

        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.All(Cosines(record, epoch), cosine => Assert.Equal(1, cosine));
            Assert.Equal(38, Pairs(record, epoch)[0]);
            Assert.Equal(20, Pairs(record, epoch)[9]);
        }
    }

    [Fact]
    public void Stretch_OfEpochsOfOneStep_GoesOnAcrossThem()
    {
        RecordFile record = Watch(2, 25, 1, step => step % 2 == 0 ? [1, 1] : [1, -1], every: 8);

        Assert.DoesNotContain(record.Arrays, array => array.Epoch == 0); // no pair yet
        Assert.Equal([0, 1, double.NaN], Cosines(record, epoch: 2)[..3]);
        Assert.Equal(10, Pairs(record, epoch: 19).Sum());
        Assert.Equal(10, Pairs(record, epoch: 20).Sum()); // the next stretch begins at once
    }

    [Fact]
    public void Pairs_AcrossStepsNobodyLookedAt_AreNone()
    {
        RecordFile record = Watch(2, 3, 4, step => [1, step], active: epoch => epoch != 1);

        Assert.Equal([3, 2, 1, 0, 0, 0, 0, 0, 0, 0], Pairs(record, epoch: 0));
        Assert.Equal([3, 2, 1, 0, 1, 2, 3, 4, 3, 2], Pairs(record, epoch: 2)); // the first epoch's steps lie five to ten steps back
    }

    [Fact]
    public void Embedding_ByRowsOrDense_AgreesInTheWordsThatTwoBatchesShare()
    {
        Embedding words = new(2000, 4, new Rng(2)); // 8,000 elements: folded
        Sgd sgd = new(words.Parameters, new SgdOptions { LearningRate = 0 });
        using Inspector inspector = new Inspector(new GradientAutocorrelation()).Attach(words, sgd);
        for (int step = 0; step < 12; step++)
        {
            Ops.Sum(words.Forward(SequenceBatch.FromIds([[7, 100 + (4 * step), 101 + (4 * step), 102 + (4 * step)]])).Values).Backward(); // one word of four is shared
            sgd.Step();
        }
        inspector.TickEpoch();
        RecordFile record = inspector.ReadRecord();

        Assert.All(Cosines(record), cosine => Assert.Equal(0.25, cosine, 0.06));
        Assert.Equal(Math.Sqrt((1.0 / 16) + (1.0 / 4096)), Noise(record), 6);
    }

    [Fact]
    public void Gradients_ThatAreZeroOrNotFinite_AreInNoPair()
    {
        RecordFile record = Watch(2, 1, 6, step => step switch { 2 => [0, 0], 4 => [double.NaN, 1], _ => [1, 1] });

        Assert.Equal([1, 2, 1, 1, 1, 0, 0, 0, 0, 0], Pairs(record)); // steps 0, 1, 3, 5
    }

    [Theory]
    [InlineData("lstm", DType.Float32)]
    [InlineData("gru", DType.Float64)]
    public void Watching_ChangesNoBitAndSeesEveryParameter(string cell, DType dtype)
    {
        LensRun run = new() { Cell = cell, DType = dtype, Passes = 2, ClipNorm = 0.1 };
        Assert.Equal(run.Weights(), run.Weights(new GradientAutocorrelation()));

        var (record, plain) = run.Both(new GradientAutocorrelation());
        foreach (string name in plain.Parameters.Select(parameter => parameter.Name))
        {
            double[][] gradients = [.. plain.Steps.Select(step => step.Gradient[name])];
            Assert.Equal(Expect.Cosine(gradients[2], gradients[0])!.Value, Cosines(record, 0, name)[1], 5);
            double[] second = [.. new[] { 3, 4, 5 }.Select(step => Expect.Cosine(gradients[step], gradients[step - 2])!.Value)]; // the stretch went on
            Assert.Equal(second.Average(), Cosines(record, 1, name)[1], 5);
        }
    }
}
