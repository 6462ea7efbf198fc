using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>A number that is not finite is planted somewhere, and found there.</summary>
public sealed class NonFiniteSearchTests
{
    const int Word = 7;
    static readonly int[][] Texts = [[2, 3, 4, 5, 6], [3, 4, 5, Word, 2, 3], [4, 4]];

    [Fact]
    public void Find_NaNInAWeight_NamesTheElement()
    {
        var net = new TextNet("lstm");
        Of(net, "lstm.weight_hh_l0").Value.Span<float>()[(6 * 3) + 4] = float.NaN;
        NonFiniteFault fault = Find(net, backward: false)!;
        Assert.Equal(("the weight", "lstm.weight_hh_l0", "[3, 4]"), (fault.What, fault.Name, fault.Element));
        Assert.Equal("first NaN: the weight lstm.weight_hh_l0[3, 4]", fault.Describe());
    }

    [Fact]
    public void InWeights_RunningMean_IsNamedLikeAWeight()
    {
        var norm = new BatchNorm1d(3);
        Assert.Null(NonFiniteSearch.InWeights(norm));
        norm.RunningMean.Value.Span<float>()[2] = float.NegativeInfinity;
        Assert.Equal("first minus infinity: the weight running_mean[2]", NonFiniteSearch.InWeights(norm)!.Describe());
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void Find_StateThatOverflows_NamesLayerWordAndText(bool backward, int word)
    {
        TextNet net = Overflowing(options: null);
        NonFiniteFault fault = Find(net, backward)!;
        Assert.Equal(("the states", "rnn.l0", double.PositiveInfinity, 1, word), (fault.What, fault.Name, fault.Value, fault.Text!.Value, fault.Word!.Value));
        Assert.Equal("first infinity: the states of rnn.l0 at word 4 of text 1 of the batch", fault.Describe());
        Assert.Equal("first infinity: the states of rnn.l0 at word 4 of r.csv:9", fault.Describe(text => $"r.csv:{text + 8}"));
    }

    [Fact]
    public void Find_GradientThatOverflows_NamesItThoughTheLossIsFinite()
    {
        var net = new TextNet("rnn");
        foreach (Parameter parameter in net.Parameters) parameter.Value.Span<float>().Clear(); // all states and logits are zero
        Of(net, "fc.weight").Value.Span<float>().Fill(1e20f);
        NonFiniteFault fault = NonFiniteSearch.Find(net, () => Ops.Sum(net.Forward(SequenceBatch.FromIds(Texts)) * Tensor.From([0, 1e20f, 0], new Shape(3, 1))), backward: true)!;
        Assert.StartsWith("the gradient of the ", fault.What, StringComparison.Ordinal);
        Assert.Equal((double.PositiveInfinity, 1), (fault.Value, fault.Text!.Value));
        Assert.Null(NonFiniteSearch.Find(net, () => Ops.Sum(net.Forward(SequenceBatch.FromIds(Texts))), backward: true));
    }

    [Fact]
    public void Find_LossOfItsOwn_SaysThatItIsTheLoss()
    {
        var net = new TextNet("gru");
        NonFiniteFault fault = NonFiniteSearch.Find(net, () => double.NaN * Ops.Sum(net.Forward(SequenceBatch.FromIds(Texts))), backward: false)!;
        Assert.Equal("first NaN: the loss itself", fault.Describe());
    }

    [Fact]
    public void Find_AllFinite_FindsNothingAndLeavesEverything()
    {
        var net = new TextNet("gru");
        net.Train();
        Ops.Sum(net.Forward(SequenceBatch.FromIds(Texts))).Backward();
        double[][] waiting = [.. net.Parameters.Select(parameter => parameter.Gradient.ToDoubles())];
        Assert.Null(Find(net, backward: true));
        Assert.Null(Find(net, backward: false));
        Assert.Equal(waiting, net.Parameters.Select(parameter => parameter.Gradient.ToDoubles()));
        Assert.True(net.Dropout.Training);
        Assert.Null(net.Recurrent.Watcher);
    }

    [Fact]
    public void Find_ForwardOnly_LeavesTheStepThatIsBegun()
    {
        TextNet net = Overflowing(options: null);
        Tensor loss = Ops.Sum(net.Embedding.Forward(SequenceBatch.FromIds([[2, 3]])).Values);
        Assert.NotNull(Find(net, backward: false));
        loss.Backward();
        Assert.Equal([2, 3], net.Embedding.Weight.Gradient.Rows.ToArray().Order());
    }

    static TextNet Overflowing(RecurrentOptions? options)
    {
        var net = new TextNet("rnn", options: options, activation: Activation.Relu);
        Of(net, "rnn.weight_ih_l0").Value.Span<float>().Fill(1);
        Of(net, "embedding.weight").Value.Span<float>().Slice(Word * 5, 5).Fill(1e38f); // five of them are more than a float holds
        return net;
    }

    static NonFiniteFault? Find(TextNet net, bool backward) => NonFiniteSearch.Find(net, () => Ops.Sum(net.Forward(SequenceBatch.FromIds(Texts))), backward);

    static Parameter Of(TextNet net, string name) => net.Parameters.Single(parameter => parameter.Name == name);
}
