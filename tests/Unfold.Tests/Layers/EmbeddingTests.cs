using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests.Layers;

public class EmbeddingTests
{
    static readonly Dictionary<int, float[]> Vectors = new() { [1] = [1, 2], [3] = [-3, 4] };

    [Fact]
    public void Load_SomeRows_LeavesTheOthers()
    {
        var embedding = new Embedding(5, 2, new Rng(1));
        float[] before = embedding.Weight.Value.ToFloats();
        embedding.Load(Vectors);
        float[] after = embedding.Weight.Value.ToFloats();
        Assert.Equal([1f, 2], after[2..4]);
        Assert.Equal([-3f, 4], after[6..8]);
        Assert.Equal([.. before[..2], .. before[4..6], .. before[8..]], (float[])[.. after[..2], .. after[4..6], .. after[8..]]);
        Assert.Equal(0, embedding.FrozenCount);
    }

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam", "adamw"];

    /// <summary>Weight decay would move every row, momentum those that had a gradient once.</summary>
    [Theory, MemberData(nameof(Optimizers))]
    public void Freeze_SomeRows_NothingMovesThemAndTheOthersMoveAsBefore(string name)
    {
        (float[] frozen, int kept) = Train(name, freeze: true);
        (float[] free, _) = Train(name, freeze: false);
        Assert.Equal(2, kept);
        Assert.Equal([1f, 2], frozen[2..4]);
        Assert.Equal([-3f, 4], frozen[6..8]);
        Assert.NotEqual(free[2..4], frozen[2..4]);
        Assert.NotEqual(free[6..8], frozen[6..8]);
        Assert.Equal([.. free[..2], .. free[4..6], .. free[8..]], (float[])[.. frozen[..2], .. frozen[4..6], .. frozen[8..]]);
    }

    static (float[] Table, int Frozen) Train(string name, bool freeze)
    {
        var embedding = new Embedding(5, 2, new Rng(1), paddingIndex: 0);
        embedding.Load(Vectors, freeze);
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(embedding.Parameters, new SgdOptions { LearningRate = 0.1, WeightDecay = 0.1 }),
            "momentum" => new Sgd(embedding.Parameters, new SgdOptions { LearningRate = 0.1, Momentum = 0.9 }),
            "adam" => new Adam(embedding.Parameters, new AdamOptions { LearningRate = 0.1, WeightDecay = 0.1 }),
            _ => new AdamW(embedding.Parameters, new AdamOptions { LearningRate = 0.1, WeightDecay = 0.1 }),
        };
        foreach (int[] text in (int[][])[[0, 1, 2], [3, 3, 4], [2, 1], [4]])
        {
            // Row by row, so that one row's gradient does not depend on another's.
            Ops.Sum(Ops.Tanh(embedding.Forward(SequenceBatch.FromIds([text])).Values)).Backward();
            optimizer.Step();
        }
        return (embedding.Weight.Value.ToFloats(), embedding.FrozenCount);
    }

    /// <summary>Where a table is also used as a matrix, its gradient is dense, and a step would move every row.</summary>
    [Fact]
    public void Freeze_TableTiedToALinearMap_StaysAsWell()
    {
        var embedding = new Embedding(5, 2, new Rng(1));
        embedding.Load(Vectors, freeze: true);
        float[] before = embedding.Weight.Value.ToFloats();
        var adam = new Adam(embedding.Parameters, new AdamOptions { LearningRate = 0.1 });
        Tensor words = embedding.Forward(SequenceBatch.FromIds([[1, 2]])).Values;
        Ops.Sum(Ops.Tanh(Ops.Linear(words, embedding.Weight.Value, bias: null))).Backward();
        Assert.False(embedding.Weight.Gradient.IsRowSparse);
        adam.Step();
        float[] after = embedding.Weight.Value.ToFloats();
        Assert.Equal(before[2..4], after[2..4]);
        Assert.Equal(before[6..8], after[6..8]);
        Assert.NotEqual(before[..2], after[..2]);
    }

    [Fact]
    public void Unfreeze_AfterStepsWithDecay_MovesOnFromWhereItStood()
    {
        var embedding = new Embedding(3, 1, new Rng(1));
        embedding.Load(new Dictionary<int, float[]> { [1] = [8] }, freeze: true);
        var sgd = new Sgd(embedding.Parameters, new SgdOptions { LearningRate = 1, WeightDecay = 0.5 });
        Step(2);
        Step(2);
        embedding.Unfreeze();
        Assert.Equal(8f, embedding.Weight.Value.Span<float>()[1]);
        Step(2);
        Assert.Equal(4f, embedding.Weight.Value.Span<float>()[1]); // one step's decay, not three

        void Step(int id)
        {
            Ops.Sum(embedding.Forward(SequenceBatch.FromIds([[id]])).Values).Backward();
            sgd.Step();
        }
    }

    [Fact]
    public void Load_VectorOfAnotherWidth_LoadsNothing()
    {
        var embedding = new Embedding(5, 2, new Rng(1));
        float[] before = embedding.Weight.Value.ToFloats();
        var error = Assert.Throws<ArgumentException>(() => embedding.Load(new Dictionary<int, float[]> { [1] = [1, 2], [2] = [1, 2, 3] }));
        Assert.StartsWith("Embedding.Load: expected vectors of 2 numbers, got 3 for row 2. Make the embedding as wide as the vectors.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, embedding.Weight.Value.ToFloats());
    }

    [Fact]
    public void Freeze_RowOutsideTheTable_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => new Embedding(5, 2, new Rng(1)).Freeze([5]));
        Assert.StartsWith("Embedding: expected rows in 0..4, got 5. Was the vocabulary another one?", error.Message, StringComparison.Ordinal);
    }
}
