using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A rate so small that nothing moves.</summary>
sealed class TinyRateRecipe : PlantedFault
{
    public override string Id => "D14";
    public override string Name => "Adam of rate 1e-6, GRU on opinions";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with { Seed = seed, Training = RecipeRun.Small.Training with { LearningRate = healthy ? 0.01 : 1e-6 } }, Tasks.Opinions(seed).ToData());
}

/// <summary>The rate of Adam given to SGD, and a zero too many.</summary>
sealed class TinyRateLoop : PlantedFault
{
    public override string Id => "D14";
    public override string Name => "SGD of rate 2e-5, tanh RNN on four topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4).Encode();
        TinyNet net = new("tanh", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = healthy ? 0.05 : 2e-5, Momentum = healthy ? 0.9 : 0 })) { Seed = seed, Epochs = healthy ? 12 : 6 }.Check();
    }
}

/// <summary>A rate so large that every step throws the weights about.</summary>
sealed class HugeRateRecipe : PlantedFault
{
    public override string Id => "D15";
    public override string Name => "Adam of rate 3, LSTM on opinions";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm },
            Training = RecipeRun.Small.Training with { LearningRate = healthy ? 0.01 : 3 },
        },
        Tasks.Opinions(seed).ToData());
}

/// <summary>The same in a loop of one's own.</summary>
sealed class HugeRateLoop : PlantedFault
{
    public override string Id => "D15";
    public override string Name => "SGD of rate 10, tanh RNN on four topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4).Encode();
        TinyNet net = new("tanh", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = healthy ? 0.05 : 10, Momentum = healthy ? 0.9 : 0 })) { Seed = seed, Epochs = healthy ? 12 : 6 }.Check();
    }
}
