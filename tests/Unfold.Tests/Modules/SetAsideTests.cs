using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests;

public sealed class SetAsideTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(DType.Float64)]
    public void TakeBack_AfterTrainingOnTheCopy_LeavesTrainingTheSameToTheBit(DType? dtype)
    {
        Assert.Equal(Train(_ => { }), Train(table =>
        {
            table.Weight.SetAside(dtype);
            Adam other = new([table.Weight], new AdamOptions { LearningRate = 1 });
            for (int step = 0; step < 3; step++)
            {
                Loss(table, [3, 4]).Backward();
                other.Step();
            }
            Loss(table, [1]).Backward();
            table.Weight.TakeBack();
        }));
    }

    [Fact]
    public void SetAside_Twice_SaysWhatToDo()
    {
        Linear linear = new(2, 2, new Rng(1));
        linear.Weight.SetAside();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => linear.Weight.SetAside());
        Assert.Equal("Parameter.SetAside: expected nothing of weight to lie aside, got a second call. Call TakeBack first.", error.Message);
    }

    [Fact]
    public void To_FrozenParameter_StaysFrozen()
    {
        Linear linear = new(2, 2, new Rng(1));
        linear.Weight.Trainable = false;
        linear.To(DType.Float64);
        Assert.False(linear.Weight.Trainable);
        Assert.True(linear.Bias!.Trainable);
    }

    /// <summary>Row-sparse steps whose other rows wait; in the middle, with a gradient waiting too, something is tried.</summary>
    static float[] Train(Action<Embedding> attempt)
    {
        Embedding table = new(6, 3, new Rng(4));
        Adam adam = new(table.Parameters, new AdamOptions { LearningRate = 0.1, WeightDecay = 0.01 });
        for (int step = 0; step < 8; step++)
        {
            Loss(table, [step % 6, 2]).Backward();
            if (step == 4)
                attempt(table);
            adam.Step();
        }
        return table.Weight.Value.ToFloats();
    }

    static Tensor Loss(Embedding table, int[] words)
    {
        Tensor vectors = table.Forward(SequenceBatch.FromIds([words])).Values;
        return Ops.Sum(Ops.Multiply(vectors, vectors));
    }
}
