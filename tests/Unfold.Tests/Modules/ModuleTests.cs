using Unfold.Nn;

namespace Unfold.Tests.Modules;

public class ModuleTests
{
    sealed class Pair : Module
    {
        public Pair(Linear first, Linear second) => (First, Second) = (Register("first", first), Register("second", second));

        public Linear First { get; }

        public Linear Second { get; }
    }

    [Fact]
    public void Parameters_OfAModel_HaveFullNames()
    {
        var pair = new Pair(new Linear(2, 3, new Rng(1)), new Linear(3, 1, new Rng(2)));
        Assert.Equal(["first.weight", "first.bias", "second.weight", "second.bias"], pair.Parameters.Select(p => p.Name));
        Assert.Equal((2 * 3) + 3 + 3 + 1, pair.ParameterCount);
        Assert.Equal("Pair() 13 parameters\n  first: Linear(2, 3) 9 parameters\n  second: Linear(3, 1) 4 parameters", pair.ToString());
    }

    [Fact]
    public void Register_OneLayerTwice_IsRefused()
    {
        var layer = new Linear(2, 2, new Rng(1));
        var error = Assert.Throws<ArgumentException>(() => new Pair(layer, layer));
        Assert.StartsWith("Pair.second: expected a module of its own, got one that is already first of a Pair. Two layers need two modules; " +
            "to share weights, call Forward twice.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_WrongWidth_SaysWhatWasExpected()
    {
        var layer = new Linear(4, 2, new Rng(1));
        var error = Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Zeros(new Shape(3, 5))));
        Assert.Equal("Linear: expected input [..., 4], got [3, 5]. The layer was built for 4 inputs; check the width of what comes before it.", error.Message);
    }

    [Fact]
    public void Embedding_PaddingRow_IsZeroAndGetsNoGradient()
    {
        var embedding = new Embedding(4, 2, new Rng(1), paddingIndex: 0);
        SequenceTensor x = embedding.Forward(SequenceBatch.FromIds([[0, 3, 0], [3, 1]]));
        Ops.Sum(x.Values).Backward();
        Assert.True(embedding.Weight.Gradient.IsRowSparse);
        Assert.Equal([0, 0, 1, 1, 0, 0, 2, 2], embedding.Weight.Gradient.ToDoubles());
        Assert.Equal([0f, 0f], embedding.Weight.Value.Span<float>()[..2].ToArray());
        Assert.Equal([3, 1], embedding.Weight.Gradient.Rows.ToArray());
    }

    [Fact]
    public void Embedding_IdOutsideTheTable_SaysWhy()
    {
        var embedding = new Embedding(4, 2, new Rng(1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => embedding.Forward(SequenceBatch.FromIds([[4]])));
        Assert.StartsWith("Embedding: expected token ids in 0..3, got 4. Was the text encoded with another vocabulary?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_Float64AndBack_KeepsTheNumbers()
    {
        var layer = new Linear(3, 3, new Rng(1));
        float[] before = layer.Weight.Value.ToFloats();
        layer.To(DType.Float64);
        Assert.Equal(DType.Float64, layer.Forward(Tensor.Zeros(new Shape(1, 3), DType.Float64)).DType);
        layer.To(DType.Float32);
        Assert.Equal(before, layer.Weight.Value.ToFloats());
    }
}
