using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A memory that is found only after long.</summary>
sealed class LateMemoryRecipe : PlantedFault
{
    public override string Id => "D39";
    public override string Name => "first of 9 words decides, LSTM";
    public override FindingSeverity Expected => FindingSeverity.Note;
    public override IReadOnlyList<string> Besides => ["D04", "D07", "D36"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm },
            Training = RecipeRun.Small.Training with { Epochs = 24, BatchSize = 32, LearningRate = healthy ? 0.005 : 0.001 },
        },
        Tasks.FirstWord(seed, healthy ? 1 : 8).ToData());
}

/// <summary>The same in a loop of one's own.</summary>
sealed class LateMemoryLoop : PlantedFault
{
    public override string Id => "D39";
    public override string Name => "first of 13 words decides, GRU, own loop";
    public override FindingSeverity Expected => FindingSeverity.Note;
    public override IReadOnlyList<string> Besides => ["D04", "D07", "D36"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.FirstWord(seed, healthy ? 1 : 12).Encode();
        TinyNet net = new("gru", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.002 })) { Seed = seed, BatchSize = 32, Epochs = 24 }.Check();
    }
}
