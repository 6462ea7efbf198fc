using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A group whose rate has three zeros too many.</summary>
sealed class SlowGroupRecipe : PlantedFault
{
    public override string Id => "D35";
    public override string Name => "a thousandth of the rate for the recurrent matrix, GRU on opinions";
    public override IReadOnlyList<string> Besides => ["D37"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with { Seed = seed, Training = RecipeRun.Small.Training with { Groups = healthy ? [] : [new ParameterGroupRecipe { Match = "*weight_hh*", Rate = 0.001 }] } },
        Tasks.Opinions(seed).ToData());
}

/// <summary>The same in a loop of one's own.</summary>
sealed class SlowGroupLoop : PlantedFault
{
    public override string Id => "D35";
    public override string Name => "a five-thousandth of the rate for the last layer, LSTM on four topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4).Encode();
        TinyNet net = new("lstm", task, seed);
        Adam optimizer = new(
            [
                new ParameterGroup(net.Parameters, name => name.StartsWith("fc", StringComparison.Ordinal)) { LearningRate = healthy ? 0.02 : 0.02 / 5000 },
                new ParameterGroup(net.Parameters, name => !name.StartsWith("fc", StringComparison.Ordinal)),
            ],
            new AdamOptions { LearningRate = 0.02 });
        return new Loop(task, net, net.Forward, optimizer) { Seed = seed }.Check();
    }
}
