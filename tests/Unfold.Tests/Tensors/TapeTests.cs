using Unfold.Nn;

namespace Unfold.Tests.Tensors;

public class TapeTests
{
    [Fact]
    public void Read_AfterTheNextStepStarted_SaysSoInsteadOfGarbage()
    {
        Tensor w = Tensor.From([1f, 2f], new Shape(2), requiresGrad: true);
        Tensor y = w * w;
        Ops.Sum(y).Backward();
        Assert.Equal([1f, 4f], y.ToFloats()); // still readable: no other step has begun
        Tensor kept = y.Detach();
        _ = w + w;
        var error = Assert.Throws<InvalidOperationException>(() => y.ToFloats());
        Assert.Equal("Tensor [2]: expected a tensor of the running step, got one whose buffer went back to the arena when the next step started. " +
            "Read it before the next operation, or keep a copy with Detach().", error.Message);
        Assert.Equal([1f, 4f], kept.ToFloats());
    }

    [Fact]
    public void Backward_Twice_IsRefused()
    {
        Tensor w = Tensor.From([2f], new Shape(1), requiresGrad: true);
        Tensor loss = Ops.Sum(w * w);
        loss.Backward();
        var error = Assert.Throws<InvalidOperationException>(loss.Backward);
        Assert.Equal("Tensor.Backward: expected a step that has not been run backwards yet, got a second Backward. Add the losses and call Backward once.", error.Message);
    }

    [Fact]
    public void Backward_FromAGradient_IsThatOfItsSumOfProducts()
    {
        Tensor w = Tensor.From([2f, -3f], new Shape(2), requiresGrad: true), gradient = Tensor.From([10f, 100f], new Shape(2));
        (w * w).Backward(gradient);
        Assert.Equal([40f, -600f], w.Grad!.ToFloats());
        Assert.Equal([10f, 100f], gradient.ToFloats());

        Tensor sum = Tensor.From([2f, -3f], new Shape(2), requiresGrad: true);
        Ops.Sum(sum * sum * gradient).Backward();
        Assert.Equal(w.Grad!.ToFloats(), sum.Grad!.ToFloats());
    }

    [Fact]
    public void Backward_FromAGradientOfALeaf_AddsUpWithoutChangingIt()
    {
        Tensor w = Tensor.From([2f, 3f], new Shape(2), requiresGrad: true), gradient = Tensor.From([1f, 5f], new Shape(2));
        Tensor begun = w * w; // a step runs, whatever this thread has done before
        w.Backward(gradient);
        Assert.Equal([4f, 9f], begun.ToFloats());
        (w + w).Backward(gradient);
        Assert.Equal([3f, 15f], w.Grad!.ToFloats());
        Assert.Equal([1f, 5f], gradient.ToFloats());
    }

    [Fact]
    public void Backward_FromAGradientThatDoesNotFit_IsRefused()
    {
        Tensor w = Tensor.From([2f, 3f], new Shape(2), requiresGrad: true), y = w * w;
        var error = Assert.Throws<ShapeException>(() => y.Backward(Tensor.Zeros(new Shape(3))));
        Assert.Equal("Tensor.Backward: expected a gradient of shape [2], got [3]. A gradient has a number for each of the tensor's.", error.Message);
        var type = Assert.Throws<InvalidOperationException>(() => y.Backward(Tensor.Zeros(new Shape(2), DType.Float64)));
        Assert.Equal("Tensor.Backward: expected a gradient of Float32, got Float64. Use To(DType) to convert.", type.Message);
        y.Backward(Tensor.From([1f, 1f], new Shape(2))); // nothing was lost
        Assert.Equal([4f, 6f], w.Grad!.ToFloats());
    }

    [Fact]
    public void Backward_OfAMatrix_IsRefused()
    {
        Tensor w = Tensor.From([2f, 3f], new Shape(2), requiresGrad: true);
        var error = Assert.Throws<ShapeException>((w * w).Backward);
        Assert.Equal("Tensor.Backward: expected a loss with one element, got shape [2]. Reduce it with Mean or Sum first, or give the gradient to begin with.", error.Message);
    }

