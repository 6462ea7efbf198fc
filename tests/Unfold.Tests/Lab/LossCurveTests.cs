using Unfold.Lab;

namespace Unfold.Tests.Lab;

public sealed class LossCurveTests
{
    static readonly PlainRnn Model = new(40, 6, 5, 4, new NumpyRandom(1234));
    static readonly int[] Words = [3, 17, 3, 39];
    static readonly int[] Tags = [1, 0, 1, 3];

    [Fact]
    public void Of_TheLastLayersFirstWeight_HasTheWeightItselfAmongItsPoints()
    {
        LossCurve curve = LossCurve.Of(Model, Words, Tags, layer: -1, row: 0, column: 0, span: 10, points: 200);

        Assert.Equal(201, curve.Weights.Count);
        Assert.Equal(Model.Wy[0, 0], curve.Weights[100]);
        Assert.Equal(Model.Loss(Words, Tags), curve.Losses[100]);
        Assert.Equal(curve.Loss, curve.Losses[100]);
        Assert.Equal(Model.Wy[0, 0] - 10, curve.Weights[0], 12);
        Assert.Equal(Model.Wy[0, 0] + 10, curve.Weights[^1], 12);
    }

    [Theory]
    [InlineData(0, 17, 2)]
    [InlineData(1, 4, 5)]
    [InlineData(2, 0, 3)]
    [InlineData(3, 3, 1)]
    public void Of_AnyWeight_HasItsGradientAsTangent(int layer, int row, int column)
    {
        LossCurve curve = LossCurve.Of(Model, Words, Tags, layer, row, column, span: 1e-3, points: 3);
        double slope = (curve.Losses[2] - curve.Losses[0]) / (curve.Weights[2] - curve.Weights[0]);
        Assert.Equal(slope, curve.Gradient, 1e-7 * Math.Max(1, Math.Abs(slope)));
    }

    [Fact]
    public void Of_LeavesTheWeightAsItWas()
    {
        double before = Model.Wh[1, 2];
        LossCurve.Of(Model, Words, Tags, 2, 1, 2);
        Assert.Equal(before, Model.Wh[1, 2]);
    }

    [Theory]
    [InlineData(4, 0, 0, "LossCurve: expected a layer in 0..3 (W_e, W_x, W_h, W_y), or −1..−4 from the end.")]
    [InlineData(3, 4, 0, "LossCurve: expected a row and a column of W_y [4, 5], got 4 and 0.")]
    public void Of_NoSuchWeight_SaysWhatThereIs(int layer, int row, int column, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => LossCurve.Of(Model, Words, Tags, layer, row, column));
        Assert.StartsWith(message, error.Message);
    }
}
