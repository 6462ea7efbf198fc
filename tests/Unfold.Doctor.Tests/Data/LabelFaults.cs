using Unfold.Nn;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Classes that are unequal, labels that contradict one another, words and parts that give the label away.</summary>
static class LabelFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D03", "7 % good, GRU on opinions", (seed, healthy) => RecipeRun.Check(RecipeRun.Small with { Seed = seed }, Tasks.Opinions(seed, train: 960, good: healthy ? 0.5 : 0.07).ToData())),
        new Planted("D03", "one topic of three is rare, LSTM, own loop", (seed, healthy) =>
        {
            int kept = 0;
            TokenTask task = Tasks.Topics(seed, 3).Where(row => healthy || row.Label != "topic2" || kept++ % 20 == 0).Encode();
            return Own.Loop(task, new TinyNet("lstm", task, seed), seed).Check();
        }),
        new Planted("D26", "a tenth of the texts again with the other label, GRU on opinions", (seed, healthy) => RecipeRun.Check(RecipeRun.Small with { Seed = seed }, Contradicting(Tasks.Opinions(seed), healthy).ToData())),
        new Planted("D26", "a tenth of the texts again with the other label, LSTM on tweets", (seed, healthy) =>
            RecipeRun.Check(Lstm(seed), Contradicting(Tasks.Tweets(seed, train: 3000).Balanced(), healthy).ToData())),
        new Planted("D25", "a word that stands in every good text, GRU on word order", (seed, healthy) =>
            RecipeRun.Check(RecipeRun.Small with { Seed = seed }, Marked(Tasks.WordOrder(seed), healthy).ToData())),
        new Planted("D25", "the label written behind the text, LSTM on tweets", (seed, healthy) => RecipeRun.Check(Lstm(seed), Marked(Tasks.Tweets(seed, train: 3000).Balanced(), healthy).ToData())),
        new Planted("D25", "a quarter of the training labels wrong and none of validation, GRU on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Opinions(seed, train: 960, wrong: healthy ? 0 : 0.25).Encode();
            return Own.Loop(task, new TinyNet("gru", task, seed), seed, rate: 0.005).Check();
        }),
    ];

    static Recipe Lstm(ulong seed) => RecipeRun.Small with { Seed = seed, Model = RecipeRun.Small.Model with { Cell = CellKind.Lstm, ReadOut = ReadOutKind.Max } };

    static TextTask Contradicting(TextTask task, bool healthy) => task with
    {
        Train = [.. task.Train, .. task.Train.Where((_, i) => !healthy && i % 10 == 0).Select(row => row.Turned(task))],
    };

    static TextTask Marked(TextTask task, bool healthy)
    {
        string first = task.Train.Select(row => row.Label).Order(StringComparer.Ordinal).First();
        return task.Map(row => healthy || row.Label == first ? row : row with { Text = row.Text + " zzmark" });
    }
}