    [Fact]
    public void NoGrad_RecordsNothingAndItsResultLivesUntilTheNextStep()
    {
        Tensor w = Tensor.From([3f], new Shape(1), requiresGrad: true);
        Tensor y = Tape.NoGrad(() => w * w);
        Assert.False(y.RequiresGrad);
        Assert.Equal(9f, y.Item());
        var error = Assert.Throws<InvalidOperationException>(y.Backward);
        Assert.Equal("Tensor.Backward: expected a result of recorded operations on parameters, got a tensor that requires no gradient. " +
            "Was it computed inside Tape.NoGrad, or from constants only?", error.Message);
        _ = w + w;
        Assert.Throws<InvalidOperationException>(() => y.Item());
    }

    [Fact]
    public void NoGrad_InsideAStep_LeavesTheStepWhole()
    {
        Tensor w = Tensor.From([3f], new Shape(1), requiresGrad: true);
        Tensor y = w * w;
        Tensor aside = Tape.NoGrad(() => w + w);
        Ops.Sum(y).Backward();
        Assert.Equal(6f, aside.Item());
        Assert.Equal(6f, w.Grad!.Item());
    }

    [Fact]
    public void Backward_SeveralTimes_AddsUpInTheParameterUntilConsumed()
    {
        var layer = new Linear(1, 1, new Rng(1), bias: false);
        for (int k = 1; k <= 3; k++)
        {
            Ops.Sum(layer.Forward(Tensor.From([2f], new Shape(1, 1)))).Backward();
            Assert.Equal([2.0 * k], layer.Weight.Gradient.ToDoubles());
        }
        layer.Weight.Gradient.Consume();
        Assert.True(layer.Weight.Gradient.IsEmpty);
    }

    [Fact]
    public void Step_ThatRepeats_TakesNoMoreMemory()
    {
        var layer = new Linear(64, 64, new Rng(1));
        Tensor x = Tensor.Zeros(new Shape(512, 64));
        void Step() => Ops.Mean(Ops.Tanh(layer.Forward(x))).Backward();
        for (int i = 0; i < 50; i++) Step();
        long arena = Tape.ArenaBytes;
        long[] bytes = new long[5];
        for (int window = 0; window < bytes.Length; window++) // what the runtime allocates once, as workers that start, falls into one of them
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++) Step();
            bytes[window] = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        }
        Assert.Equal(arena, Tape.ArenaBytes);
        Assert.InRange(bytes.Order().ElementAt(2), 0, 4096); // handles only: the data of a step is 400 KB
    }

    [Fact]
    public void Parameter_MadeUntrainable_GetsNoGradient()
    {
        var layer = new Linear(2, 2, new Rng(1));
        layer.Weight.Trainable = false;
        Ops.Sum(layer.Forward(Tensor.From([1f, 2f], new Shape(1, 2)))).Backward();
        Assert.True(layer.Weight.Gradient.IsEmpty);
        Assert.False(layer.Bias!.Gradient.IsEmpty);
    }

    [Fact]
    public void Dropout_UnderNoGradOrEval_DoesNothing()
    {
        var dropout = new Dropout(0.5, new Rng(1));
        Tensor x = Tensor.From(Enumerable.Repeat(1f, 100).ToArray(), new Shape(100), requiresGrad: true);
        Assert.Equal(x.ToFloats(), Tape.NoGrad(() => dropout.Forward(x)).ToFloats());
        float[] dropped = dropout.Forward(x).ToFloats();
        Assert.InRange(dropped.Count(v => v == 0), 25, 75);
        Assert.All(dropped, v => Assert.True(v is 0 or 2));
        dropout.Eval();
        Assert.Same(x, dropout.Forward(x));
    }
}
