using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>Gradients, outputs and updates that a tool before this one got wrong or could not see; docs/monitorch.md lists them.</summary>
public sealed class GeometryDefectTests
{
    static RecordColumn Column(RecordFile record, string lens, string series, string statistic) => record.Steps.Find(new(lens, series, statistic))!;

    [Fact]
    public void Defect05_FirstCosineOfAnEpoch_IsNotZero()
    {
        RecordFile record = new LensRun().Under(new ParameterGradientGeometry(), new ParameterUpdateGeometry(cosine: true));

        foreach (RecordColumn cosine in record.Steps.Columns.Where(column => column.Key is { Statistic: "cosine", Series: "out.weight" or "cell.weight_hh_l0" }))
        {
            Assert.False(cosine.Has(0));
            Assert.Equal([1, 2, 3, 4, 5], Enumerable.Range(0, 6).Where(cosine.Has));
            Assert.DoesNotContain(0.0, record.Steps.All(cosine));
        }
    }

    static RecordFile Scaled(DType dtype, double scale)
    {
        LensModel model = new("gru", dtype);
        model.Eval(); // no dropout: each step is the same
        Sgd sgd = new(model.Parameters, new SgdOptions { LearningRate = 0 });
        using Inspector inspector = new Inspector(new ParameterGradientGeometry(), new OutputGradientGeometry(), new ParameterGradientActivation(every: 1)).Attach(model, sgd);
        for (int step = 0; step < 2; step++)
        {
            Ops.Scale(model.Loss(SequenceBatch.FromIds([[1, 2, 3], [4, 5]])), scale).Backward();
            sgd.Step();
        }
        inspector.TickEpoch();
        return inspector.ReadRecord();
    }

    [Theory]
    [InlineData(DType.Float32, 1e-6)]
    [InlineData(DType.Float32, 1e-12)]
    [InlineData(DType.Float64, 1e-60)]
    public void Defect06_CosineOfTinyEqualGradients_IsOne(DType dtype, double scale)
    {
        RecordFile record = Scaled(dtype, scale);

        foreach (string series in (string[])["cell.weight_hh_l0", "cell.weight_hh_l0[z]", "words.weight"])
            Assert.Equal(1, Column(record, "gradients", series, "cosine").Values[1], 6);
        foreach (string series in (string[])["cell", "words", "out"])
            Assert.Equal(1, Column(record, "outputGradients", series, "cosine").Values[1], 6);
    }

