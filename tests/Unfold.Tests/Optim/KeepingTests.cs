using Unfold.Optim;
using Unfold.Serialization;

namespace Unfold.Tests;

/// <summary>Keeping an optimizer between steps changes nothing, and what is kept goes on to the same bits.</summary>
public sealed class KeepingTests
{
    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("sparse")]
    [InlineData("momentum")]
    public void Keep_AfterEveryStep_ChangesNoBit(string kind)
    {
        (OneParameter plain, OneParameter kept) = (Make(), Make());
        (Optimizer forPlain, Optimizer forKept) = (OptimizerOf(kind, plain), OptimizerOf(kind, kept));
        for (int step = 0; step < 300; step++)
        {
            Step(plain, forPlain, step);
            Step(kept, forKept, step);
            forKept.Keep(new KeptState()); // rows that wait for their steps make them now, not later
        }
        Assert.Equal(Bits(plain), Bits(kept));
        Assert.Equal(forPlain.CopyState().SelectMany(pair => pair.Value.ToDoubles()), forKept.CopyState().SelectMany(pair => pair.Value.ToDoubles()));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("sparse")]
    [InlineData("momentum")]
    public void Keep_InAnotherOptimizer_GoesOnToTheSameBits(string kind)
    {
        string path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.safetensors");
        OneParameter whole = Make(), stopped = Make(), resumed = Make();
        (Optimizer forWhole, Optimizer forStopped) = (OptimizerOf(kind, whole), OptimizerOf(kind, stopped));
        for (int step = 0; step < 60; step++) Step(whole, forWhole, step);
        for (int step = 0; step < 23; step++) Step(stopped, forStopped, step);
        forStopped.LearningRate *= 0.5; // an action of the doctor
        (forStopped.ClipNorm, forStopped.LearningRate) = (forStopped.ClipNorm, forStopped.LearningRate * 2);
        var state = new KeptState();
        forStopped.Keep(state.Part("optimizer"));
        stopped.Keep(state.Part("model"));
        KeptFile.Write(path, state);
        KeptState read = KeptFile.Read(path);
        File.Delete(path);
        Optimizer forResumed = OptimizerOf(kind, resumed);
        forResumed.Keep(read.Part("optimizer"));
        resumed.Keep(read.Part("model"));
        Assert.Equal(23, forResumed.Steps);
        for (int step = 23; step < 60; step++) Step(resumed, forResumed, step);
        Assert.Equal(Bits(whole), Bits(resumed));
    }

    [Fact]
    public void Keep_WhileAGradientWaits_SaysWhen()
    {
        OneParameter model = Make();
        Optimizer optimizer = OptimizerOf("adam", model);
        model.AddRows([.. Enumerable.Range(0, 200).Select(i => (double)i)], [1]);
        Assert.Equal(
            "Adam.Keep: expected no gradient to wait for its step, got one of weight. Call it after Step, not between Backward and Step.",
            Assert.Throws<InvalidOperationException>(() => optimizer.Keep(new KeptState())).Message);
    }

    static OneParameter Make() => new([.. Enumerable.Range(0, 200).Select(i => i * 0.01)], new Shape(40, 5), DType.Float32);

    static Optimizer OptimizerOf(string kind, OneParameter model) => kind switch
    {
        "adam" => new Adam(model.Parameters, new() { Schedule = LearningRateSchedule.Cosine(60).WithWarmUp(5), ClipNorm = 3 }),
        "adamw" => new AdamW(model.Parameters, new() { WeightDecay = 0.01 }),
        "sparse" => new SparseAdam(model.Parameters, new()),
        _ => new Sgd(model.Parameters, new() { Momentum = 0.9, WeightDecay = 0.01 }),
    };

    /// <summary>A few rows of forty, the same in each step of that number: most rows wait for long.</summary>
    static void Step(OneParameter model, Optimizer optimizer, int step)
    {
        var rng = new Rng((ulong)step);
        model.AddRows([.. Enumerable.Range(0, 200).Select(_ => rng.NextNormal())], [rng.Next(10), 10 + rng.Next(30)]);
        optimizer.Step();
    }

    static int[] Bits(OneParameter model) => [.. model.Weight.Value.ToFloats().Select(BitConverter.SingleToInt32Bits)];
}
