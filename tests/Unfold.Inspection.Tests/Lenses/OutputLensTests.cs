using Unfold.Nn;
using Seen = Unfold.Inspection.Tests.PlainRun.Seen;

namespace Unfold.Inspection.Tests;

/// <summary>The lenses on outputs, number by number, against plain loops over copies of everything.</summary>
public sealed class OutputLensTests
{
    const int Steps = 6;

    public static TheoryData<string, DType, int> Runs => new()
    {
        { "lstm", DType.Float32, 1 }, { "lstm", DType.Float64, 2 }, { "gru", DType.Float32, 2 }, { "rnn", DType.Float64, 1 }, { "rnn", DType.Float32, 1 },
    };

    static IEnumerable<double[]> Rows(Seen seen) => seen.Values.Chunk(seen.Width);

    static double Active(IEnumerable<Seen> seen) => seen.SelectMany(one => one.Values).Average(x => x != 0 ? 1.0 : 0);

    static double Dead(IEnumerable<Seen> seen)
    {
        double[][] rows = [.. seen.SelectMany(Rows)];
        return Enumerable.Range(0, rows[0].Length).Average(unit => rows.All(row => row[unit] == 0) ? 1.0 : 0);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Activation_OfEveryStepAndEpoch_IsWhatAPlainLoopCounts(string cell, DType dtype, int passes)
    {
        var (record, plain) = new LensRun { Cell = cell, DType = dtype, Passes = passes }.Both(new OutputActivation());

        foreach (string module in (string[])["relu", "drop"])
        {
            Expect.Column(record.Steps, "activation", module, "active", [.. Enumerable.Range(0, Steps).Select(step => (double?)Active(plain.Outputs(module, step)))]);
            Expect.Column(record.Steps, "activation", module, "dead", [.. Enumerable.Range(0, Steps).Select(step => (double?)Dead(plain.Outputs(module, step)))]);
            Expect.Column(record.Epochs, "activation", module, "deadEpoch", [.. Enumerable.Range(0, 2).Select(epoch =>
                (double?)Dead(Enumerable.Range(epoch * 3, 3).SelectMany(step => plain.Outputs(module, step))))]);
            Expect.Column(record.Epochs, "activation", module, "active.validation", [.. Enumerable.Range(0, 2).Select(epoch => (double?)Active(plain.Validation(module, epoch)))]);
            Expect.Column(record.Epochs, "activation", module, "dead.validation", [.. Enumerable.Range(0, 2).Select(epoch =>
                (double?)plain.Validation(module, epoch).Sum(batch => Dead([batch]) * batch.Values.Length) / plain.Validation(module, epoch).Sum(batch => batch.Values.Length))]);
        }
        Expect.Column(record.Epochs, "activation", "worst", "active", [.. Enumerable.Range(0, 2).Select(epoch => (double?)new[] { "relu", "drop" }
            .Min(module => Enumerable.Range(epoch * 3, 3).Average(step => Active(plain.Outputs(module, step)))))]);
        Expect.Column(record.Epochs, "activation", "worst", "dead", [.. Enumerable.Range(0, 2).Select(epoch => (double?)new[] { "relu", "drop" }
            .Max(module => Enumerable.Range(epoch * 3, 3).Average(step => Dead(plain.Outputs(module, step)))))]);
        Assert.Contains(record.Steps.All(record.Steps.Find(new("activation", "relu", "dead"))!), share => share > 0); // the loop above has something to count
        Assert.All(record.Steps.Columns, column => Assert.Contains(column.Key.Series, (string[])["relu", "drop"]));
    }

    [Fact]
    public void Activation_AskedForOtherModules_LooksAtThemAndLeavesOutOthers()
    {
        RecordFile record = new LensRun { Cell = "rnn" }.Under(new OutputActivation(include: module => module is Nn.Recurrent || module.Path == "words", exclude: module => module.Path == "drop"));

        Assert.Equal(["words", "cell", "relu"], record.Steps.Columns.Select(column => column.Key.Series).Distinct());
        Assert.All(record.Steps.All(record.Steps.Find(new("activation", "cell", "active"))!), share => Assert.Equal(1, share)); // tanh is never quite zero
    }

    /// <summary>Puts out what it is told.</summary>
    sealed class Says : Layer
    {
        public required float[] Values { get; set; }

        protected override Tensor Compute(Tensor x) => Ops.Add(x, Tensor.From(Values, x.Shape));
    }

    static (double Active, double Dead) Looked(float[] values, int rows, OutputActivation lens)
    {
        Says model = new() { Values = values };
        using Inspector inspector = new Inspector(lens).Attach(model);
        model.Forward(Tensor.Zeros(new Shape(rows, values.Length / rows)));
        inspector.PushLoss(1, rows);
        inspector.TickEpoch();
        RecordRows steps = inspector.ReadRecord().Steps;
        return (steps.Find(new("activation", "model", "active"))!.Values[0], steps.Find(new("activation", "model", "dead"))!.Values[0]);
    }

    [Fact]
    public void Activation_OfTinyNumbers_CountsByTheirOwnScale()
    {
        float[] values = [1e-20f, 0, -2e-20f, 0, 3e-20f, 1e-30f];

        var (active, dead) = Looked(values, 3, new(include: module => module is Says));
        Assert.Equal((0.5, 0.5), (active, dead)); // 1e-30 is nothing beside 1e-20
        Assert.Equal((0, 1), Looked(values, 3, new(include: module => module is Says, absoluteThreshold: 1e-8)));
        (active, dead) = Looked(values, 3, new(include: module => module is Says, relativeThreshold: 0));
        Assert.Equal(2 / 3.0, active, 6);
        Assert.Equal(0, dead);
    }

    [Fact]
    public void Activation_OfNaN_IsNaNAndNotDead()
    {
        var (active, dead) = Looked([1, float.NaN, 0, 0], 2, new(include: module => module is Says));
        Assert.True(double.IsNaN(active) && double.IsNaN(dead));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Norm_OfEveryStepAndEpoch_IsTheMeanOverRows(string cell, DType dtype, int passes)
    {
        var (record, plain) = new LensRun { Cell = cell, DType = dtype, Passes = passes }.Both(new OutputNorm(rootMeanSquare: true));
        string[] modules = ["words", "cell", "wide", "relu", "drop", "out"];

        double Mean(IEnumerable<Seen> seen) => seen.SelectMany(Rows).Average(row => Expect.Norm(row));
        double Epoch(string module, int epoch) => Enumerable.Range(epoch * 3, 3).Average(step => Mean(plain.Outputs(module, step)));

        Assert.Equal(modules, record.Steps.Columns.Where(column => column.Key.Lens == "outputs").Select(column => column.Key.Series).Distinct());
        foreach (string module in modules)
        {
            double width = plain.Outputs(module, 0).First().Width;
            Expect.Column(record.Steps, "outputs", module, "norm", [.. Enumerable.Range(0, Steps).Select(step => (double?)Mean(plain.Outputs(module, step)))]);
            Expect.Column(record.Steps, "outputs", module, "rms", [.. Enumerable.Range(0, Steps).Select(step => (double?)Mean(plain.Outputs(module, step)) / Math.Sqrt(width))]);
            Expect.Column(record.Epochs, "outputs", module, "norm.validation", [.. Enumerable.Range(0, 2).Select(epoch => (double?)Mean(plain.Validation(module, epoch)))]);
            Expect.Column(record.Epochs, "outputs", module, "share", [.. Enumerable.Range(0, 2).Select(epoch => (double?)Epoch(module, epoch) / modules.Sum(other => Epoch(other, epoch)))]);
        }
    }

    [Theory]
    [InlineData(1e-25f)]
    [InlineData(1)]
    [InlineData(1e25f)]
    public void Norm_OfAnyScale_IsExact(float scale)
    {
        float[] values = [.. Enumerable.Range(0, 38).Select(i => (i % 7 - 3) * scale)];
        Says model = new() { Values = values };
        using Inspector inspector = new Inspector(new OutputNorm()).Attach(model);
        model.Forward(Tensor.Zeros(new Shape(2, 19)));
        inspector.PushLoss(1, 2);
        inspector.TickEpoch();
        double expected = values.Chunk(19).Average(row => Expect.Norm(row.Select(x => (double)x)));
        Assert.Equal(1, inspector.ReadRecord().Steps.Find(new("outputs", "model", "norm"))!.Values[0] / expected, 6);
    }

    [Fact]
    public void Norm_OfNaN_RaisesTheAlarmAtItsFirstModule()
    {
        Says model = new() { Values = [1, float.NaN] };
        using Inspector inspector = new Inspector(new OutputNorm()).Attach(model);
        for (int i = 0; i < 2; i++)
        {
            model.Forward(Tensor.Zeros(new Shape(1, 2)));
            inspector.PushLoss(1, 1);
        }
        Assert.Equal("Epoch 0, step 0: outputs of model are NaN or infinite.", Assert.Single(inspector.Alarms).Message);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void OutputGradient_OfEveryStep_IsTheGradientsNorm(string cell, DType dtype, int passes)
    {
        var (record, plain) = new LensRun { Cell = cell, DType = dtype, Passes = passes }.Both(new OutputGradientGeometry(rootMeanSquare: true, skipActivations: false));

        foreach (string module in (string[])["words", "cell", "wide", "relu", "drop", "out"])
        {
            double[][] gradients = [.. Enumerable.Range(0, Steps).Select(step => plain.Gradients(module, step).SelectMany(seen => seen.Values).ToArray())];
            string[] shapes = [.. Enumerable.Range(0, Steps).Select(step => string.Join('|', plain.Gradients(module, step).Select(seen => $"{seen.Values.Length} {string.Join(',', seen.Active)}")))];
            Expect.Column(record.Steps, "outputGradients", module, "norm", [.. gradients.Select(gradient => (double?)Expect.Norm(gradient))]);
            Expect.Column(record.Steps, "outputGradients", module, "rms", [.. gradients.Select(gradient => (double?)Expect.Norm(gradient) / Math.Sqrt(gradient.Length))]);
            Expect.Column(record.Steps, "outputGradients", module, "cosine",
                [.. Enumerable.Range(0, Steps).Select(step => step > 0 && shapes[step] == shapes[step - 1] ? Expect.Cosine(gradients[step], gradients[step - 1]) : null)], 1e-5);
        }
        Assert.True(record.Steps.Find(new("outputGradients", "out", "cosine"))!.Has(4)); // four texts after four
        Assert.False(record.Steps.Find(new("outputGradients", "cell", "cosine"))!.Has(4)); // ten steps after ten, of other texts
    }

    [Fact]
    public void OutputGradient_ThatNeverArrives_IsMissing()
    {
        RecordFile record = new LensRun { Cell = "lstm", Final = true }.Under(new OutputGradientGeometry());

        Expect.Column(record.Steps, "outputGradients", "cell", "norm", new double?[Steps]);
        Assert.Equal(Steps, record.Steps.All(record.Steps.Find(new("outputGradients", "words", "norm"))!).Length);
        Assert.Null(record.Steps.Find(new("outputGradients", "relu", "norm")));
    }

    [Fact]
    public void OutputGradient_EverySecondStep_ComparesWithTheOneLookedAtBefore()
    {
        var (record, plain) = new LensRun().Both(new OutputGradientGeometry(every: 2));

        double[][] gradients = [.. Enumerable.Range(0, Steps).Select(step => plain.Gradients("out", step).SelectMany(seen => seen.Values).ToArray())];
        Expect.Column(record.Steps, "outputGradients", "out", "norm", [.. Enumerable.Range(0, Steps).Select(step => step % 2 == 0 ? (double?)Expect.Norm(gradients[step]) : null)]);
        Expect.Column(record.Steps, "outputGradients", "out", "cosine", [null, null, null, null, null, null]); // 4, 2, 4 texts
    }

    [Fact]
    public void OutputLenses_WatchingAll_ChangeNoBit()
    {
        LensRun run = new();
        Assert.Equal(run.Weights(), run.Weights(new OutputActivation(include: _ => true), new OutputNorm(include: _ => true), new OutputGradientGeometry(skipActivations: false)));
    }
}
