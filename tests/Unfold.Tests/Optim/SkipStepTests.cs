using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests;

public sealed class SkipStepTests
{
    static (Linear Model, Adam Optimizer) Make()
    {
        var model = new Linear(2, 1, rng: new Rng(1));
        return (model, new Adam(model.Parameters, new AdamOptions { LearningRate = 0.1 }));
    }

    static void Backward(Linear model) => Ops.Sum(model.Forward(Tensor.From([3f, 4f], new Shape(1, 2)))).Backward();

    [Fact]
    public void GradientNorm_BeforeTheStep_IsThatOfAllGradients()
    {
        (Linear model, Adam optimizer) = Make();
        Assert.Equal(0, optimizer.GradientNorm());

        Backward(model);

        Assert.Equal(Math.Sqrt(9 + 16 + 1), optimizer.GradientNorm(), 1e-6);
    }

    [Fact]
    public void SkipStep_LeavesWeightsAndStateAndConsumesGradients()
    {
        (Linear model, Adam optimizer) = Make();
        Backward(model);
        optimizer.Step();
        float[] weights = model.Parameters[0].Value.ToFloats();
        double[] mean = optimizer.CopyState()[$"{model.Parameters[0].Name}.exp_avg"].ToDoubles();
        Backward(model);

        StepSummary summary = optimizer.SkipStep();

        Assert.True(summary.Skipped);
        Assert.Equal(2, optimizer.Steps);
        Assert.Equal(weights, model.Parameters[0].Value.ToFloats());
        Assert.Equal(mean, optimizer.CopyState()[$"{model.Parameters[0].Name}.exp_avg"].ToDoubles());
        Assert.Equal(0, optimizer.GradientNorm());
    }

    [Fact]
    public void ClipNorm_SetBetweenSteps_HoldsFromThenOn()
    {
        (Linear model, Adam optimizer) = Make();
        Assert.Null(optimizer.ClipNorm);
        optimizer.ClipNorm = 0.5;
        Backward(model);

        StepSummary clipped = optimizer.Step();

        Assert.True(clipped.Clipped);
        Assert.Equal(0.5, clipped.ClippedNorm!.Value, 1e-5);
        optimizer.ClipNorm = null;
        Backward(model);
        Assert.False(optimizer.Step().Clipped);
    }
}
