using Unfold.Nn;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Training texts among the validation texts.</summary>
static class RepeatFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D24", "training texts make up half of validation, GRU on word order", (seed, healthy) => RecipeRun.Check(RecipeRun.Small with { Seed = seed }, Leaking(Tasks.WordOrder(seed), healthy).ToData())),
        new Planted("D24", "training texts make up half of validation, pooled LSTM on tweets", (seed, healthy) =>
            RecipeRun.Check(
                RecipeRun.Small with { Seed = seed, Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm, ReadOut = ReadOutKind.Max } }, Leaking(Tasks.Tweets(seed, train: 3000).Balanced(), healthy).ToData())),
        new Planted("D24", "the test set used for choices, GRU on word order", (seed, healthy) => RecipeRun.Check(RecipeRun.Small with { Seed = seed }, Tested(Tasks.WordOrder(seed, train: 1280).ToData(), healthy))) { Project = "001" },
    ];

    /// <summary>Validation is the test set, or half of what it was.</summary>
    static TrainingData Tested(TrainingData data, bool healthy)
    {
        int half = data.Validation.Count / 2;
        Text.Corpus test = data.Validation.Select([.. Enumerable.Range(0, half)]);
        return data with { Test = test, Validation = healthy ? data.Validation.Select([.. Enumerable.Range(half, half)]) : test };
    }

    static TextTask Leaking(TextTask task, bool healthy) => healthy ? task : task with
    {
        Validation = [.. task.Validation.Select((row, i) => i % 2 == 0 ? row : task.Train[i])],
    };
}
