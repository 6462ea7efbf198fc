using Unfold.Inspection;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A lens that takes its time.</summary>
sealed class SlowLens : PlantedFault
{
    public override string Id => "D42";
    public override string Name => "a lens that waits in every step, GRU on opinions, own loop";
    public override FindingSeverity Expected => FindingSeverity.Note;
    public override IReadOnlyList<string> Besides => ["D21", "D22", "D27", "D38"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed, train: 160).Encode();
        TinyNet net = new("gru", task, seed);
        Lens[] lenses = healthy ? [new LossMetrics()] : [new LossMetrics(), new Waiting()];
        Loop loop = new(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, Epochs = 3, Lenses = lenses, ProbeTexts = 0 };
        Thresholds limits = Thresholds.Default.With(new Dictionary<string, double> { ["D42.seconds"] = 0.02 });
        return Rules.Check(new RunEvidence(loop.Run().Record!, limits));
    }

    sealed class Waiting : Lens
    {
        public override string Name => "waiting";

        public override void Begin(LensContext context)
        {
        }

        public override void OnStepEnd(long step) => Thread.Sleep(2);
    }
}

/// <summary>A lens that writes into the weights it looks at.</summary>
sealed class WritingLens : PlantedFault
{
    const int Steps = 12;

    public override string Id => "D42";
    public override string Name => "a lens that rounds the weights it looks at, LSTM on topics";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        Lens[] lenses = healthy ? LensSets.Default() : [.. LensSets.Default(), new Rounding()];
        WatchingCheck watching = new(Steps, Hash(task, seed, lenses), Hash(task, seed, lenses: null));
        return Rules.Check(new RunDocument { Data = task.Data, Checks = new() { Watching = watching } });
    }

    static string Hash(TokenTask task, ulong seed, Lens[]? lenses)
    {
        TinyNet net = new("lstm", task, seed);
        Adam adam = new(net.Parameters);
        using Inspector? inspector = lenses is null ? null : new Inspector(lenses).Attach(net, adam);
        for (int step = 0; step < Steps; step++)
        {
            int[] rows = [.. Enumerable.Range(step * 8, 8)];
            Tensor loss = Nn.CrossEntropy.WithLogits(net.Forward(SequenceBatch.FromIds([.. rows.Select(row => task.Train[row])])), [.. rows.Select(row => task.TrainLabels[row])]);
            double mean = loss.Item();
            loss.Backward();
            adam.Step();
            inspector?.PushLoss(mean, rows.Length);
        }
        inspector?.TickEpoch();
        return WeightsHash.Of(net);
    }

    sealed class Rounding : Lens
    {
        public override string Name => "rounding";

        public override void Begin(LensContext context)
        {
        }

        public override void OnParameter(in ParameterObservation parameter)
        {
            foreach (ref float value in parameter.Parameter.Value.Span<float>())
                value = MathF.Round(value, 4);
        }
    }
}