    [Theory]
    [InlineData(DType.Float32, 1e-12)]
    [InlineData(DType.Float64, 1e-60)]
    public void Defect11_TinyGradients_AreAsActiveAsLargeOnes(DType dtype, double scale)
    {
        (RecordFile usual, RecordFile tiny) = (Scaled(dtype, 1), Scaled(dtype, scale));

        RecordColumn[] active = [.. usual.Steps.Columns.Where(column => column.Key.Lens == "gradientActivation")];
        Assert.Equal(2 * (1 + 4 + 4 * 3 + 4), active.Length);
        Assert.All(active, column => Assert.Equal(column.Values[0], Column(tiny, "gradientActivation", column.Key.Series, column.Key.Statistic).Values[0]));
        Assert.Contains(active, column => column.Key.Statistic == "active" && column.Values[0] == 1);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Defect07_AnOutputThatNobodyReads_IsMissingAndBreaksNothing(string cell)
    {
        RecordFile record = new LensRun { Cell = cell, Final = true }.Under(LensSets.Monitorch());

        Assert.Empty(record.Steps.All(Column(record, "outputGradients", "cell", "norm")));
        Assert.Equal(6, record.Steps.All(Column(record, "outputGradients", "words", "norm")).Length);
        Assert.Equal(6, record.Steps.All(Column(record, "gradients", "cell.weight_hh_l0", "norm")).Count(norm => norm > 0));
    }

    [Fact]
    public void Defect08_ASmallerLastBatch_HasANormAndNoCosine()
    {
        RecordFile record = new LensRun().Under(new OutputGradientGeometry());

        foreach (string module in (string[])["words", "cell", "wide", "drop", "out"])
        {
            Assert.All(Enumerable.Range(0, 6), row => Assert.True(Column(record, "outputGradients", module, "norm").Has(row)));
            RecordColumn cosine = Column(record, "outputGradients", module, "cosine");
            Assert.Equal((true, false, false), (cosine.Has(1), cosine.Has(2), cosine.Has(3)));
        }
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Defect09_RecurrentModules_AreSeenByEveryLensOnOutputs(string cell)
    {
        RecordFile record = new LensRun { Cell = cell }.Under(new OutputActivation(include: module => module is Nn.Recurrent), new OutputNorm(), new OutputGradientGeometry());

        foreach ((string lens, string statistic) in ((string, string)[])[("activation", "active"), ("outputs", "norm"), ("outputGradients", "norm")])
            Assert.Equal(6, record.Steps.All(Column(record, lens, "cell", statistic)).Count(value => value > 0));
    }

    [Fact]
    public void Defect10_SaturatedUnits_AreNotCalledDeadNorDeadOnesActive()
    {
        foreach ((Activation activation, double active, double dead) in ((Activation, double, double)[])[(Activation.Tanh, 1, 0), (Activation.Relu, 0.5, 0.5)])
        {
            ActivationLayer model = new(activation);
            using Inspector inspector = new Inspector(new OutputActivation()).Attach(model);
            model.Forward(Tensor.From([50f, -50, 60, -60], new Shape(2, 2))); // tanh: all saturated; ReLU: the second unit is dead
            inspector.PushLoss(1, 2);
            inspector.TickEpoch();
            RecordFile record = inspector.ReadRecord();
            Assert.Equal((active, dead), (Column(record, "activation", "model", "active").Values[0], Column(record, "activation", "model", "dead").Values[0]));
        }
    }

    [Fact]
    public void Defect13_UpdatesOfAnotherModel_BeginAnew()
    {
        ParameterUpdateGeometry lens = new(cosine: true);
        using Inspector inspector = new(lens);
        foreach ((int inputs, ulong seed) in ((int, ulong)[])[(3, 1), (3, 2), (5, 3)]) // the same shape, another one
        {
            Linear model = new(inputs, 2, new Rng(seed));
            Sgd sgd = new(model.Parameters, new SgdOptions { LearningRate = 0.1 });
            inspector.Attach(model, sgd);
            double[] before = model.Parameters[0].Value.ToDoubles();
            Ops.Sum(model.Forward(Tensor.From(Enumerable.Range(0, inputs).Select(i => (float)i).ToArray(), new Shape(1, inputs)))).Backward();
            sgd.Step();
            inspector.TickEpoch();
            double moved = Expect.Norm(model.Parameters[0].Value.ToDoubles().Zip(before, (after, old) => after - old));
            RecordFile record = inspector.ReadRecord();
            Assert.Equal(1, record.Steps.Count);
            Expect.Close(moved, Column(record, "updates", "weight", "norm").Values[0], "norm", 1e-5);
            Expect.Close(moved, record.Epochs.Find(new("updates", "weight", "path"))!.Values[0], "path", 1e-5);
            Expect.Close(moved, record.Epochs.Find(new("updates", "weight", "distance"))!.Values[0], "distance", 1e-5);
            Assert.False(Column(record, "updates", "weight", "cosine").Has(0));
        }
    }

    [Fact]
    public void Defect14_AttachedAgain_UpdatesAreSeenAgain()
    {
        Linear model = new(2, 1, new Rng(1));
        Sgd sgd = new(model.Parameters, new SgdOptions { LearningRate = 0.1 });
        using Inspector inspector = new(new ParameterUpdateGeometry());
        for (int round = 0; round < 2; round++)
        {
            inspector.Attach(model, sgd);
            Ops.Sum(model.Forward(Tensor.From([1f, 2], new Shape(1, 2)))).Backward();
            sgd.Step();
            inspector.TickEpoch();
            inspector.Detach();
            RecordFile record = inspector.ReadRecord();
            Assert.Equal(0.1 * Math.Sqrt(5), Column(record, "updates", "weight", "norm").Values[0], 6);
        }
    }

    [Fact]
    public void Defect23_SeveralPassesAndClipping_AreToldApart()
    {
        var (record, plain) = new LensRun { Passes = 3, ClipNorm = 0.1 }.Both(new ParameterGradientGeometry());

        Assert.Equal(6, record.Steps.Count); // steps, not passes
        Assert.Equal([12, 12, 6, 12, 12, 6], record.Steps.BatchSizes);
        RecordColumn before = Column(record, "gradients", "all", "norm"), after = Column(record, "gradients", "all", "clipped");
        for (int step = 0; step < 6; step++)
        {
            Expect.Close(Expect.Norm(plain.Steps[step].Gradient.Values.SelectMany(g => g)), before.Values[step], "before clipping");
            Expect.Close(0.1, after.Values[step], "after clipping", 1e-4);
        }
    }

    [Fact]
    public void Cosines_AfterEpochsNobodyLookedAt_CompareOnlyWithTheStepBefore()
    {
        Linear model = new(3, 2, new Rng(1));
        Sgd sgd = new(model.Parameters, new SgdOptions { LearningRate = 0.1 });
        using Inspector inspector = new Inspector(new OutputGradientGeometry(), new ParameterGradientGeometry(), new ParameterUpdateGeometry(cosine: true)) { IsActive = Inspector.Every(2) }
            .Attach(model, sgd);
        List<double[]> gradients = [];
        for (int step = 0; step < 9; step++)
        {
            Tensor y = model.Forward(Tensor.From([1f, step, 2], new Shape(1, 3)));
            Ops.Mean(y * y).Backward();
            gradients.Add(model.Parameters[0].Gradient.ToDoubles());
            sgd.Step();
            if (step % 3 == 2)
                inspector.TickEpoch();
        }

        RecordFile record = inspector.ReadRecord();
        Assert.Equal([0L, 1, 2, 6, 7, 8], record.Steps.Steps);
        // the gradient before the sixth step is still known; its output's gradient and the update before are not
        Expect.Column(record.Steps, "gradients", "weight", "cosine", [null, Cosine(1), Cosine(2), Cosine(6), Cosine(7), Cosine(8)], 1e-5);
        Expect.Column(record.Steps, "updates", "weight", "cosine", [null, Cosine(1), Cosine(2), null, null, Cosine(8)], 1e-4);
        Assert.Equal([1, 2, 4, 5], Enumerable.Range(0, 6).Where(Column(record, "outputGradients", "model", "cosine").Has));

        double? Cosine(int step) => Expect.Cosine(gradients[step], gradients[step - 1]);
    }
}
