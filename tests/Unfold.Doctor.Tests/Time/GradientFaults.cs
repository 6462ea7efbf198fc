using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Gradients that do not come back through time, or grow on the way.</summary>
static class GradientFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D07", "the first of 56 words decides, tanh RNN read at the end", (seed, healthy) => RecipeRun.Check(
            RecipeRun.Small with
            {
                Seed = seed,
                Text = RecipeRun.Small.Text with { MaxLength = 60 },
                Model = RecipeRun.Small.Model with { Cell = CellKind.Rnn, ReadOut = healthy ? ReadOutKind.Max : ReadOutKind.Last },
            }, Tasks.FirstWord(seed, lag: 55).ToData())) { AtLeast = FindingSeverity.Critical },
        new Planted("D07", "the first of 61 words decides, GRU read at the end, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.FirstWord(seed, lag: 60, train: 480).Encode();
            TinyNet net = new("gru", task, seed);
            return Own.Loop(task, net, seed, logits: healthy ? net.Pooled() : null, epochs: 4).Check();
        })
        { AtLeast = FindingSeverity.Critical },
        Growing("opinions", seed => Tasks.Opinions(seed, train: 320), fillers: 14),
        Growing("topics", seed => Tasks.Topics(seed, 3, train: 320), fillers: 12),
        new Planted("D08", "one batch in twenty with a gradient 300 times as large, LSTM on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Opinions(seed).Encode();
            TinyNet net = new("lstm", task, seed);
            Parameter recurrent = net.Parameters.Single(parameter => parameter.Name == "lstm.weight_hh_l0");
            return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.005 }))
            {
                Seed = seed,
                BeforeStep = step =>
                {
                    if (healthy || step % 20 != 19)
                        return;
                    foreach (ref float value in recurrent.Gradient.Values<float>())
                        value *= 300;
                },
            }.Check();
        }),
    ];

    /// <summary>A ReLU network that multiplies by more than one in every step.</summary>
    static Planted Growing(string name, Func<ulong, TextTask> make, int fillers) =>
        new("D08", $"recurrent matrix of 1.3 times the identity, ReLU RNN on long {name}, own loop", (seed, healthy) =>
        {
            Rng rng = new Rng(seed).Fork("filler");
            TokenTask task = make(seed).Map(row => row with { Text = row.Text + " " + Texts.Filler(rng, fillers) }).Encode();
            TinyNet net = new TinyNet("relu", task, seed).Identity("rnn.weight_hh_l0", healthy ? 0.98f : 1.3f).Scaled("rnn.weight_ih_l0", 0.3).Fill("rnn.bias_ih_l0", 0.02f).Fill("rnn.bias_hh_l0", 0.02f);
            return Own.Loop(task, net, seed, rate: healthy ? 0.003 : 0.001, epochs: 8).Check();
        })
        { Also = ["D20"] }; // beside weights that grow, the last bias hardly moves
}
