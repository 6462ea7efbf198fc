using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Rows of an embedding that no text touches.</summary>
static class EmbeddingFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D21", "a vocabulary of another corpus, GRU on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Wider(Tasks.Opinions(seed), healthy ? 0 : 300);
            return Own.Loop(task, new TinyNet("gru", task, seed), seed).Check();
        }),
        new Planted("D21", "a vocabulary of another corpus, LSTM on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Wider(Tasks.Topics(seed, 3), healthy ? 0 : 30);
            return Own.Loop(task, new TinyNet("lstm", task, seed), seed).Check();
        }),
        Moved("gru", Tasks.Opinions(1), seed => Tasks.Opinions(seed), "003"),
        Moved("lstm", Tasks.Topics(1, 3), seed => Tasks.Topics(seed, 3), "003"),
    ];

    /// <summary>Weight decay moves rows that no text touches, and so they are.</summary>
    static Planted Moved(string cell, TextTask example, Func<ulong, TextTask> make, string project) =>
        new("D21", $"decay of untouched rows, {cell.ToUpperInvariant()} on {example.Name}, own loop", (seed, healthy) =>
        {
            TokenTask task = Wider(make(seed), 3);
            TinyNet net = new(cell, task, seed);
            return new Loop(task, net, net.Forward, new AdamW(net.Parameters, new AdamOptions { LearningRate = 0.01, WeightDecay = healthy ? 0 : 0.1 })) { Seed = seed }.Check();
        })
        { Project = project };

    /// <summary>So many words that stand nowhere.</summary>
    static TokenTask Wider(TextTask task, int words)
    {
        TokenTask encoded = task.Encode();
        return encoded with { Words = [.. encoded.Words, .. Enumerable.Range(0, words).Select(i => $"unused{i}")] };
    }
}
