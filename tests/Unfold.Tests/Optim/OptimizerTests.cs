using Unfold.Optim;
using Unfold.Serialization;

namespace Unfold.Tests;

public sealed class OptimizerTests
{
    [Fact]
    public void Step_SeveralBackwardPassesBefore_UsesTheirSumAndConsumesIt()
    {
        var model = new OneParameter([0, 0], new Shape(1, 2));
        var optimizer = new Sgd(model.Parameters, new() { LearningRate = 1 });
        model.AddDense([1, 2]);
        model.AddDense([10, 20]);
        optimizer.Step();
        Assert.Equal([-11.0, -22.0], model.Weight.Value.ToDoubles());
        Assert.True(model.Weight.Gradient.IsEmpty);
        var error = Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        Assert.Equal(
            "Sgd.Step: expected a gradient in at least one parameter, got none. Call Backward on the loss before each Step, and check that the " +
            "model's parameters are trainable and are the ones the optimizer was made with.", error.Message);
    }

    [Fact]
    public void Groups_RatesAndDecaysOfTheirOwn_AreUsedBySchedule()
    {
        OneParameter a = new([1.0], new Shape(1)), b = new([1.0], new Shape(1));
        var optimizer = new Sgd(
            [new ParameterGroup(a.Parameters, name => name == "weight") { LearningRate = 0.5, WeightDecay = 1 }, new ParameterGroup(b.Parameters)],
            new() { LearningRate = 0.25, Schedule = LearningRateSchedule.Steps(1, 0.5) });
        for (int step = 0; step < 2; step++)
        {
            a.AddDense([0]);
            b.AddDense([1]);
            optimizer.Step();
        }
        Assert.Equal(0.5 * 0.75, a.Weight.Value.Item(), 1e-15);
        Assert.Equal(1 - 0.25 - 0.125, b.Weight.Value.Item(), 1e-15);
    }

    [Fact]
    public void Step_FrozenParameter_StaysAsItIs()
    {
        OneParameter a = new([1.0], new Shape(1)), b = new([1.0], new Shape(1));
        var optimizer = new Adam(a.Parameters.Concat(b.Parameters));
        a.AddDense([1]);
        b.AddDense([1]);
        a.Weight.Trainable = false;
        optimizer.Step();
        Assert.Equal(1, a.Weight.Value.Item());
        Assert.NotEqual(1, b.Weight.Value.Item());
    }

