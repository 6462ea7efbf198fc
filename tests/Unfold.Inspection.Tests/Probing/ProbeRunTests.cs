using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>Questions leave a model, its optimizer and its training exactly as they were.</summary>
public sealed class ProbeRunTests
{
    /// <summary>Adam with late rows of the embedding, clipping, dropout between layers and before the output.</summary>
    static (byte[] Weights, RecordFile? Record) Train(bool probe)
    {
        TextNet net = new("gru", options: new RecurrentOptions { Layers = 2, Dropout = 0.2 });
        Adam adam = new(net.Parameters, new AdamOptions { LearningRate = 0.01, ClipNorm = 1 });
        Rng rng = new(9);
        using Inspector? inspector = probe ? new Inspector([new ParameterGradientGeometry(), .. LensSets.Probes()]) { ProbeBudget = 1e9 }.Attach(net, adam) : null;
        if (inspector is not null)
            inspector.Probe = net.Probe(TextNet.Texts(4, 30, [5, 7, 3, 6, 9, 2, 4, 8], padTo: 9), padding: 0);
        for (int step = 0; step < 24; step++)
        {
            int[][] texts = TextNet.Texts(rng.Next(1000), 30, [3, 5, 7, 2]);
            Tensor loss = BinaryCrossEntropy.WithLogits(net.Forward(SequenceBatch.FromIds(texts)), [.. texts.Select(text => text[0] % 2f)]);
            loss.Backward();
            adam.Step();
            inspector?.PushLoss(loss.Item(), 4);
            if (step % 6 == 5)
                inspector?.TickEpoch();
        }
        return ([.. net.Parameters.SelectMany(parameter => parameter.Value.ToFloats()).SelectMany(BitConverter.GetBytes)], inspector?.ReadRecord());
    }

    [Fact]
    public void Training_WithAllProbesOrNone_GivesTheSameBytes()
    {
        (byte[] weights, RecordFile? record) = Train(probe: true);
        Assert.Equal(Train(probe: false).Weights, weights);
        foreach (Lens lens in LensSets.Probes().Where(lens => lens is not (OutputMemory or Words or Sentences)))
            Assert.Contains(record!.Epochs.Columns, column => column.Key.Lens == lens.Name && record.Epochs.All(column).Length == 4);
        Assert.Equal(4, record!.Arrays.Count(array => array.Key.Statistic == "change"));
        Assert.Equal(4, record.Notes.Count(note => note.Key == new SeriesKey("words", "probe", "saliency")));
        Assert.Equal(4, record.Arrays.Count(array => array.Key == new SeriesKey("sentences", "gru.l1", "credit0")));
    }

    [Fact]
    public void Differentiate_WhileGradientsWait_GivesThemBack()
    {
        TextNet net = new("lstm");
        int[][] texts = TextNet.Texts(2, 30, [4, 6]);
        Ops.Sum(net.Forward(SequenceBatch.FromIds(texts))).Backward(); // dropout is on: training goes on
        double[][] waiting = [.. net.Parameters.Select(parameter => parameter.Gradient.ToDoubles())];
        ProbeRun run = new(net.Probe(texts), net, 0);
        double[][]? first = null;
        for (int round = 0; round < 2; round++)
        {
            run.Differentiate([0, 1], _ =>
            {
                double[][] seen = [.. net.Parameters.Select(parameter => parameter.Gradient.ToDoubles())];
                Assert.Equal(first ?? seen, seen); // nothing adds up
                first = seen;
            });
            Assert.Equal(waiting, net.Parameters.Select(parameter => parameter.Gradient.ToDoubles()));
        }
        Assert.NotEqual(waiting, first);
        Assert.True(net.Embedding.Weight.Gradient.IsRowSparse);
    }

