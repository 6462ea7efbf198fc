namespace Unfold.Doctor.Tests;

/// <summary>Gates that stand still, and gates that forget.</summary>
static class GateFaults
{
    const int Units = 16;

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new Planted("D11", "forget gate's bias of -6, LSTM on opinions, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Opinions(seed).Encode();
            TinyNet net = new("lstm", task, seed);
            return Own.Loop(task, healthy ? net : net.Fill("lstm.bias_ih_l0", -6, Units, Units), seed, rate: 0.005).Check();
        }),
        new Planted("D11", "input gate's bias of -8, LSTM on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Topics(seed, 3).Encode();
            TinyNet net = new("lstm", task, seed);
            return Own.Loop(task, healthy ? net : net.Fill("lstm.bias_ih_l0", -8, 0, Units), seed, rate: 0.005).Check();
        }),
        new Planted("D11", "update gate's bias of 8, GRU on topics, own loop", (seed, healthy) =>
        {
            TokenTask task = Tasks.Topics(seed, 3).Encode();
            TinyNet net = new("gru", task, seed);
            return Own.Loop(task, healthy ? net : net.Fill("gru.bias_ih_l0", 8, Units, Units), seed, rate: 0.005).Check();
        }),
        Forgetting("lstm", "opinions", seed => Tasks.Opinions(seed, train: 320)),
        Forgetting("gru", "topics", seed => Tasks.Topics(seed, 3, train: 320)),
    ];

    /// <summary>Forget gates near a fifth (a GRU's update gates), in texts of some thirty words; read from all positions, so that only the memory is short.</summary>
    static Planted Forgetting(string cell, string name, Func<ulong, TextTask> make) =>
        new("D13", $"forgetting bias of -1.6, pooled {cell.ToUpperInvariant()} on long {name}, own loop", (seed, healthy) =>
        {
            Rng rng = new Rng(seed).Fork("filler");
            TokenTask task = make(seed).Map(row => row with { Text = row.Text + " " + Texts.Filler(rng, 24) }).Encode();
            TinyNet net = new TinyNet(cell, task, seed).Fill($"{cell}.bias_ih_l0", healthy ? 3 : -1.6f, Units, Units);
            return Own.Loop(task, net, seed, rate: 0.003, logits: net.Pooled()).Check();
        });
}
