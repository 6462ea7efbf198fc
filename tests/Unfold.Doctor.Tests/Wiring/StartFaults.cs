using Unfold.Inspection;
using Unfold.Nn;

namespace Unfold.Doctor.Tests;

/// <summary>A last layer that starts fifty times too large.</summary>
sealed class LargeOutput : PlantedFault
{
    public override string Id => "D31";
    public override string Name => "last layer fifty times too large, GRU on opinions";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new TinyNet("gru", task, seed).Scaled("fc.weight", healthy ? 1 : 50);
        return Before.Diagnose(task, net, net.Forward);
    }
}

/// <summary>A last bias that is sure of one class.</summary>
sealed class WrongBias : PlantedFault
{
    public override string Id => "D31";
    public override string Name => "last bias sure of one class, LSTM on topics";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed);
        if (!healthy)
            net.Output.Bias!.Value.Span<float>()[0] += 8;
        return Before.Diagnose(task, net, net.Forward);
    }
}

/// <summary>Recurrent weights that are all positive.</summary>
sealed class AllPositive : PlantedFault
{
    public override string Id => "D33";
    public override string Name => "all weights from 0 to 1, tanh RNN on opinions";
    public override string? FromSeed => "004";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("tanh", task, seed);
        if (!healthy)
        {
            Rng rng = new Rng(seed).Fork("positive");
            foreach (Parameter parameter in net.Recurrent.Parameters)
                rng.Fill(parameter.Value.Span<float>());
        }
        return Before.Diagnose(task, net, net.Forward);
    }
}

/// <summary>Recurrent weights that are all the same.</summary>
sealed class AllTheSame : PlantedFault
{
    public override string Id => "D33";
    public override string Name => "every weight 0.05, GRU on topics";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("gru", task, seed);
        foreach (Parameter parameter in net.Recurrent.Parameters.Where(parameter => !healthy && parameter.Shape.Rank == 2))
            parameter.Value.Span<float>().Fill(0.05f);
        return Before.Diagnose(task, net, net.Forward);
    }
}
