using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Two layers that are one, run twice: before training.</summary>
sealed class LayerTwice : PlantedFault
{
    public override string Id => "D44";
    public override string Name => "one layer run twice with one set of weights, tanh RNN on opinions";
    public override string? FromSeed => "002";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("tanh", task, seed, hidden: 16, width: 16);
        return Before.Diagnose(task, net, texts =>
        {
            RecurrentResult once = net.Recurrent.Forward(net.Embedding.Forward(texts));
            return net.Output.Forward((healthy ? once : net.Recurrent.Forward(once.Output)).Final());
        });
    }
}

/// <summary>The same seen while training.</summary>
sealed class LayerTwiceInALoop : PlantedFault
{
    public override string Id => "D44";
    public override string Name => "one layer run twice with one set of weights, LSTM on topics, own loop";
    public override string? FromSeed => "002";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed, hidden: 16, width: 16);
        Tensor Twice(SequenceBatch texts) => net.Output.Forward(net.Recurrent.Forward(net.Recurrent.Forward(net.Embedding.Forward(texts)).Output).Final());
        return new Loop(task, net, healthy ? net.Forward : Twice, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed }.Check();
    }
}