    [Fact]
    public void Constructor_ParameterInTwoGroups_IsRefused()
    {
        var model = new OneParameter([1.0], new Shape(1));
        var error = Assert.Throws<ArgumentException>(() => new Sgd([new ParameterGroup(model.Parameters), new ParameterGroup(model.Parameters)]));
        Assert.StartsWith("Sgd: expected each parameter in one group, got weight twice. Make the name filters exclude each other.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new Sgd(new ParameterGroup(model.Parameters, _ => false).Parameters));
        Assert.StartsWith("Sgd: expected at least one parameter, got none. Pass model.Parameters, or check the name filter.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SettingsOutOfRange_AreNamed()
    {
        var model = new OneParameter([1.0], new Shape(1));
        (Func<Optimizer> Make, string Message)[] cases =
        [
            (() => new Adam(model.Parameters, new() { Beta1 = 1 }), "AdamOptions.Beta1: expected a number from 0 to below 1, got 1. Change the setting."),
            (() => new Adam(model.Parameters, new() { Epsilon = 0 }), "AdamOptions.Epsilon: expected a number above 0, got 0. Change the setting."),
            (() => new Adam(model.Parameters, new() { LearningRate = double.NaN }), "AdamOptions.LearningRate: expected a number of at least 0, got NaN. Change the setting."),
            (() => new Sgd(model.Parameters, new() { Nesterov = true }), "SgdOptions.Nesterov: expected momentum above 0 and no dampening with it, got 0. Change the setting."),
            (() => new Sgd(model.Parameters, new() { ClipNorm = -1 }), "SgdOptions.ClipNorm: expected a number above 0, or nothing, got -1. Change the setting."),
            (() => new SparseAdam(model.Parameters, new() { WeightDecay = 0.1 }), "SparseAdam: expected no weight decay, got some. Rows without gradient would not decay; take AdamW, or leave it out."),
        ];
        Assert.All(cases, c => Assert.Equal(c.Message, Assert.Throws<RecipeException>(() => c.Make()).Message));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("momentum")]
    public void LoadState_AfterAPause_GoesOnToTheSameBits(string kind)
    {
        string path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.safetensors");
        double[] start = [.. Enumerable.Range(0, 60).Select(i => i * 0.01)];
        OneParameter whole = new(start, new Shape(12, 5), DType.Float32), paused = new(start, new Shape(12, 5), DType.Float32);
        Optimizer forWhole = Make(whole), forPaused = Make(paused);
        Rng rngWhole = new(1), rngPaused = new(1);
        Run(whole, forWhole, rngWhole, 40);
        Run(paused, forPaused, rngPaused, 17);
        SafetensorsFile.Write(path, forPaused.CopyState());
        var resumed = new OneParameter(start, new Shape(12, 5), DType.Float32);
        resumed.LoadState(paused.CopyState(), "memory");
        Optimizer forResumed = Make(resumed);
        forResumed.LoadState(SafetensorsFile.Read(path).Tensors, path);
        File.Delete(path);
        Assert.Equal(17, forResumed.Steps);
        Run(resumed, forResumed, rngPaused, 23);
        Assert.Equal(whole.Weight.Value.ToFloats(), resumed.Weight.Value.ToFloats());

        Optimizer Make(OneParameter model) => kind == "adam"
            ? new Adam(model.Parameters, new() { Schedule = LearningRateSchedule.Cosine(40).WithWarmUp(5) })
            : new Sgd(model.Parameters, new() { Momentum = 0.9 });

        static void Run(OneParameter model, Optimizer optimizer, Rng rng, int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                model.AddRows([.. Enumerable.Range(0, 60).Select(_ => rng.NextNormal())], [rng.Next(5), 5 + rng.Next(5)]);
                optimizer.Step();
            }
        }
    }

    [Fact]
    public void LoadState_OfAnotherOptimizer_NamesWhatIsMissing()
    {
        var model = new OneParameter([1.0, 2.0], new Shape(2));
        var adam = new Adam(model.Parameters);
        var state = new Sgd(model.Parameters, new() { Momentum = 0.5 }).CopyState();
        state["weight.exp_avg"] = Tensor.Zeros(new Shape(3));
        var error = Assert.Throws<DamagedFileException>(() => adam.LoadState(state, "checkpoint"));
        Assert.Equal(
            "checkpoint: expected the state of this Adam, got other tensors: weight.exp_avg is [3] and not [2], weight.exp_avg_sq is missing. " +
            "It was saved by another optimizer or for another model; resume with the ones it was saved from.", error.Message);
    }

    [Fact]
    public void Optimizer_MadeAfterAnother_BringsWaitingRowsUpToDateFirst()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 6)];
        OneParameter dense = new(ones, new Shape(3, 2)), sparse = new(ones, new Shape(3, 2));
        foreach (OneParameter model in new[] { dense, sparse })
        {
            var first = new Sgd(model.Parameters, new() { Momentum = 0.9 });
            for (int step = 0; step < 5; step++)
            {
                double[] gradient = [1, 1, step == 0 ? 2 : 0, step == 0 ? 2 : 0, 0, 0];
                if (model == dense) model.AddDense(gradient);
                else model.AddRows(gradient, step == 0 ? [0, 1] : [0]);
                first.Step();
            }
            var second = new Adam(model.Parameters);
            model.AddDense(ones);
            second.Step();
        }
        Assert.Equal(dense.Weight.Value.ToDoubles(), sparse.Weight.Value.ToDoubles());
    }

    [Fact]
    public void Schedules_AtTheirCorners_HaveTheirDefinedValues()
    {
        double[] At(LearningRateSchedule schedule, params long[] steps) => [.. steps.Select(schedule.Factor)];
        Assert.Equal([1.0, 1, 1], At(LearningRateSchedule.Constant, 0, 5, 1_000_000));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], At(LearningRateSchedule.Steps(2, 0.5), 0, 1, 2, 3, 4));
        double[] cosine = At(LearningRateSchedule.Cosine(10, 0.2), 0, 5, 10, 99);
        Assert.Equal(1, cosine[0], 1e-15);
        Assert.Equal(0.6, cosine[1], 1e-15);
        Assert.Equal([0.2, 0.2], cosine[2..]);
        Assert.Equal([1, 0.75, 0.5, 0.5], At(LearningRateSchedule.Linear(4, 0.5), 0, 2, 4, 9));
        Assert.Equal([0.25, 0.5, 1, 1, 0.1], At(LearningRateSchedule.Steps(2, 0.1).WithWarmUp(4), 0, 1, 3, 4, 6));
        Assert.Equal([1, 0.5, 1, 0.5], At(LearningRateSchedule.Steps(1, 0.5).Then(2, LearningRateSchedule.Steps(1, 0.5)), 0, 1, 2, 3));
        Assert.Equal("3 steps of warm-up, then cosine to 0 in 7 steps", LearningRateSchedule.Cosine(7).WithWarmUp(3).ToString());
    }
}
