using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Observation;

/// <summary>What a watcher is told of modules: outputs, the gradients of outputs, tokens.</summary>
public sealed class ModuleWatcherTests
{
    sealed class Model : Module
    {
        public Model(string cell, DType dtype, RecurrentOptions? options = null)
        {
            Rng rng = new(2);
            Words = Register("words", new Embedding(9, 3, rng));
            Cell = Register("cell", Cells.Make(cell, 3, 4, options));
            Bend = Register("bend", new ActivationLayer(Activation.Tanh));
            Out = Register("out", new Linear(Cell.OutputSize, 1, rng));
            To(dtype);
        }

        public Embedding Words { get; }

        public Nn.Recurrent Cell { get; }

        public ActivationLayer Bend { get; }

        public Linear Out { get; }

        /// <summary>The loss of a batch; <paramref name="final"/>: from the final state, so that nobody reads the outputs.</summary>
        public Tensor Loss(int[][] texts, bool final = false)
        {
            SequenceTensor x = Words.Forward(SequenceBatch.FromIds(texts));
            var (output, finals) = Cells.Forward(Cell, x);
            Tensor read = final ? Ops.FinalState(finals[0], Cell.Options.Directions) : Ops.ReadOut(output, ReadOut.Mean);
            return BinaryCrossEntropy.WithLogits(Out.Forward(Bend.Forward(read)), [.. texts.Select((_, i) => (float)(i % 2))]);
        }
    }

    /// <summary>Writes down what it hears; may move one element of one module's output.</summary>
    sealed class Witness(ModuleSignals signals) : IModuleWatcher
    {
        public List<string> Heard { get; } = [];

        public Dictionary<string, double[]> Outputs { get; } = [];

        public Dictionary<string, double[]> Gradients { get; } = [];

        public (Module Module, int Element, double By)? Nudge { get; set; }

        public static Witness On(Module model, ModuleSignals signals)
        {
            Witness witness = new(signals);
            foreach ((_, Module child) in model.Children) child.Watcher = witness;
            return witness;
        }

        public ModuleSignals Signals(Module module) => signals;

        public Tensor Replace(Module module, Tensor output, SequenceLayout? layout)
        {
            if (Nudge is not { } nudge || nudge.Module != module) return output;
            double[] by = new double[output.Length];
            by[nudge.Element] = nudge.By;
            return Ops.Add(output, Tensor.From(by, output.Shape).To(output.DType));
        }

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout)
        {
            Heard.Add($"output {module.Path} {output.Shape} {layout?.TotalSteps} {Tape.IsRecording}");
            Outputs[module.Path] = output.ToDoubles();
        }

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
        {
            Heard.Add($"gradient {module.Path} {output.Grad!.Shape} {layout?.TotalSteps}");
            Gradients[module.Path] = output.Grad!.ToDoubles();
        }

        public void OnTokens(Embedding embedding, SequenceBatch batch) => Heard.Add($"tokens {embedding.Path} {string.Join(' ', batch.Ids.ToArray())}");

        public void OnRecurrence(RecurrentPass pass) => Heard.Add($"recurrence {pass.Name}");

