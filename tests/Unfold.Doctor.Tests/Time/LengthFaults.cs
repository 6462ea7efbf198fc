using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Long texts that nobody can answer.</summary>
static class LengthFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D37", "labels of long texts by chance, pooled GRU on opinions", (seed, healthy) => RecipeRun.Check(
            RecipeRun.Small with { Seed = seed, Model = RecipeRun.Small.Model with { ReadOut = ReadOutKind.Max } }, Long(Tasks.Opinions(seed, train: 640), seed, healthy).ToData())),
        new Planted("D37", "labels of long texts by chance, pooled LSTM on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Long(Tasks.Topics(seed, 3, train: 640), seed, healthy).Encode();
            TinyNet net = new("lstm", task, seed);
            return Own.Loop(task, net, seed, logits: net.Pooled()).Check();
        }),
    ];

    /// <summary>Every second text gets ten words more.</summary>
    static TextTask Long(TextTask task, ulong seed, bool healthy)
    {
        Rng rng = new Rng(seed).Fork("long");
        string[] labels = [.. task.Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        return task.Map(row => rng.Next(2) == 0 ? row : row with { Text = row.Text + " " + Texts.Filler(rng, 10), Label = healthy ? row.Label : labels[rng.Next(labels.Length)] });
    }
}
