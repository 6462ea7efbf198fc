using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Two texts a step, nearly a third of them labelled wrongly.</summary>
sealed class NoisyRecipe : PlantedFault
{
    public override string Id => "D17";
    public override string Name => "batches of 2, 30 % wrong labels, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Note;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with
        {
            Seed = seed,
            Inspection = RecipeRun.Small.Inspection with { ProbeTexts = 160 },
            Training = RecipeRun.Small.Training with { Epochs = 6, BatchSize = healthy ? 64 : 2, LearningRate = healthy ? 0.01 : 0.002 },
        },
        Doubtful.Labels(Tasks.Opinions(seed, wrong: healthy ? 0 : 0.3), seed, healthy ? 0 : 0.3).ToData());
}

/// <summary>One text a step.</summary>
sealed class NoisyLoop : PlantedFault
{
    public override string Id => "D17";
    public override string Name => "batches of 1, 20 % wrong labels, tanh RNN with SGD on opinions, own loop";
    public override FindingSeverity Expected => FindingSeverity.Note;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Doubtful.Labels(Tasks.Opinions(seed, wrong: healthy ? 0 : 0.2), seed, healthy ? 0 : 0.2).Encode();
        TinyNet net = new("tanh", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = healthy ? 0.2 : 0.02 })) { Seed = seed, ProbeTexts = 96, BatchSize = healthy ? 32 : 1, Epochs = healthy ? 10 : 6 }.Check();
    }
}
