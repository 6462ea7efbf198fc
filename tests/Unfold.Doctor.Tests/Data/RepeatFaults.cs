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
                RecipeRun.Small with { Seed = seed, Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm, ReadOut = ReadOut.Max } }, Leaking(Tasks.Tweets(seed, train: 3000).Balanced(), healthy).ToData())),
    ];

    static TextTask Leaking(TextTask task, bool healthy) => healthy ? task : task with
    {
        Validation = [.. task.Validation.Select((row, i) => i % 2 == 0 ? row : task.Train[i])],
    };
}
