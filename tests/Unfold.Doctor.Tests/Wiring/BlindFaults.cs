using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>A mask turned round: pads are kept, and words are replaced by them.</summary>
sealed class InvertedMask : PlantedFault
{
    public override string Id => "D30";
    public override string Name => "mask turned round, words replaced by pads, LSTM on topics";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        const int length = 10;
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode().Padded(length);
        TinyNet net = new("lstm", task, seed);
        return Before.Diagnose(task, net, texts =>
        {
            int[][] rows = [.. Enumerable.Range(0, texts.Count).Select(text => Enumerable.Range(0, length).Select(place => texts.Ids[(place * texts.Count) + text]).ToArray())];
            SequenceBatch read = SequenceBatch.FromIds([.. rows.Select(row => row.Select(id => healthy ? id : TokenTask.Pad).ToArray())]);
            return net.Output.Forward(Ops.ReadOut(net.Recurrent.Forward(net.Embedding.Forward(read)).Output, Nn.ReadOut.Max));
        });
    }
}

/// <summary>The answer read from the state before the first word.</summary>
sealed class StateBeforeTheText : PlantedFault
{
    public override string Id => "D30";
    public override string Name => "state read before the first word, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        return Before.Diagnose(task, net, texts =>
        {
            Tensor state = net.Recurrent.Forward(net.Embedding.Forward(texts)).Final();
            return net.Output.Forward(healthy ? state : Ops.Scale(state, 0));
        });
    }
}
