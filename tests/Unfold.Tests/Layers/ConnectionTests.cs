using Unfold.Nn;

namespace Unfold.Tests.Layers;

public class ConnectionTests
{
    [Fact]
    public void Highway_ByHand_MixesByTheGate()
    {
        var highway = new Highway(1, new Rng(1));
        Set(highway.Hidden.Weight, 3);
        Set(highway.Hidden.Bias!, 0.5);
        Set(highway.Gate.Weight, 0);
        Assert.Equal([-2f], highway.Gate.Bias!.Value.ToFloats());
        double t = 1 / (1 + Math.Exp(2));
        OpCases.OpChecks.Close([(t * 6.5) + ((1 - t) * 2), (1 - t) * -1], highway.Forward(Tensor.From([2f, -1], new Shape(2, 1))).ToDoubles(), 1e-6);
    }

    [Fact]
    public void Residual_LayerThatChangesTheShape_SaysWhatWasExpected()
    {
        var residual = new Residual(new Linear(3, 2, new Rng(1)));
        Assert.Equal(["layer.weight", "layer.bias"], residual.Parameters.Select(p => p.Name));
        var error = Assert.Throws<ShapeException>(() => residual.Forward(Tensor.Zeros(new Shape(4, 3))));
        Assert.Equal("Residual: expected a layer that keeps the shape [4, 3], got [4, 2] from it. Let its last layer have as many outputs as the first has inputs.", error.Message);
    }

    /// <summary>Inner layers are told where which step lies, so that they can be watched like any other.</summary>
    [Fact]
    public void Forward_LayersInLayersOnSequences_KnowTheLengths()
    {
        var inner = new Linear(2, 2, new Rng(1));
        var outer = new Residual(new Sequential(inner, new ActivationLayer(Activation.Tanh)));
        var watcher = new LayoutWatcher();
        inner.Watcher = watcher;
        SequenceTensor x = SequenceTensor.FromDense(Recurrent.Cells.Fill(new Shape(2, 3, 2), 1, 1, DType.Float32), [3, 1]);
        float[] y = outer.Forward(x).Values.ToFloats();
        Assert.Same(x.Layout, watcher.Layout);
        Assert.Equal(outer.Forward(x.Values).ToFloats(), y);
    }

    static void Set(Parameter parameter, double value) => parameter.Value.Span<float>().Fill((float)value);

    sealed class LayoutWatcher : IModuleWatcher
    {
        public SequenceLayout? Layout { get; private set; }

        public ModuleSignals Signals(Module module) => ModuleSignals.Output;

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout) => Layout ??= layout;

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout) => throw new InvalidOperationException("not asked for");

        public void OnTokens(Embedding embedding, SequenceBatch batch) => throw new InvalidOperationException("not asked for");

        public void OnRecurrence(RecurrentPass pass) => throw new InvalidOperationException("not asked for");

        public void OnRecurrenceGradient(RecurrentPass pass) => throw new InvalidOperationException("not asked for");
    }
}
