using Unfold.Nn;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Words that the model does not know or never reads.</summary>
static class WordFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        Misspelt("GRU", CellKind.Gru, ReadOutKind.Last, "opinions", seed => Tasks.Opinions(seed)),
        Misspelt("pooled LSTM", CellKind.Lstm, ReadOutKind.Max, "topics", seed => Tasks.Topics(seed, 3)),
        new Planted("D23", "only the first four words are read, GRU on opinions", (seed, healthy) =>
            RecipeRun.Check(RecipeRun.Small with { Seed = seed, Text = RecipeRun.Small.Text with { MaxLength = healthy ? 40 : 4 } }, Tasks.Opinions(seed).ToData())),
        new Planted("D23", "good texts are long and cut, pooled LSTM on opinions", (seed, healthy) =>
        {
            Rng rng = new Rng(seed).Fork("filler");
            return RecipeRun.Check(
                RecipeRun.Small with
                {
                    Seed = seed,
                    Text = RecipeRun.Small.Text with { MaxLength = healthy ? 40 : 10 },
                    Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm, ReadOut = ReadOutKind.Max },
                },
                Tasks.Opinions(seed).Map(row => row.Label == "good" ? row with { Text = row.Text + " " + Texts.Filler(rng, 8) } : row).ToData());
        }),
        new Planted("D23", "only the first six words are read, GRU on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Opinions(seed).Encode();
            if (!healthy)
                task = task with { Train = [.. task.Train.Select(ids => ids.Take(6).ToArray())], Validation = [.. task.Validation.Select(ids => ids.Take(6).ToArray())] };
            return Own.Loop(task, new TinyNet("gru", task, seed), seed).Check();
        }),
    ];

    static Planted Misspelt(string model, CellKind cell, ReadOutKind readOut, string name, Func<ulong, TextTask> make) =>
        new("D22", $"half of the words of validation are written otherwise, {model} on {name}", (seed, healthy) =>
        {
            TextTask task = make(seed);
            if (!healthy)
                task = task with { Validation = [.. task.Validation.Select(row => row with { Text = string.Join(' ', row.Text.Split(' ').Select((word, i) => i % 2 == 0 ? word + "zz" : word)) })] };
            return RecipeRun.Check(RecipeRun.Small with { Seed = seed, Model = RecipeRun.Small.Model with { Cell = cell, ReadOut = readOut } }, task.ToData());
        });
}
