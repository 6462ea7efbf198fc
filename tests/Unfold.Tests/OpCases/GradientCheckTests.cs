namespace Unfold.Tests.OpCases;

public class GradientCheckTests
{
    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.000001, false)] // a millionth too much in one backward is found
    public void Run_PlantedErrorInABackward_IsFound(double factor, bool passes)
    {
        Tensor x = Tensor.From([0.3, -1.2, 2.0], new Shape(3), requiresGrad: true);
        IReadOnlyList<GradientCheckEntry> entries = GradientCheck.Run(() => Ops.Sum(SquareWithFactor.Apply(x, factor)), [], [("x", x)]);
        Assert.Equal(passes, entries.Single().MaxRelativeError <= OpChecks.GradientBound);
        Assert.Equal(3, entries.Single().Checked);
    }

    [Fact]
    public void Run_Float32Leaf_SaysWhatToDo()
    {
        Tensor x = Tensor.From([0.3f], new Shape(1), requiresGrad: true);
        var error = Assert.Throws<ArgumentException>(() => GradientCheck.Run(() => Ops.Sum(x), [], [("x", x)]));
        Assert.StartsWith("GradientCheck: expected Float64 tensors that require a gradient, got Tensor [1] Float32, requires grad. " +
            "Convert the model with To(DType.Float64).", error.Message, StringComparison.Ordinal);
    }

    sealed class SquareWithFactor(Tensor output, Tensor x, double factor) : Node(output)
    {
        public static Tensor Apply(Tensor x, double factor)
        {
            Tensor y = Tape.Allocate(x.Shape, x.DType, x.RequiresGrad);
            for (int i = 0; i < x.Length; i++) y.Span<double>()[i] = x.Span<double>()[i] * x.Span<double>()[i];
            if (y.RequiresGrad) Tape.Record(new SquareWithFactor(y, x, factor));
            return y;
        }

        public override void Backward()
        {
            for (int i = 0; i < x.Length; i++) x.GradientSpan<double>()[i] += factor * 2 * x.Span<double>()[i] * Output.GradientSpan<double>()[i];
        }
    }
}
