using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A loss that stays where knowing the class frequencies puts it, and an answer that is always the same.</summary>
static class PlateauFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D04", "labels by chance, GRU of two units on opinions", (seed, healthy) => RecipeRun.Check(
            RecipeRun.Small with
            {
                Seed = seed,
                Model = RecipeRun.Small.Model with { Hidden = healthy ? 16 : 2, Embedding = healthy ? 8 : 2 },
            }, Chance(Tasks.Opinions(seed, train: 960), seed, healthy).ToData())),
        new Planted("D04", "labels by chance, LSTM of two units on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Chance(Tasks.Topics(seed, 3, train: 960), seed, healthy).Encode();
            return Own.Loop(task, new TinyNet("lstm", task, seed, hidden: healthy ? 16 : 2, width: healthy ? 8 : 2), seed).Check();
        }),
        new Planted("D02", "labels by chance, 7 % positive, GRU, own loop that tells the labels and nothing else", (seed, healthy) =>
        {
            TokenTask task = MajorityRecipe.Task(seed, healthy).Encode();
            TinyNet net = new("gru", task, seed);
            return new Loop(task, net, net.Forward, new Optim.Adam(net.Parameters, new Optim.AdamOptions { LearningRate = 0.01 })) { Seed = seed, Epochs = 8, TellsData = false }.Check();
        })
        { Also = ["D03"] },
    ];

    static TextTask Chance(TextTask task, ulong seed, bool healthy)
    {
        if (healthy)
            return task;
        Rng rng = new Rng(seed).Fork("chance");
        string[] labels = [.. task.Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        return task.Map(row => row with { Label = labels[rng.Next(labels.Length)] });
    }
}
