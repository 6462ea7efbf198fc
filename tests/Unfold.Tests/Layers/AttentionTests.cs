using Unfold.Nn;

namespace Unfold.Tests.Layers;

public class AttentionTests
{
    /// <summary>x = 1, 0 with the query 0 (its own last step) and x = ln 3 · (1, 1): scores by hand.</summary>
    [Fact]
    public void DotProduct_LastStepAsQuery_WeighsByHand()
    {
        double l = Math.Log(3);
        Tensor dense = Tensor.From([0, 1, 99, 0, l, 1, 7, 99, 99], new Shape(3, 3, 1));
        AttentionResult result = new DotProductAttention().Forward(SequenceTensor.FromDense(dense, [2, 3, 1]));
        OpCases.OpChecks.Close([1 / (1 + Math.E), Math.E / (1 + Math.E)], result.WeightsOf(0), 1e-15);
        OpCases.OpChecks.Close([1 / (4 + Math.E), 3 / (4 + Math.E), Math.E / (4 + Math.E)], result.WeightsOf(1), 1e-15);
        Assert.Equal([1.0], result.WeightsOf(2));
        OpCases.OpChecks.Close([Math.E / (1 + Math.E), ((3 * l) + Math.E) / (4 + Math.E), 7], result.Context.ToDoubles(), 1e-15);
    }

    public static TheoryData<string> Kinds => ["last", "learned", "additive"];

    [Theory, MemberData(nameof(Kinds))]
    public void Weights_OfEveryText_AddUpToOneAndOneWordAttendsToItself(string kind)
    {
        SequenceTensor x = SequenceTensor.FromDense(Recurrent.Cells.Fill(new Shape(4, 5, 3), 2, 5, DType.Float32), [5, 1, 0, 3]);
        AttentionResult result = Make(kind).Forward(x);
        Assert.Equal([1f], result.WeightsOf(1).Select(w => (float)w));
        Assert.Equal(x.ToDense().ToFloats()[15..18], result.Context.ToFloats()[3..6]);
        Assert.Empty(result.WeightsOf(2));
        Assert.Equal([0f, 0, 0], result.Context.ToFloats()[6..9]); // an empty text
        foreach (int text in (int[])[0, 3]) Assert.Equal(1, result.WeightsOf(text).Sum(), 1e-6);
        Assert.NotEqual(result.WeightsOf(0)[0], result.WeightsOf(0)[1]);
    }

    /// <summary>A score so large that its exponential overflows, and one so small that it vanishes.</summary>
    [Fact]
    public void SequenceSoftmax_LargeScores_StaysFinite()
    {
        SequenceTensor scores = SequenceTensor.FromDense(Tensor.From([1000f, -1000, 1000, 3, 99, 99], new Shape(2, 3, 1)), [3, 1]);
        Assert.Equal([0.5f, 0, 0.5f, 1, 0, 0], Ops.SequenceSoftmax(scores).ToDense().ToFloats());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Forward_Watched_ShowsContextAndWeightsAndChangesNothing(string kind)
    {
        Attention attention = Make(kind);
        SequenceTensor x = SequenceTensor.FromDense(Recurrent.Cells.Fill(new Shape(2, 4, 3), 2, 1, DType.Float32), [4, 2]);
        float[] plain = attention.Forward(x).Context.ToFloats();
        var watcher = new WeightsWatcher();
        attention.Watcher = watcher;
        AttentionResult result = attention.Forward(x);
        Assert.Equal(plain, result.Context.ToFloats());
        Assert.Equal(result.WeightsOf(1), watcher.Weights);
        Assert.Equal(plain, watcher.Output);
    }

    [Fact]
    public void WeightsOf_NoSuchText_SaysWhichThereAre()
    {
        AttentionResult result = new DotProductAttention().Forward(SequenceTensor.FromDense(Tensor.Zeros(new Shape(2, 3, 1))));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => result.WeightsOf(2));
        Assert.StartsWith("AttentionResult: expected a text in 0..1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DotProduct_QueryOfAnotherSize_SaysWhatWasExpected()
    {
        SequenceTensor x = SequenceTensor.FromDense(Tensor.Zeros(new Shape(2, 3, 4)));
        var error = Assert.Throws<ShapeException>(() => new DotProductAttention().Forward(x, Tensor.Zeros(new Shape(2, 5))));
        Assert.Equal("SequenceDot: expected a query [2, 4], one for each text, got [2, 5]. Queries stand in the caller's order of texts.", error.Message);
    }

    static Attention Make(string kind) => kind switch
    {
        "last" => new DotProductAttention(scaled: true),
        "learned" => new DotProductAttention(3, new Rng(1)),
        _ => new AdditiveAttention(3, 4, new Rng(1)),
    };

    sealed class WeightsWatcher : IModuleWatcher
    {
        public double[] Weights { get; private set; } = [];

        public float[] Output { get; private set; } = [];

        public ModuleSignals Signals(Module module) => ModuleSignals.Attention | ModuleSignals.Output;

        public void OnAttention(Attention attention, AttentionResult result) => Weights = result.WeightsOf(1);

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout) => Output = output.ToFloats();

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout) => throw new InvalidOperationException("not asked for");

        public void OnTokens(Embedding embedding, SequenceBatch batch) => throw new InvalidOperationException("not asked for");

        public void OnRecurrence(RecurrentPass pass) => throw new InvalidOperationException("not asked for");

        public void OnRecurrenceGradient(RecurrentPass pass) => throw new InvalidOperationException("not asked for");
    }
}
