using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>The inspector on a real optimizer and a real model.</summary>
public sealed class WatchingTests
{
    static (float[] Weights, RecordFile? Record) Train(bool watch, double rate = 0.01)
    {
        Rng rng = new(3);
        Linear model = new(4, 1, rng);
        Adam adam = new(model.Parameters, new AdamOptions { LearningRate = rate });
        using Inspector? inspector = watch ? new Inspector(new LossMetrics(), new ParameterGradientGeometry()).Attach(model, adam) : null;
        for (int step = 0; step < 20; step++)
        {
            float[] x = [.. Enumerable.Range(0, 24).Select(_ => (float)rng.NextNormal())];
            float[] y = [.. Enumerable.Range(0, 6).Select(i => x[i * 4] > 0 ? 1f : 0f)];
            Tensor loss = BinaryCrossEntropy.WithLogits(model.Forward(Tensor.From(x, new Shape(6, 4))), y);
            inspector?.PushLoss(loss.Item(), 6);
            loss.Backward();
            adam.Step();
            if (step % 10 == 9)
                inspector?.TickEpoch();
        }
        return ([.. model.Parameters.SelectMany(parameter => parameter.Value.ToFloats())], inspector?.ReadRecord());
    }

    [Fact]
    public void Training_WatchedOrNot_GivesTheSameBits() => Assert.Equal(Train(watch: false).Weights, Train(watch: true).Weights);

    [Fact]
    public void Record_OfAnAdamRun_HasEveryStepOfEveryParameter()
    {
        RecordRows steps = Train(watch: true).Record!.Steps;

        Assert.Equal(20, steps.Count);
        Assert.Equal(Enumerable.Range(0, 20).Select(step => (long)step), steps.Steps);
        Assert.Equal(10, steps.Epochs.Count(epoch => epoch == 1));
        RecordColumn weight = steps.Find(new("gradients", "weight", "norm"))!;
        RecordColumn bias = steps.Find(new("gradients", "bias", "norm"))!;
        RecordColumn all = steps.Find(new("gradients", "all", "norm"))!;
        for (int row = 0; row < 20; row++)
            Assert.Equal(Math.Sqrt(weight.Values[row] * weight.Values[row] + bias.Values[row] * bias.Values[row]), all.Values[row], 5);
        RecordColumn cosine = steps.Find(new("gradients", "weight", "cosine"))!;
        Assert.False(cosine.Has(0));
        Assert.Equal(10, steps.InEpoch(cosine, 1).Length);
        Assert.Equal(1, Math.Abs(steps.Find(new("gradients", "bias", "cosine"))!.Values[5]), 6); // one number: it agrees or turns back
    }

    [Fact]
    public void Detach_LeavesTheOptimizerAlone()
    {
        Linear model = new(2, 1, new Rng(1));
        Sgd sgd = new(model.Parameters);
        Inspector inspector = new Inspector(new ParameterGradientGeometry()).Attach(model, sgd);
        Assert.NotNull(sgd.Observer);
        inspector.Detach();
        Assert.Null(sgd.Observer);
    }
}
