using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>Word vectors taken off the tape before the recurrent layer.</summary>
sealed class DetachedWords : PlantedFault
{
    public override string Id => "D43";
    public override string Name => "word vectors detached, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        return Before.Diagnose(task, net, texts =>
        {
            SequenceTensor words = net.Embedding.Forward(texts);
            return net.Output.Forward(net.Recurrent.Forward(healthy ? words : new SequenceTensor(words.Layout, words.Values.Detach())).Final());
        });
    }
}

/// <summary>A backward that gives half of the gradient.</summary>
sealed class HalvedGradient : PlantedFault
{
    public override string Id => "D43";
    public override string Name => "a backward that halves the gradient, LSTM on topics";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 3).Encode();
        TinyNet net = new("lstm", task, seed);
        return Before.Diagnose(task, net, texts =>
        {
            Tensor state = net.Recurrent.Forward(net.Embedding.Forward(texts)).Final();
            return net.Output.Forward(healthy ? state : Ops.Add(Ops.Scale(state.Detach(), 0.5), Ops.Scale(state, 0.5)));
        });
    }
}
