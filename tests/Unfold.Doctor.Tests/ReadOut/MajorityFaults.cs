using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Labels that have nothing to do with the texts, one class rare: the best answer is always the other.</summary>
sealed class MajorityLoop : PlantedFault
{
    public override string Id => "D02";
    public override string Name => "labels by chance, 7 % positive, GRU, own loop";
    public override IReadOnlyList<string> Besides => ["D03"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = MajorityRecipe.Task(seed, healthy).Encode();
        TinyNet net = new("gru", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, Epochs = 8 }.Check();
    }
}

/// <summary>The same as a recipe.</summary>
sealed class MajorityRecipe : PlantedFault
{
    public override string Id => "D02";
    public override string Name => "labels by chance, 7 % positive, LSTM";
    public override IReadOnlyList<string> Besides => ["D03"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        Recipe recipe = RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm },
            Training = RecipeRun.Small.Training with { Epochs = 8, LearningRate = 0.02 },
        };
        return RecipeRun.Check(recipe, Task(seed, healthy).ToData());
    }

    public static TextTask Task(ulong seed, bool healthy)
    {
        TextTask task = Tasks.Opinions(seed, good: healthy ? 0.07 : 0.5);
        if (healthy)
            return task;
        Rng rng = new Rng(seed).Fork("labels");
        return task with
        {
            Train = [.. task.Train.Select(row => row with { Label = rng.NextDouble() < 0.07 ? "good" : "bad" })],
            Validation = [.. task.Validation.Select(row => row with { Label = rng.NextDouble() < 0.07 ? "good" : "bad" })],
        };
    }
}
