using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>What a tool before this one got wrong about models, epochs and records; docs/monitorch.md lists it.</summary>
public sealed class InspectorDefectTests
{
    [Fact]
    public void Defect04_OneParameterByName_IsThatParameterAndItsGates()
    {
        RecordFile record = new LensRun { Cell = "gru" }.Under(
            new ParameterGradientGeometry(include: name => name == "cell.weight_hh_l0"),
            new ParameterUpdateGeometry(include: name => name == "cell.weight_hh_l0"),
            new ParameterGradientActivation(include: name => name == "cell.weight_hh_l0"));

        Assert.Equal(
            ["all", "cell.weight_hh_l0", "cell.weight_hh_l0[n]", "cell.weight_hh_l0[r]", "cell.weight_hh_l0[z]"],
            record.Steps.Columns.Select(column => column.Key.Series).Distinct().Order(StringComparer.Ordinal));
    }

    sealed class Nested : Layer
    {
        readonly Linear _first;
        readonly Sequential _inner;
        readonly Linear _last;

        public Nested()
        {
            Rng rng = new(1);
            _first = Register("first", new Linear(2, 2, rng));
            _inner = Register("inner", new Sequential(new Linear(2, 2, rng), new Sequential(new ActivationLayer(Activation.Tanh), new Linear(2, 2, rng))));
            _last = Register("last", new Linear(2, 1, rng));
        }

        protected override Tensor Compute(Tensor x) => _last.Forward(_inner.Forward(_first.Forward(x)));
    }

    [Fact]
    public void Defect18_LeavesOfEveryDepth_AreSeenInOrder()
    {
        Nested model = new();
        using Inspector inspector = new Inspector(new OutputNorm()).Attach(model);
        model.Forward(Tensor.Zeros(new Shape(1, 2)));
        inspector.PushLoss(1, 1);
        inspector.TickEpoch();

        RecordFile record = inspector.ReadRecord();
        Assert.Equal(["first", "inner.0", "inner.1.0", "inner.1.1", "last"], record.Steps.Columns.Where(column => column.Values.Count > 0).Select(column => column.Key.Series));
    }

    [Fact]
    public void Defect19_OrderOfModulesAndParameters_IsThatOfTheModelInEveryRun()
    {
        LensModel model = new("lstm");
        string[][] orders = [.. Enumerable.Range(0, 2).Select(_ => new LensRun().Under(new OutputNorm(), new ParameterNorm()).Epochs.Columns
            .Where(column => column.Key is { Lens: "weights", Statistic: "share" } or { Lens: "outputs", Statistic: "share" })
            .Select(column => column.Key.Series).ToArray())];

        Assert.Equal([.. model.Parameters.Select(parameter => parameter.Name), "words", "cell", "wide", "relu", "drop", "out"], orders[0]);
        Assert.Equal(orders[0], orders[1]);
    }

    [Fact]
    public void Defect20_EpochsNumber_IsThatOfItsOwnTick()
    {
        using Inspector inspector = new Inspector(new LossMetrics()).Attach(new Linear(1, 1, new Rng(1)));
        inspector.Epoch = 7;
        inspector.PushLoss(1, 1);
        Assert.Equal(7, inspector.TickEpoch());
        Assert.Equal([7], inspector.ReadRecord().Epochs.Epochs);
        Assert.Equal([7], inspector.ReadRecord().Steps.Epochs);

        inspector.Detach();
        inspector.Attach(new Linear(1, 1, new Rng(1)));
        Assert.Equal(0, inspector.TickEpoch());
    }

    static double[] Numbers(RecordFile record) =>
        [.. record.Tables.SelectMany(rows => rows.Columns.Where(column => column.Key.Lens != "inspector").SelectMany(column => rows.All(column)))];

    [Fact]
    public async Task Defect21_TwoInspectorsOnTwoThreads_SeeEachItsOwn()
    {
        LensRun[] runs = [new() { Cell = "lstm" }, new() { Cell = "gru", ClipNorm = 0.1 }];
        double[][] alone = [.. runs.Select(run => Numbers(run.Under(LensSets.Monitorch())))];

        double[][] together = await Task.WhenAll(runs.Select(run => Task.Run(() => Numbers(run.Under(LensSets.Monitorch())))));

        Assert.All(alone, numbers => Assert.True(numbers.Length > 100));
        Assert.Equal(alone[0], together[0]);
        Assert.Equal(alone[1], together[1]);
    }

    [Fact]
    public void Defect26_WritingAnEpoch_CostsNoMoreThanTheOneBefore()
    {
        string path = Path.Combine(Path.GetTempPath(), $"unfold-{Environment.ProcessId}-growth.record");
        try
        {
            Linear model = new(3, 2, new Rng(1));
            Adam adam = new(model.Parameters);
            using Inspector inspector = new Inspector(LensSets.Monitorch()).Attach(model, adam, path);
            List<long> sizes = [];
            foreach (int _ in inspector.Epochs(9))
            {
                sizes.Add(new FileInfo(path).Length);
                for (int step = 0; step < 16; step++)
                {
                    Tensor loss = Ops.Mean(model.Forward(Tensor.From([1f, 2, 3], new Shape(1, 3))));
                    inspector.PushLoss(loss.Item(), 1);
                    loss.Backward();
                    adam.Step();
                }
            }
            long[] written = [.. sizes.Zip(sizes.Skip(1), (before, after) => after - before).Skip(1)]; // the first epoch names its columns
            Assert.Equal(7, written.Length);
            Assert.All(written, bytes => Assert.Equal(written[0], bytes));
            Assert.True(written[0] > 1000);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
