using Unfold.Inspection;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Weight decay with the wrong sign.</summary>
abstract class NegativeDecay : PlantedFault
{
    public override string Id => "D34";

    protected static IReadOnlyList<Finding> Train(TokenTask task, string cell, string weights, ulong seed, bool healthy)
    {
        TinyNet net = new(cell, task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = 0.05, Momentum = 0.9 }))
        {
            Seed = seed,
            Epochs = 8,
            BeforeStep = _ => GradientTamper.AddWeights(net, healthy ? 0.001 : -0.04, name => name.Contains(weights, StringComparison.Ordinal)),
        }.Check();
    }
}

/// <summary>In the recurrent matrix.</summary>
sealed class GrowingRecurrence : NegativeDecay
{
    public override string Name => "decay of the wrong sign in the recurrent matrix, GRU on opinions, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => Train(Tasks.Opinions(seed).Encode(), "gru", "weight_hh", seed, healthy);
}

/// <summary>In the last layer.</summary>
sealed class GrowingOutput : NegativeDecay
{
    public override string Name => "decay of the wrong sign in the last layer, tanh RNN on four topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => Train(Tasks.Topics(seed, 4).Encode(), "tanh", "fc.weight", seed, healthy);
}
