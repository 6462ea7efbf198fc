using Unfold.Nn;

namespace Unfold.Tests.Kernels;

/// <summary>What becomes of a step that a token ends.</summary>
public class CancellableTests
{
    /// <summary>A test before these on the same thread may have left its step open.</summary>
    public CancellableTests() => Tape.EndStep();

    [Fact]
    public void Cancellable_EndedWithinAStep_IsForgottenAndTheNextOneIsItsOwn()
    {
        using var stop = new CancellationTokenSource();
        Parameter parameter = new Linear(64, 64, new Rng(1)).Weight;
        Tensor weight = parameter.Value;
        Assert.ThrowsAny<OperationCanceledException>(() => Execution.Cancellable(stop.Token, () =>
        {
            Tensor product = Ops.MatMul(weight, weight);
            stop.Cancel();
            return Ops.MatMul(product, weight);
        }));
        Assert.False(Tape.IsWithinStep);
        Assert.False(Execution.Cancellation.CanBeCanceled);

        Ops.Sum(2.0 * weight).Backward();
        Assert.All(parameter.Gradient.ToDoubles(), slope => Assert.Equal(2, slope));
        Assert.Equal(2, Tape.Recorded.Count); // of the step of now alone
    }

    [Fact]
    public void Cancellable_AnotherExceptionWithinAStep_IsForgottenToo()
    {
        Tensor weight = new Linear(8, 8, new Rng(1)).Weight.Value;
        Assert.Throws<InvalidOperationException>(() => Execution.Cancellable(CancellationToken.None, () =>
        {
            _ = Ops.MatMul(weight, weight);
            throw new InvalidOperationException();
        }));
        Assert.False(Tape.IsWithinStep);
    }

    [Fact]
    public void Cancellable_EndedWithinAnotherStep_LeavesThatOne()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Parameter parameter = new Linear(64, 64, new Rng(1)).Weight;
        Tensor weight = parameter.Value;
        Tensor loss = Ops.Sum(2.0 * weight);
        Assert.ThrowsAny<OperationCanceledException>(() => Execution.Cancellable(stop.Token, () => Tape.NoGrad(() => Ops.MatMul(weight, weight))));

        loss.Backward();
        Assert.All(parameter.Gradient.ToDoubles(), slope => Assert.Equal(2, slope));
    }
}