        public void OnRecurrenceGradient(RecurrentPass pass) => Heard.Add($"recurrence gradient {pass.Name}");
    }

    static readonly int[][] Texts = [[1, 2, 3], [4], [5, 6]];

    [Fact]
    public void Watcher_AskingForOutputsGradientsAndTokens_HearsThemInOrder()
    {
        Model model = new("lstm", DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.Output | ModuleSignals.OutputGradient | ModuleSignals.Tokens);
        model.Loss(Texts).Backward();

        Assert.Equal(
        [
            "tokens words 1 5 4 2 6 3",
            "output words [6, 3] 6 True",
            "output cell [6, 4] 6 True",
            "output bend [3, 4]  True",
            "output out [3, 1]  True",
            "gradient out [3, 1] ",
            "gradient bend [3, 4] ",
            "gradient cell [6, 4] 6",
            "gradient words [6, 3] 6",
        ], witness.Heard);
    }

    [Fact]
    public void Watcher_OfEachSignal_HearsOnlyThat()
    {
        foreach ((ModuleSignals signal, string start) in ((ModuleSignals, string)[])[(ModuleSignals.Output, "output "), (ModuleSignals.OutputGradient, "gradient "), (ModuleSignals.Tokens, "tokens ")])
        {
            Model model = new("gru", DType.Float32);
            Witness witness = Witness.On(model, signal);
            model.Loss(Texts).Backward();
            Assert.NotEmpty(witness.Heard);
            Assert.All(witness.Heard, line => Assert.StartsWith(start, line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Watcher_OfNothing_HearsNothing()
    {
        Model model = new("rnn_tanh", DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.None);
        model.Loss(Texts).Backward();
        Assert.Empty(witness.Heard);
    }

    [Fact]
    public void Watcher_TakenAway_HearsNothingMore()
    {
        Model model = new("rnn_tanh", DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.Output | ModuleSignals.OutputGradient | ModuleSignals.Tokens);
        Tensor loss = model.Loss(Texts);
        foreach ((_, Module child) in model.Children) child.Watcher = null;
        int before = witness.Heard.Count;
        loss.Backward();
        model.Loss(Texts).Backward();

        Assert.Equal(5, before);
        Assert.Equal(before, witness.Heard.Count);
    }

    [Fact]
    public void Watcher_WithoutGradients_HearsOutputsAsEvaluation()
    {
        Model model = new("lstm", DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.Output | ModuleSignals.OutputGradient);
        Tape.NoGrad(() => model.Loss(Texts).Item());

        Assert.Equal(4, witness.Heard.Count);
        Assert.All(witness.Heard, line => Assert.EndsWith(" False", line, StringComparison.Ordinal));
    }

    public static TheoryData<string, bool> CellsAndDirections
    {
        get
        {
            TheoryData<string, bool> all = [];
            foreach (string cell in Cells.Names)
            {
                all.Add(cell, false);
                all.Add(cell, true);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndDirections))]
    public void OutputGradient_OfEveryModule_EqualsCentralDifferences(string cell, bool bidirectional)
    {
        const double H = 1e-5;
        Model model = new(cell, DType.Float64, new RecurrentOptions { Bidirectional = bidirectional });
        Witness watched = Witness.On(model, ModuleSignals.OutputGradient);
        model.Loss(Texts).Backward();

        Witness nudging = Witness.On(model, ModuleSignals.Replacement);
        foreach ((string path, Module child) in model.Children)
        {
            double[] gradient = watched.Gradients[path];
            Assert.Contains(gradient, x => x != 0);
            for (int i = 0; i < gradient.Length; i++)
            {
                double Loss(double by)
                {
                    nudging.Nudge = (child, i, by);
                    return Tape.NoGrad(() => model.Loss(Texts).Item());
                }
                Assert.Equal((Loss(H) - Loss(-H)) / (2 * H), gradient[i], 1e-8);
            }
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn_tanh")]
    public void OutputGradient_OfAnOutputNobodyReads_IsNotShown(string cell)
    {
        Model model = new(cell, DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.OutputGradient);
        model.Loss(Texts, final: true).Backward();

        Assert.Equal(["out", "bend", "words"], witness.Gradients.Keys);
    }

    [Fact]
    public void OutputGradient_OfASmallerLastBatch_HasItsShape()
    {
        Model model = new("lstm", DType.Float32);
        Witness witness = Witness.On(model, ModuleSignals.OutputGradient);
        model.Loss(Texts).Backward();
        Assert.Equal((18, 3), (witness.Gradients["words"].Length, witness.Gradients["out"].Length));
        model.Loss([[7]]).Backward();
        Assert.Equal((3, 1), (witness.Gradients["words"].Length, witness.Gradients["out"].Length));
    }

    [Theory]
    [InlineData("lstm", DType.Float32)]
    [InlineData("gru", DType.Float64)]
    [InlineData("rnn_relu", DType.Float32)]
    public void Gradients_WatchedOrNot_AreTheSameBits(string cell, DType dtype)
    {
        double[][] both = [.. ((bool[])[false, true]).Select(watch =>
        {
            Model model = new(cell, dtype, new RecurrentOptions { Layers = 2, Bidirectional = true });
            if (watch) Witness.On(model, ModuleSignals.Output | ModuleSignals.OutputGradient | ModuleSignals.Tokens | ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient);
            Tensor loss = model.Loss(Texts);
            loss.Backward();
            return (double[])[loss.Item(), .. model.Parameters.SelectMany(parameter => parameter.Gradient.ToDoubles())];
        })];

        Assert.Equal(both[0], both[1]);
    }
}
