using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A sigmoid before a loss that has one.</summary>
sealed class SigmoidTwice : PlantedFault
{
    public override string Id => "D32";
    public override string Name => "sigmoid before the loss on logits, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        return Before.Diagnose(task, net, healthy ? net.Forward : texts => Ops.Sigmoid(net.Forward(texts)));
    }
}

/// <summary>A softmax before a loss that has one, found while training.</summary>
sealed class SoftmaxTwice : PlantedFault
{
    public override string Id => "D32";
    public override string Name => "softmax before the loss on logits, LSTM on topics, own loop";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed);
        return new Loop(task, net, healthy ? net.Forward : texts => Ops.Softmax(net.Forward(texts)), new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, Epochs = 4 }.Check();
    }
}

/// <summary>A loss with its sign turned round.</summary>
sealed class TurnedLoss : PlantedFault
{
    public override string Id => "D29";
    public override string Name => "loss with its sign turned round, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        return Before.Diagnose(task, net, net.Forward, (logits, labels) =>
            Ops.Scale(BinaryCrossEntropy.WithLogits(logits, [.. labels.Select(label => (float)label)]), healthy ? 1 : -1));
    }
}

/// <summary>Logits held so small that no loss can become small.</summary>
sealed class BoundedLogits : PlantedFault
{
    public override string Id => "D29";
    public override string Name => "logits held below a tenth, LSTM on topics";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 3).Encode();
        TinyNet net = new("lstm", task, seed);
        return Before.Diagnose(task, net, healthy ? net.Forward : texts => Ops.Scale(Ops.Tanh(net.Forward(texts)), 0.1));
    }
}