    [Fact]
    public void Differentiate_WhereNoGradientWaits_LeavesNone()
    {
        TextNet net = new("rnn");
        ProbeRun run = new(net.Probe(TextNet.Texts(2, 30, [4, 6])), net, 0);
        run.Differentiate([0, 1], _ => Assert.All(net.Parameters, parameter => Assert.False(parameter.Gradient.IsEmpty)));
        Assert.All(net.Parameters, parameter => Assert.True(parameter.Gradient.IsEmpty));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ask_ThatThrows_RestoresWatchersSwitchesAndGradients(bool differentiate)
    {
        TextNet net = new("gru");
        net.Dropout.Eval(); // a user's own choice, within a model that trains
        int[][] texts = TextNet.Texts(2, 30, [4]);
        Ops.Sum(net.Forward(SequenceBatch.FromIds(texts))).Backward();
        double[] waiting = net.Output.Weight.Gradient.ToDoubles();
        using Inspector inspector = new Inspector(new LossMetrics()).Attach(net);
        IModuleWatcher?[] watchers = [net.Watcher, net.Recurrent.Watcher, net.Dropout.Watcher];
        ProbeRun run = new(net.Probe(texts), net, 0);
        void Throw(ProbeView view)
        {
            Assert.False(net.Training);
            throw new TimeoutException();
        }

        Assert.Throws<TimeoutException>(() =>
        {
            if (differentiate)
                run.Differentiate([0], Throw);
            else
                run.Look(texts, Throw);
        });
        Assert.Equal(watchers, [net.Watcher, net.Recurrent.Watcher, net.Dropout.Watcher]);
        Assert.Equal((true, true, false), (net.Training, net.Recurrent.Training, net.Dropout.Training));
        Assert.Equal(waiting, net.Output.Weight.Gradient.ToDoubles());
        Assert.True(Tape.IsRecording);
    }

    [Fact]
    public void Look_AtAModelThatTrains_HasNoDropout()
    {
        TextNet net = new("rnn");
        int[][] texts = TextNet.Texts(2, 30, [4, 6]);
        ProbeRun run = new(net.Probe(texts), net, 0);
        run.Look(texts, view =>
        {
            for (int i = 0; i < 2; i++)
                Assert.Equal(net.PlainLogits(texts[i])[0], view.Logits.ToDoubles()[i], 1e-5);
        });
        run.Differentiate([0, 1], view => Assert.Equal(net.PlainLogits(texts[1])[0], view.Logits.ToDoubles()[1], 1e-5));
    }

    sealed class Clock : TimeProvider
    {
        public long Now { get; set; }
        public override long GetTimestamp() => Now;
    }

    sealed class Costly(Clock clock, long cost) : Lens
    {
        public int Runs { get; private set; }
        public override string Name => $"costly{cost}";
        public override bool Probes => true;
        public override void Begin(LensContext context) => Runs = 0;

        public override void OnProbe(ProbeRun probe)
        {
            Runs++;
            clock.Now += cost;
        }
    }

    [Fact]
    public void Budget_ThatIsSpent_StopsTheExpensiveProbeOnly()
    {
        TextNet net = new("rnn");
        ProbeRun probe = new(net.Probe(TextNet.Texts(2, 30, [4])), net, 0);
        Clock clock = new();
        (Costly cheap, Costly dear) = (new(clock, 1), new(clock, 40));
        ProbeBudget budget = new(clock) { Share = 0.1 };
        for (int epoch = 0; epoch < 3; epoch++)
            budget.Run([cheap, dear, new LossMetrics()], probe, stepTicks: 500); // a tenth is 50: one run of 40 fits, a second does not
        Assert.Equal((3, 1, 43), (cheap.Runs, dear.Runs, budget.SpentTicks));
        budget.Run([cheap, dear], probe, stepTicks: 850); // 84 of 85
        Assert.Equal((4, 2, 84), (cheap.Runs, dear.Runs, budget.SpentTicks));
        budget.Clear();
        budget.Run([cheap, dear], probe, stepTicks: 1);
        Assert.Equal((5, 3, 41), (cheap.Runs, dear.Runs, budget.SpentTicks)); // a new run: all of them once
    }

    [Fact]
    public void Budget_WhereNoOptimizerIsWatched_IsAShareOfTheTimeSinceTheBeginning()
    {
        TextNet net = new("rnn");
        ProbeRun probe = new(net.Probe(TextNet.Texts(2, 30, [4])), net, 0);
        Clock clock = new() { Now = 1000 };
        Costly lens = new(clock, 10);
        ProbeBudget budget = new(clock) { Share = 0.1 };
        for (int epoch = 0; epoch < 6; epoch++)
        {
            clock.Now += 100;
            budget.Run([lens], probe, stepTicks: 0);
        }
        Assert.Equal(6, lens.Runs);
        clock.Now += 90;
        budget.Run([lens], probe, stepTicks: 0);
        Assert.Equal(6, lens.Runs); // 70 of 690
    }

    [Fact]
    public void SetAside_Twice_SaysSo()
    {
        Gradient gradient = new Linear(1, 1, new Rng(1)).Weight.Gradient;
        gradient.SetAside();
        Assert.Equal(
            "Gradient.SetAside: expected nothing to lie aside, got a second call. Call TakeBack first.",
            Assert.Throws<InvalidOperationException>(gradient.SetAside).Message);
        gradient.TakeBack();
        Assert.True(gradient.IsEmpty);
    }
}
