using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A rate that is nothing from the fourth epoch on.</summary>
sealed class RateRunsOut : PlantedFault
{
    public override string Id => "D40";
    public override string Name => "rate nothing from epoch 4 of 14 on, GRU on opinions, own loop";
    public override FindingSeverity Expected => FindingSeverity.Note;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        Adam optimizer = new(net.Parameters, new AdamOptions { LearningRate = 0.01 });
        return new Loop(task, net, net.Forward, optimizer)
        {
            Seed = seed,
            Epochs = healthy ? 5 : 14,
            BeforeEpoch = epoch => optimizer.LearningRate = epoch < 4 || healthy ? 0.01 : 0,
        }.Check();
    }
}

/// <summary>Epochs and epochs after everything is known by heart.</summary>
sealed class NoPatience : PlantedFault
{
    public override string Id => "D40";
    public override string Name => "no early stopping, 20 % wrong labels, LSTM on opinions";
    public override FindingSeverity Expected => FindingSeverity.Note;
    public override IReadOnlyList<string> Besides => ["D04", "D27", "D28"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm },
            Training = RecipeRun.Small.Training with { Epochs = 16, LearningRate = 0.02, Patience = healthy ? 2 : 0 },
        },
        Doubtful.Labels(Tasks.Opinions(seed, train: 240, wrong: 0.2), seed, 0.2).ToData());
}
