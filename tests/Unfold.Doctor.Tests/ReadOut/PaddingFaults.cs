using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Padding that is read as words, and states that are read at the wrong place.</summary>
static class PaddingFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D05", "padded to 40, tanh RNN on opinions", (seed, healthy) => RecipeRun.Check(Padded(seed, CellKind.Rnn, healthy ? 0 : 40), Tasks.Opinions(seed).ToData())) { Project = "000" },
        new Planted("D05", "padded to 30, GRU on word order, own loop", (seed, healthy) =>
        {
            TokenTask task = healthy ? Tasks.WordOrder(seed).Encode() : Tasks.WordOrder(seed).Encode().Padded(30);
            return Own.Loop(task, new TinyNet("gru", task, seed), seed, padding: TokenTask.Pad, epochs: 8).Check();
        })
        { Project = "001" },
        new Planted("D05", "padded to 100, GRU on tweets, as many of each class", (seed, healthy) =>
            RecipeRun.Check(Padded(seed, CellKind.Gru, healthy ? 0 : 100), Tasks.Tweets(seed, train: 3000).Balanced().ToData())) { Project = "003" },
        new Planted("D05", "padded to 200, LSTM on tweets, as many of each class", (seed, healthy) =>
        {
            Recipe recipe = Padded(seed, CellKind.Lstm, healthy ? 0 : 200);
            return RecipeRun.Check(recipe with { Text = recipe.Text with { MaxLength = 200 }, Training = recipe.Training with { Epochs = 4 } }, Tasks.Tweets(seed, train: 1800).Balanced().ToData());
        }),
        new Planted("D05", "the state before the last word is read, GRU on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Opinions(seed).Encode();
            TinyNet net = new("gru", task, seed);
            return Own.Loop(task, net, seed, logits: healthy ? null : net.BeforeTheLast()).Check();
        })
        { Project = "001" },
        new Planted("D05", "the state before the last word is read, LSTM on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Topics(seed, 3).Encode();
            TinyNet net = new("lstm", task, seed);
            return Own.Loop(task, net, seed, logits: healthy ? null : net.BeforeTheLast()).Check();
        })
        { Project = "001" },
    ];

    static Recipe Padded(ulong seed, CellKind cell, int length) => RecipeRun.Small with
    {
        Seed = seed,
        Text = RecipeRun.Small.Text with { MaxLength = 60, PadToLength = length },
        Model = RecipeRun.Small.Model with { Cell = cell },
    };
}
