using System.Runtime.CompilerServices;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests.Tensors;

/// <summary>What lives as long as a model begins on a line of the cache, wherever the runtime puts its arrays.</summary>
public class AlignedArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100_003)]
    public void Zeros_OfAnyLength_AreSoManyZeros(int length)
    {
        ArraySegment<float> floats = AlignedArray.Zeros<float>(length);
        ArraySegment<double> doubles = AlignedArray.Zeros<double>(length);
        Assert.Equal((length, length), (floats.Count, doubles.Count));
        Assert.False(floats.AsSpan().ContainsAnyExcept(0f));
        Assert.False(doubles.AsSpan().ContainsAnyExcept(0.0));
        if (length < 16) return; // less than a line: anywhere
        AssertBeginsOnALine(Address(floats.AsSpan()));
        AssertBeginsOnALine(Address(doubles.AsSpan()));
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void ParametersAndGradients_BeginOnALine(DType dtype)
    {
        Embedding embedding = new(257, 24, new Rng(1));
        Linear linear = new(24, 17, new Rng(2));
        embedding.To(dtype);
        linear.To(dtype);
        Adam adam = new([.. embedding.Parameters, .. linear.Parameters]);
        for (int step = 0; step < 2; step++) // the second one keeps what the first one made
        {
            Ops.Sum(linear.Forward(embedding.Forward(SequenceBatch.FromIds([[1, 5, 3], [2, 250]])).Values)).Backward();
            foreach (Parameter parameter in (Parameter[])[embedding.Weight, linear.Weight]) AssertBeginsOnALine(dtype == DType.Float32 ? Address(parameter.Gradient.Values<float>()) : Address(parameter.Gradient.Values<double>()));
            adam.Step();
        }

        foreach (Parameter parameter in (Parameter[])[embedding.Weight, linear.Weight])
            AssertBeginsOnALine(parameter.DType == DType.Float32 ? Address(parameter.Value.Span<float>()) : Address(parameter.Value.Span<double>()));
    }

    static void AssertBeginsOnALine(nuint address) => Assert.Equal(0u, address % 64);

    static unsafe nuint Address<T>(Span<T> numbers)
        where T : unmanaged => (nuint)Unsafe.AsPointer(ref numbers[0]);
}
