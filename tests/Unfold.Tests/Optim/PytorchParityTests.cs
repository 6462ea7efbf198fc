using System.Text.Json;
using Unfold.Optim;

namespace Unfold.Tests;

/// <summary>Weights after each of ten steps agree with PyTorch's, printed by reference/optimizers.py.</summary>
public sealed class PytorchParityTests
{
    static readonly JsonElement Numbers = ReferenceNumbers.Load("optimizers.json");

    static readonly Dictionary<string, Func<OneParameter, Optimizer>> Cases = new(StringComparer.Ordinal)
    {
        ["sgd"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1 }),
        ["sgd_decay"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, WeightDecay = 0.3 }),
        ["sgd_momentum_dampening"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, Momentum = 0.9, Dampening = 0.4, WeightDecay = 0.1 }),
        ["sgd_nesterov"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, Momentum = 0.8, Nesterov = true, WeightDecay = 0.05 }),
        ["adam"] = m => new Adam(m.Parameters, new() { LearningRate = 0.02 }),
        ["adam_decay"] = m => new Adam(m.Parameters, new() { LearningRate = 0.02, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.2 }),
        ["adamw"] = m => new AdamW(m.Parameters, new() { LearningRate = 0.02, Beta1 = 0.85, Beta2 = 0.99, WeightDecay = 0.3 }),
        ["sparse_adam"] = m => new SparseAdam(m.Parameters, new() { LearningRate = 0.02 }),
        ["adam_rows"] = m => new Adam(m.Parameters, new() { LearningRate = 0.02 }),
        ["adamw_rows"] = m => new AdamW(m.Parameters, new() { LearningRate = 0.02, WeightDecay = 0.3 }),
        ["sgd_momentum_rows"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, Momentum = 0.9, WeightDecay = 0.1 }),
        ["adam_clip_norm"] = m => new Adam(m.Parameters, new() { LearningRate = 0.02, ClipNorm = 2 }),
        ["sgd_clip_value_norm"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, ClipValue = 0.7, ClipNorm = 1.5 }),
        ["sgd_step_schedule"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, Schedule = LearningRateSchedule.Steps(3, 0.5) }),
        ["sgd_cosine_schedule"] = m => new Sgd(m.Parameters, new() { LearningRate = 0.1, Schedule = LearningRateSchedule.Cosine(10, 0.1) }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Cases_AreAllOfTheScripts() =>
        Assert.Equal(Numbers.GetProperty("cases").EnumerateObject().Select(x => x.Name).Order(StringComparer.Ordinal), Cases.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_TenTimes_HasPytorchsWeights(string name)
    {
        bool sparse = name == "sparse_adam" || name.EndsWith("_rows", StringComparison.Ordinal);
        var model = new OneParameter(Numbers.GetProperty("start").Doubles(), new Shape(4, 3));
        Optimizer optimizer = Cases[name](model);
        JsonElement expected = Numbers.GetProperty("cases").GetProperty(name);
        for (int step = 0; step < 10; step++)
        {
            double[] gradient = Numbers.GetProperty("gradients")[step].Doubles();
            if (sparse) model.AddRows(gradient, Numbers.GetProperty("touched")[step].Ints());
            else model.AddDense(gradient);
            optimizer.Step();
            if (sparse && step is 1 or 4 or 5) continue; // let rows wait for longer than a step
            double[] want = expected[step].Doubles(), got = model.Weight.Value.ToDoubles();
            for (int i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], 1e-12);
        }
    }
}
