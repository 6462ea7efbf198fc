using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Tests.Layers;

public class NormalisationTests
{
    [Fact]
    public void BatchNorm_TwoRowsByHand_NormalisesAndFollows()
    {
        var norm = new BatchNorm1d(2, momentum: 0.1, epsilon: 1e-12);
        Tensor y = norm.Forward(Tensor.From([1f, 10f, 3f, 30f], new Shape(2, 2)));
        OpCases.OpChecks.Close([-1, -1, 1, 1], y.ToDoubles(), 1e-6);
        OpCases.OpChecks.Close([0.2, 2], norm.RunningMean.Value.ToDoubles(), 1e-7);
        OpCases.OpChecks.Close([0.9 + (0.1 * 2), 0.9 + (0.1 * 200)], norm.RunningVariance.Value.ToDoubles(), 1e-6); // divided by 2 − 1
        Assert.Equal(1, norm.BatchesTracked.Value.Item());
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void BatchNorm_NotTraining_UsesTheRunningMomentsAndLeavesThem(bool byEval)
    {
        var norm = new BatchNorm1d(1);
        norm.RunningMean.Value.Span<float>()[0] = 4;
        norm.RunningVariance.Value.Span<float>()[0] = 25;
        if (byEval) norm.Eval();
        float[] y = byEval ? Forward() : Tape.NoGrad(Forward);
        Assert.Equal(1f, y[0], 1e-5f);
        Assert.Equal(-1f, y[1], 1e-5f);
        Assert.Equal(4f, norm.RunningMean.Value.Span<float>()[0]);
        Assert.Equal(0, norm.BatchesTracked.Value.Item());

        float[] Forward() => norm.Forward(Tensor.From([9f, -1f], new Shape(2, 1))).ToFloats();
    }

    [Fact]
    public void BatchNorm_OneRowWhileTraining_UsesTheRunningMomentsAndLeavesThem()
    {
        var norm = new BatchNorm1d(2);
        Assert.Equal([3f, -2f], norm.Forward(Tensor.From([3f, -2f], new Shape(1, 2))).ToFloats().Select(v => MathF.Round(v, 3)));
        Assert.Equal(0, norm.BatchesTracked.Value.Item());
    }

    [Fact]
    public void BatchNorm_Sequences_CountRealStepsOnly()
    {
        float[] rows = [1, 2, 4, 8];
        var (packed, plain) = (new BatchNorm1d(1), new BatchNorm1d(1));
        Tensor dense = Tensor.From([1f, 2, 99, 4, 99, 99, 8, 99, 99], new Shape(3, 3, 1));
        SequenceTensor y = packed.Forward(SequenceTensor.FromDense(dense, [2, 1, 1]));
        float[] expected = plain.Forward(Tensor.From(rows, new Shape(4, 1))).ToFloats();
        Assert.Equal(expected.Order(), y.Values.ToFloats().Order());
        Assert.Equal(plain.RunningVariance.Value.Item(), packed.RunningVariance.Value.Item());
        Assert.Equal(0.375f, packed.RunningMean.Value.Span<float>()[0]);
    }

    [Fact]
    public void BatchNorm_Saved_KeepsItsRunningMomentsUnderPyTorchsNames()
    {
        string path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.safetensors");
        try
        {
            var first = new Wrapped(new BatchNorm1d(2));
            first.Norm.Forward(Tensor.From([1f, 10f, 3f, 30f], new Shape(2, 2)));
            first.SaveSafetensors(path);
            Assert.Equal(["norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"], SafetensorsFile.Read(path).Tensors.Keys);
            var second = new Wrapped(new BatchNorm1d(2));
            second.LoadSafetensors(path);
            Assert.Equal(first.Norm.RunningVariance.Value.ToFloats(), second.Norm.RunningVariance.Value.ToFloats());
            Assert.Equal(1, second.Norm.BatchesTracked.Value.Item());
            Assert.Equal([.. first.CopyState().Keys], second.CopyState().Keys);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LoadState_WithoutTheRunningMoments_NamesThem()
    {
        var model = new Wrapped(new BatchNorm1d(2));
        OrderedDictionary<string, Tensor> state = model.CopyState();
        state.Remove("norm.running_var");
        var error = Assert.Throws<DamagedFileException>(() => model.LoadState(state, "best.safetensors"));
        Assert.Equal(
            "best.safetensors: expected the 5 parameters and buffers of Wrapped, got other ones; missing: norm.running_var [2]. " +
            "The file belongs to another model or other sizes; build the model that it was saved from.", error.Message);
    }

    [Fact]
    public void To_Float64_TakesTheRunningMomentsAlong()
    {
        var norm = new BatchNorm1d(2);
        norm.To(DType.Float64);
        Assert.Equal(DType.Float64, norm.RunningMean.Value.DType);
        norm.Forward(Tensor.From([1.0, 10, 3, 30], new Shape(2, 2)));
        Assert.Equal([0.2, 2], norm.RunningMean.Value.ToDoubles());
    }

    [Fact]
    public void LayerNorm_OneFeature_GivesTheBias()
    {
        var norm = new LayerNorm(1);
        norm.Bias.Value.Span<float>()[0] = 0.5f;
        Assert.Equal([0.5f, 0.5f], norm.Forward(Tensor.From([7f, -3f], new Shape(2, 1))).ToFloats());
    }

    [Fact]
    public void LayerNorm_OtherWidth_SaysWhatWasExpected()
    {
        var error = Assert.Throws<ShapeException>(() => new LayerNorm(4).Forward(Tensor.Zeros(new Shape(3, 5))));
        Assert.Equal("LayerNorm: expected input [..., 4], got [3, 5]. The layer was built for 4 inputs; check the width of what comes before it.", error.Message);
    }

    [Fact]
    public void BatchNorm_NoRow_SaysWhy()
    {
        var error = Assert.Throws<ShapeException>(() => Ops.BatchNorm(Tensor.Zeros(new Shape(0, 2)), Tensor.Zeros(new Shape(2)), Tensor.Zeros(new Shape(2))));
        Assert.Equal("BatchNorm: expected at least one row, got [0, 2]. A mean over nothing does not exist; leave empty batches out.", error.Message);
    }

    sealed class Wrapped : Module
    {
        public Wrapped(BatchNorm1d norm) => Norm = Register("norm", norm);

        public BatchNorm1d Norm { get; }
    }
}
