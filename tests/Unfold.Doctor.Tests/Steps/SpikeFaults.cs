using Unfold.Inspection;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Two steps with a thousand times the rate: a schedule with holes.</summary>
sealed class RateHoles : PlantedFault
{
    public override string Id => "D18";
    public override IReadOnlyList<string> Alike => ["D08"];
    public override string Name => "rate a thousandfold at steps 70 and 130, LSTM on four topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4).Encode();
        TinyNet net = new("lstm", task, seed);
        Adam optimizer = new(net.Parameters, new AdamOptions { LearningRate = 0.02 });
        return new Loop(task, net, net.Forward, optimizer)
        {
            Seed = seed,
            Epochs = 8,
            BeforeStep = step => optimizer.LearningRate = !healthy && step is (70 or 130) ? 20 : 0.02,
        }.Check();
    }
}

/// <summary>Two batches whose gradient is a thousand times too large: a sum in the place of a mean.</summary>
sealed class GradientBlows : PlantedFault
{
    public override string Id => "D18";
    public override IReadOnlyList<string> Alike => ["D08"];
    public override string Name => "gradients a thousandfold at steps 80 and 140, tanh RNN on opinions, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("tanh", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = 0.5 }))
        {
            Seed = seed,
            Epochs = 8,
            BeforeStep = step => GradientTamper.Scale(net, !healthy && step is (80 or 140) ? 1000 : 1),
        }.Check();
    }
}
