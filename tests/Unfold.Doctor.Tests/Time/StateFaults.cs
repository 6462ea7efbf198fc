using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>States that stick at the ends of their range, at zero, or all in one place.</summary>
static class StateFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        Magnitudes("opinions", seed => Tasks.Opinions(seed)),
        Magnitudes("topics", seed => Tasks.Topics(seed, 3)),
        AllPositive("opinions", seed => Tasks.Opinions(seed)),
        AllPositive("word order", seed => Tasks.WordOrder(seed)),
        Dead("opinions", seed => Tasks.Opinions(seed), 16),
        Dead("topics", seed => Tasks.Topics(seed, 3), 12),
        Collapsed("tanh", "opinions", seed => Tasks.Opinions(seed)),
        Collapsed("gru", "topics", seed => Tasks.Topics(seed, 3)),
    ];

    /// <summary>Words' numbers fed in as sizes.</summary>
    static Planted Magnitudes(string name, Func<ulong, TextTask> make) =>
        new("D10", $"ids as magnitudes, tanh RNN on {name}, own loop", (seed, healthy) =>
        {
            TokenTask task = make(seed).Encode();
            task = task with // the words of a real vocabulary have large numbers
            {
                Train = [.. task.Train.Select(ids => ids.Select(id => id * 40).ToArray())],
                Validation = [.. task.Validation.Select(ids => ids.Select(id => id * 40).ToArray())],
                Words = [.. Enumerable.Range(0, task.Words.Count * 40).Select(id => task.Words[id / 40])],
            };
            if (healthy)
                return Own.Loop(task, new TinyNet("tanh", task, seed), seed).Check();
            MagnitudeNet net = new(task, seed);
            return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed }.Check();
        })
        { Project = "002" };

    /// <summary>All weights of a sigmoid layer between 0 and 1.</summary>
    static Planted AllPositive(string name, Func<ulong, TextTask> make) =>
        new("D10", $"all weights from 0 to 1, sigmoid RNN on {name}, own loop", (seed, healthy) =>
        {
            TokenTask task = make(seed).Encode();
            TinyNet net = new("sigmoid", task, seed);
            Rng rng = new Rng(seed).Fork("positive");
            foreach (Parameter parameter in net.Parameters.Where(parameter => !healthy && parameter.Name.StartsWith("rnn.", StringComparison.Ordinal)))
            {
                foreach (ref float value in parameter.Value.Span<float>())
                    value = (float)rng.NextDouble();
            }
            return Own.Loop(task, net, seed).Check();
        })
        { Project = "004" };

    static Planted Dead(string name, Func<ulong, TextTask> make, int units) =>
        new("D12", $"bias of -8 in {units} of 16 units, ReLU RNN on {name}, own loop", (seed, healthy) =>
        {
            TokenTask task = make(seed).Encode();
            TinyNet net = new("relu", task, seed);
            if (!healthy)
                net.Fill("rnn.bias_ih_l0", -8, 0, units);
            return Own.Loop(task, net, seed, rate: 0.005).Check();
        });

    static Planted Collapsed(string cell, string name, Func<ulong, TextTask> make) =>
        new("D36", $"words hardly reach the state, {cell} on {name}, own loop", (seed, healthy) =>
        {
            TokenTask task = make(seed).Encode();
            TinyNet net = new(cell, task, seed);
            if (!healthy)
                net.Scaled(cell == "gru" ? "gru.weight_ih_l0" : "rnn.weight_ih_l0", 1e-3).Scaled(cell == "gru" ? "gru.weight_hh_l0" : "rnn.weight_hh_l0", 0.5).Scaled("embedding.weight", 0.01);
            return Own.Loop(task, net, seed, rate: healthy ? 0.01 : 1e-4).Check();
        });
}
