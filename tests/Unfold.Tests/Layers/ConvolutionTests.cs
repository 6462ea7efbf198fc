using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Layers;

public class ConvolutionTests
{
    [Fact]
    public void Conv1d_TwoTextsByHand_ReadNothingOfEachOther()
    {
        Tensor weight = Tensor.From([1f, 10, 100], new Shape(1, 1, 3)), bias = Tensor.From([0.5f], new Shape(1));
        Tensor dense = Tensor.From([1f, 2, 3, 4, 7, 8, 99, 99], new Shape(2, 4, 1)); // 99: behind the end
        SequenceTensor x = SequenceTensor.FromDense(dense, [4, 2]);
        Assert.Equal([210.5f, 321.5f, 432.5f, 43.5f, 870.5f, 87.5f, 0, 0], Ops.Conv1d(x, weight, bias, ConvolutionPadding.Same).ToDense().ToFloats());
        SequenceTensor valid = Ops.Conv1d(x, weight, bias, ConvolutionPadding.Valid);
        Assert.Equal([2, 1], valid.Layout.Lengths.ToArray());
        Assert.Equal([321.5f, 432.5f, 87.5f, 0], valid.ToDense().ToFloats()); // 7 + 80, and zero behind the end of the short one
    }

    [Fact]
    public void Conv1d_ValidWithShortTextsOfSeveralLengths_KeepsThemApart()
    {
        Tensor weight = Tensor.From([1f, 10, 100, 1000], new Shape(1, 1, 4));
        SequenceTensor x = SequenceTensor.FromDense(Tensor.From([1f, 0, 0, 2, 3, 4, 5, 6, 0], new Shape(3, 3, 1)), [1, 3, 2]);
        SequenceTensor y = Ops.Conv1d(x, weight, null, ConvolutionPadding.Valid);
        Assert.Equal([1, 1, 1], y.Layout.Lengths.ToArray());
        Assert.Equal([1f, 432, 65], y.ToDense().ToFloats());
    }

    /// <summary>More rows than a block, a block that ends within a step, lengths of every kind.</summary>
    [Theory]
    [InlineData(ConvolutionPadding.Valid), InlineData(ConvolutionPadding.Same)]
    public void Conv1d_ManyTexts_EachIsAsIfAlone(ConvolutionPadding padding)
    {
        int[] lengths = [.. Enumerable.Range(0, 60).Select(i => i * 37 % 53)];
        var convolution = new Conv1d(5, 7, 4, new Rng(1), padding);
        convolution.To(DType.Float64);
        SequenceTensor x = new(SequenceLayout.Of(lengths), Cells.Fill(new Shape(lengths.Sum(), 5), 3, 1, DType.Float64));
        double[] alike = [.. lengths.SelectMany((_, i) => Alone(i))], together = Text(convolution.Forward(x), null);
        OpCases.OpChecks.Close(alike, together, 1e-13);

        double[] Alone(int text)
        {
            double[] own = Text(x, text);
            return Text(convolution.Forward(new(SequenceLayout.Of([lengths[text]]), Tensor.From(own, new Shape(lengths[text], 5)))), null);
        }

        static double[] Text(SequenceTensor packed, int? only)
        {
            double[] all = packed.Values.ToDoubles();
            SequenceLayout layout = packed.Layout;
            return [.. Enumerable.Range(0, layout.Count).Where(i => only is null || i == only).SelectMany(i =>
                Enumerable.Range(0, layout.LengthArray[i]).SelectMany(t => all.AsSpan(layout.Row(i, t) * packed.Features, packed.Features).ToArray()))];
        }
    }

    [Fact]
    public void Conv1d_FrozenInput_GetsNoGradientAndTheWeightsTheSame()
    {
        double[] Gradient(bool trainable)
        {
            var embedding = new Embedding(9, 4, new Rng(2));
            embedding.Weight.Trainable = trainable;
            var convolution = new Conv1d(4, 3, 3, new Rng(1));
            SequenceTensor words = embedding.Forward(SequenceBatch.FromIds([[1, 2, 3, 4], [5, 6]]));
            Assert.Equal(trainable, words.Values.RequiresGrad);
            Cells.Weigh(convolution.Forward(words).Values, 7).Backward();
            Assert.Equal(trainable, !embedding.Weight.Gradient.IsEmpty);
            Assert.Equal(trainable, words.Values.Grad is not null);
            return convolution.Weight.Gradient.ToDoubles();
        }
        Assert.Equal(Gradient(trainable: true), Gradient(trainable: false));
    }

    [Fact]
    public void MaxPool1d_EqualValues_TheFirstGetsTheGradient()
    {
        Tensor x = Tensor.From([2f, 2, 1, 3, 3], new Shape(1, 5, 1), requiresGrad: true);
        SequenceTensor y = Ops.MaxPool1d(SequenceTensor.FromDense(x), 2, 2);
        Assert.Equal([2f, 3], y.Values.ToFloats()); // the fifth step fills no window
        Ops.Sum(y.Values).Backward();
        Assert.Equal([1.0, 0, 0, 1, 0], x.Grad!.ToDoubles());
    }

    [Fact]
    public void MaxPool1d_TextShorterThanAWindow_KeepsItsLargest()
    {
        SequenceTensor y = new MaxPool1d(4).Forward(SequenceTensor.FromDense(Tensor.From([-3f, -2, -5], new Shape(1, 3, 1))));
        Assert.Equal([-2f], y.Values.ToFloats());
    }

    [Fact]
    public void MaxPool1d_NotANumber_StaysOne()
    {
        SequenceTensor y = new MaxPool1d(3).Forward(SequenceTensor.FromDense(Tensor.From([1f, float.NaN, 5], new Shape(1, 3, 1))));
        Assert.True(float.IsNaN(y.Values.ToFloats()[0]));
    }

    [Fact]
    public void Conv1d_OtherWidthOfInput_SaysWhatWasExpected()
    {
        var convolution = new Conv1d(4, 2, 3, new Rng(1));
        var error = Assert.Throws<ShapeException>(() => convolution.Forward(SequenceTensor.FromDense(Tensor.Zeros(new Shape(2, 3, 5)))));
        Assert.Equal("Conv1d: expected input [..., 4], got [6, 5]. The layer was built for 4 inputs; check the width of what comes before it.", error.Message);
    }

    [Fact]
    public void ToString_OfConvolutionAndPooling_TellsSizesAndParameters()
    {
        Assert.Equal("Conv1d(100, 200, width: 3) 60,200 parameters", new Conv1d(100, 200, 3, new Rng(1)).ToString());
        Assert.Equal("Conv1d(2, 3, width: 2, same length, bias: false) 12 parameters", new Conv1d(2, 3, 2, new Rng(1), ConvolutionPadding.Same, bias: false).ToString());
        Assert.Equal("MaxPool1d(3, stride: 1) 0 parameters", new MaxPool1d(3, 1).ToString());
    }
}
