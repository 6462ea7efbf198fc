using Unfold.Nn;
using Unfold.Tests.Parity;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Observation;

/// <summary>What a watcher is told of recurrent layers, against the same layers written out of elementary operations.</summary>
[Collection(SerialTests.Name)]
public sealed class RecurrentPassTests
{
    static readonly int[] Lengths = [3, 0, 6, 1, 4, 4];

    static readonly RecurrentOptions Deep = new() { Layers = 2, Bidirectional = true };

    sealed class Watcher(ModuleSignals signals) : IModuleWatcher
    {
        public List<RecurrentPass> Forward { get; } = [];

        public Dictionary<string, Seen> Backward { get; } = [];

        public ModuleSignals Signals(Module module) => signals;

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnTokens(Embedding embedding, SequenceBatch batch)
        {
        }

        public void OnRecurrence(RecurrentPass pass)
        {
            Assert.True(pass.StateGradientSquares.IsEmpty && pass.CellGradientSquares.IsEmpty && pass.CarriedGradientSquares.IsEmpty && pass.GateGradients is null);
            Forward.Add(pass);
        }

        public void OnRecurrenceGradient(RecurrentPass pass) => Backward[pass.Name] = new(
            [.. pass.StateGradientSquares], [.. pass.CellGradientSquares], [.. pass.CarriedGradientSquares], pass.GateGradients!.ToDoubles(), pass.OutputGradient?.ToDoubles() ?? []);
    }

    sealed record Seen(double[] States, double[] Cells, double[] Carried, double[] Gates, double[] Direct);

    static (Nn.Recurrent Module, Tensor X) Make(string cell, DType dtype, RecurrentOptions? options = null)
    {
        Nn.Recurrent module = Cells.Make(cell, 3, 5, options ?? Deep, seed: 4);
        module.To(dtype);
        return (module, Cells.Fill(new Shape(Lengths.Sum(), 3), 3, 1, dtype, requiresGrad: true));
    }

    static Tensor Loss(SequenceTensor output, Tensor[] finals, bool everyStep)
    {
        Tensor loss = finals.Select((final, k) => Cells.Weigh(final, 5 + k)).Aggregate((a, b) => a + b);
        return everyStep ? loss + Cells.Weigh(output.Values, 4) : loss;
    }

