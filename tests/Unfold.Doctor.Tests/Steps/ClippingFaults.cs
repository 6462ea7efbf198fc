using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A clip below nearly all norms.</summary>
sealed class TightClipRecipe : PlantedFault
{
    public override string Id => "D19";
    public override string Name => "clip at 0.001, GRU on opinions, 20 % wrong labels";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with { Seed = seed, Training = RecipeRun.Small.Training with { ClipNorm = healthy ? 5 : 0.001 } }, Doubtful.Labels(Tasks.Opinions(seed, wrong: 0.2), seed, 0.2).ToData());
}

/// <summary>The same in a loop of one's own.</summary>
sealed class TightClipLoop : PlantedFault
{
    public override string Id => "D19";
    public override string Name => "clip at 0.005, tanh RNN with SGD on opinions, 20 % wrong labels, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Doubtful.Labels(Tasks.Opinions(seed, wrong: 0.2), seed, 0.2).Encode();
        TinyNet net = new("tanh", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = healthy ? 0.05 : 1, Momentum = 0.9, ClipNorm = healthy ? 5 : 0.005 })) { Seed = seed }.Check();
    }
}
