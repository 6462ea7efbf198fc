using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Few texts, some labelled wrongly, and many epochs.</summary>
sealed class ByHeartRecipe : PlantedFault
{
    public override string Id => "D27";
    public override string Name => "120 opinions, 25 % wrong labels, 16 epochs, LSTM";
    public override FindingSeverity Expected => FindingSeverity.Note; // a recipe keeps the best epoch's weights
    public override IReadOnlyList<string> Besides => ["D04", "D40"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        Recipe recipe = RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm, Embedding = 24 },
            Training = RecipeRun.Small.Training with { Epochs = healthy ? 5 : 16 },
        };
        return RecipeRun.Check(recipe, Tasks.Opinions(seed, train: healthy ? 480 : 120, wrong: healthy ? 0 : 0.25).ToData());
    }
}

/// <summary>Few tweets.</summary>
sealed class ByHeartLoop : PlantedFault
{
    public override string Id => "D27";
    public override string Name => "180 word orders, 25 % wrong labels, 30 epochs, GRU, own loop";
    public override IReadOnlyList<string> Besides => ["D37", "D40"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TextTask texts = Tasks.WordOrder(seed, train: healthy ? 640 : 180);
        Rng rng = new Rng(seed).Fork("wrong");
        if (!healthy)
            texts = texts with { Train = [.. texts.Train.Select(row => rng.NextDouble() < 0.25 ? Confidence.Turned(row) : row)] };
        TokenTask task = texts.Encode();
        TinyNet net = new("gru", task, seed, width: 16);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, Epochs = healthy ? 6 : 30 }.Check();
    }
}