    public static TheoryData<string, DType, bool> Cases
    {
        get
        {
            TheoryData<string, DType, bool> all = [];
            foreach (string cell in Cells.Names)
            {
                foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
                {
                    all.Add(cell, dtype, true);
                    all.Add(cell, dtype, false);
                }
            }
            return all;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_OfEveryStep_EqualElementaryOperations(string cell, DType dtype, bool everyStep)
    {
        double tolerance = dtype == DType.Float32 ? 3e-5 : 1e-12;
        (Nn.Recurrent module, Tensor x) = Make(cell, dtype);
        SequenceLayout layout = SequenceLayout.Of(Lengths);
        Watcher watcher = new(ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient);
        module.Watcher = watcher;
        var (output, finals) = Cells.Forward(module, new SequenceTensor(layout, x));
        List<(double[] Gates, double[] Cells)> forward = [.. watcher.Forward.Select(pass => (pass.Gates.ToDoubles(), pass.Cells?.ToDoubles() ?? []))];
        Loss(output, finals, everyStep).Backward();

        List<ElementaryPass> expected = [];
        (output, finals) = ElementaryRecurrent.Forward(module, new SequenceTensor(layout, x), [], expected);
        Loss(output, finals, everyStep).Backward();

        string name = module.GetType().Name.ToLowerInvariant();
        Assert.Equal([$"{name}.l0", $"{name}.l0.reverse", $"{name}.l1", $"{name}.l1.reverse"], watcher.Forward.Select(pass => pass.Name));
        for (int plane = 0; plane < 4; plane++)
        {
            Seen seen = watcher.Backward[watcher.Forward[plane].Name];
            int column = plane % 2 * 5;
            List<double> states = [], cells = [], carried = [], gates = [], cellValues = [];
            double[] arrives = expected[plane].Output.Grad?.ToDoubles() ?? new double[layout.TotalSteps * 10];
            for (int t = 0; t < layout.MaxLength; t++)
            {
                ElementaryStep step = expected[plane].Steps[t];
                double[] gradient = step.State.Grad!.ToDoubles(), byCell = step.Cell?.Grad!.ToDoubles() ?? [], forget = step.Forget?.ToDoubles() ?? [];
                gates.AddRange(step.Gates.Grad!.ToDoubles());
                cellValues.AddRange(step.Cell?.ToDoubles() ?? []);
                for (int s = 0; s < layout.ActiveCounts[t]; s++)
                {
                    int row = layout.StepOffsets[t] + s;
                    states.Add(Enumerable.Range(s * 5, 5).Sum(i => gradient[i] * gradient[i]));
                    if (byCell.Length > 0) cells.Add(Enumerable.Range(s * 5, 5).Sum(i => byCell[i] * forget[i] * byCell[i] * forget[i]));
                    carried.Add(Enumerable.Range(0, 5).Sum(u => Math.Pow(gradient[(s * 5) + u] - arrives[(row * 10) + column + u], 2)));
                }
            }
            Near.All([.. states], seen.States, tolerance, $"{plane} states");
            Near.All([.. cells], seen.Cells, tolerance, $"{plane} cells");
            Near.All([.. gates], seen.Gates, tolerance, $"{plane} gates");
            Near.All([.. cellValues], forward[plane].Cells, tolerance, $"{plane} cell values");
            if (seen.Carried.Length > 0) Near.All([.. carried], seen.Carried, tolerance, $"{plane} carried");
            Assert.Equal(everyStep || plane < 2, seen.Direct.Any(value => value != 0));
            if (everyStep || plane < 2) Assert.NotEmpty(seen.Carried);
            if (seen.Direct.Length > 0) Near.All(arrives, seen.Direct, tolerance, $"{plane} direct");
        }
    }

    [Theory]
    [InlineData("rnn_tanh", 1), InlineData("rnn_relu", 1), InlineData("rnn_sigmoid", 1), InlineData("lstm", 4), InlineData("gru", 3)]
    public void Gates_AfterTheWalk_GiveTheStates(string cell, int blocks)
    {
        (Nn.Recurrent module, Tensor x) = Make(cell, DType.Float64, new RecurrentOptions { Bidirectional = true });
        Watcher watcher = new(ModuleSignals.Recurrence);
        module.Watcher = watcher;
        var (output, _) = Cells.Forward(module, new SequenceTensor(SequenceLayout.Of(Lengths), x));
        double[] states = output.Values.ToDoubles();
        foreach (RecurrentPass pass in watcher.Forward)
        {
            double[] gates = pass.Gates.ToDoubles(), cells = pass.Cells?.ToDoubles() ?? [];
            Assert.Equal(pass.Layout.TotalSteps * blocks * 5, gates.Length);
            for (int text = 0; text < Lengths.Length; text++)
            {
                for (int t = 0; t < Lengths[text]; t++)
                {
                    int before = pass.Reverse ? t + 1 : t - 1, row = pass.Layout.Row(text, t);
                    for (int u = 0; u < 5; u++)
                    {
                        double State(int step) => step < 0 || step >= Lengths[text] ? 0 : states[(pass.Layout.Row(text, step) * 10) + pass.Column + u];
                        double Gate(int gate) => gates[(((row * blocks) + gate) * 5) + u];
                        double expected = cell switch
                        {
                            "rnn_tanh" => Math.Tanh(Gate(0)),
                            "rnn_relu" => Math.Max(0, Gate(0)),
                            "rnn_sigmoid" => 1 / (1 + Math.Exp(-Gate(0))),
                            "lstm" => Gate(3) * Math.Tanh(cells[(row * 5) + u]),
                            _ => ((1 - Gate(1)) * Gate(2)) + (Gate(1) * State(before)),
                        };
                        Assert.Equal(expected, State(t), 1e-12);
                    }
                }
            }
        }
        Assert.Empty(watcher.Backward);
    }

    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void Training_WatchedOrNot_GivesTheSameBits(string cell)
    {
        TinyModel plain = new(cell, 9, 8, 7, Deep), watched = new(cell, 9, 8, 7, Deep);
        Watcher watcher = new(ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient);
        foreach ((_, Module child) in watched.Children) child.Watcher = watcher;
        for (int i = 0; i < 6; i++) Assert.Equal(plain.Step(), watched.Step());

        Assert.Equal(24, watcher.Forward.Count);
        Assert.Equal(plain.Bytes(), watched.Bytes());
    }

    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void WatchedStep_AllocatesTheSameForAnyBatchSize(string cell)
    {
        (long small, long large) = (PerStep(8), PerStep(160));
        Assert.InRange(large, 0, small + 64);

        long PerStep(int batch)
        {
            var model = new TinyModel(cell, batch, width: 32, maxLength: 20, Deep);
            foreach ((_, Module child) in model.Children) child.Watcher = new Idle();
            for (int i = 0; i < 5; i++) model.Step();
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 15; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 10; i++) model.Step();
                least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 10);
            }
            return least;
        }
    }

    sealed class Idle : IModuleWatcher
    {
        public ModuleSignals Signals(Module module) => ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient;

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnTokens(Embedding embedding, SequenceBatch batch)
        {
        }

        public void OnRecurrence(RecurrentPass pass)
        {
        }

        public void OnRecurrenceGradient(RecurrentPass pass)
        {
        }
    }
}
