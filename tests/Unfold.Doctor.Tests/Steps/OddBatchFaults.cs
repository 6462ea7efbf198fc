using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>One text more than fits into full batches.</summary>
sealed class LastBatchOfOne : PlantedFault
{
    public override string Id => "D38";
    public override string Name => "481 opinions in batches of 16, GRU";
    public override FindingSeverity Expected => FindingSeverity.Note;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => RecipeRun.Check(
        RecipeRun.Small with { Seed = seed, Training = RecipeRun.Small.Training with { DropLast = healthy } }, Tasks.Opinions(seed, train: 481).ToData());
}

/// <summary>Two texts more than fit.</summary>
sealed class LastBatchOfTwo : PlantedFault
{
    public override string Id => "D38";
    public override string Name => "482 texts of four topics in batches of 32, LSTM, own loop";
    public override FindingSeverity Expected => FindingSeverity.Note;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4, train: 482).Encode();
        TinyNet net = new("lstm", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.02 })) { Seed = seed, BatchSize = 32, DropLast = healthy, Epochs = 4 }.Check();
    }
}
