using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>The checks of a model with a large table take a few times the table's bytes, and leave its numbers and gradient alone.</summary>
public sealed class LargeTableTests
{
    const int Rows = 1 << 17, Width = 16;
    const long TableBytes = (long)Rows * Width * sizeof(float);

    static readonly int[][] Texts = TextNet.Texts(4, 30, [5, 7, 3, 6, 9, 2, 4, 8, 6, 5, 7, 4]);

    /// <summary>A copy in double precision (2), one in its own for each of two checks (2), Adam's state (2): what is made and gone again counts here too.</summary>
    [Fact]
    public void Check_LargeTable_AllocatesAFewTimesItsBytes()
    {
        Pairs net = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ChecksDocument checks = Doctor.Check(net, net.Probe, new CheckOptions { Budget = TimeSpan.FromMinutes(5) });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal([CheckNames.Causality], checks.Omitted.Select(omitted => omitted.Name)); // there is no recurrent layer
        Assert.All(checks.Gradients!.Parameters, parameter => Assert.InRange(parameter.Error, 0, 1e-5));
        Assert.True(checks.Gradients.Parameters.Single(parameter => parameter.Name == "bigrams.weight").Norm > 0);
        Assert.InRange((double)allocated / TableBytes, 5, 12);
    }

    [Fact]
    public void Check_WeightsAndGradientBefore_AreTheSameAfter()
    {
        Pairs net = new();
        BinaryCrossEntropy.WithLogits(net.Forward(SequenceBatch.FromIds([Texts[0], Texts[1]])), [0, 1]).Backward();
        Parameter table = net.Parameters.Single(parameter => parameter.Name == "bigrams.weight");
        (float[] numbers, double[] gradient) = (table.Value.ToFloats(), table.Gradient.ToDoubles());

        Doctor.Check(net, net.Probe, new CheckOptions { Budget = TimeSpan.FromMinutes(5) });

        Assert.Equal(numbers, table.Value.ToFloats());
        Assert.Equal(gradient, table.Gradient.ToDoubles());
    }

    sealed class Pairs : Module
    {
        readonly BigramEmbedding _pairs;
        readonly Linear _out;

        public Pairs()
        {
            var rng = new Rng(5);
            _pairs = Register("bigrams", new BigramEmbedding(Rows, Width, rng.Fork("bigrams")));
            _out = Register("fc", new Linear(Width, 1, rng.Fork("fc")));
        }

        public Probe Probe => new(Texts, [.. Texts.Select((_, i) => i % 2)], Forward);

        public Tensor Forward(SequenceBatch batch) => _out.Forward(Ops.ReadOut(_pairs.Forward(batch), ReadOut.Mean));
    }
}
