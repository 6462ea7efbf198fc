using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Everything a run computed, copied in double precision.</summary>
sealed class PlainRun : IModuleWatcher
{
    readonly LensModel _model;
    readonly List<Seen> _outputs = [];
    int _step;
    int _epoch;

    public PlainRun(LensModel model)
    {
        _model = model;
        Start = Weights();
        foreach ((_, Module child) in model.Children)
            child.Watcher = this;
    }

    public sealed record Seen(int Step, int Epoch, string Module, bool Training, double[] Values, int Width, int[] Active, bool Gradient);

    public sealed record Moved(Dictionary<string, double[]> Gradient, Dictionary<string, double[]> Before, Dictionary<string, double[]> After, int[] Words);

    public Dictionary<string, double[]> Start { get; }

    public List<Moved> Steps { get; } = [];

    /// <summary>The weights at the end of each epoch.</summary>
    public List<Dictionary<string, double[]>> Ends { get; } = [];

    public IReadOnlyList<Parameter> Parameters => _model.Parameters;

    public IEnumerable<Seen> Outputs(string module, int step) => _outputs.Where(seen => seen.Module == module && seen.Step == step && seen is { Training: true, Gradient: false });

    public IEnumerable<Seen> Gradients(string module, int step) => _outputs.Where(seen => seen.Module == module && seen.Step == step && seen.Gradient);

    public IEnumerable<Seen> Validation(string module, int epoch) => _outputs.Where(seen => seen.Module == module && seen.Epoch == epoch && !seen.Training);

    public void Around(int step, Action move)
    {
        Dictionary<string, double[]> gradient = _model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Gradient.ToDoubles());
        int[] words = _model.Words.Weight.Gradient.Rows.ToArray();
        Dictionary<string, double[]> before = Weights();
        move();
        Steps.Add(new(gradient, before, Weights(), words));
        _step = step + 1;
    }

    public void EndEpoch()
    {
        Ends.Add(Weights());
        _epoch++;
    }

    public ModuleSignals Signals(Module module) => ModuleSignals.Output | ModuleSignals.OutputGradient;

    public void OnOutput(Module module, Tensor output, SequenceLayout? layout) => Add(module, output, layout, gradient: false);

    public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout) => Add(module, output.Grad!, layout, gradient: true);

    public void OnTokens(Embedding embedding, SequenceBatch batch)
    {
    }

    public void OnRecurrence(RecurrentPass pass)
    {
    }

    public void OnRecurrenceGradient(RecurrentPass pass)
    {
    }

    void Add(Module module, Tensor tensor, SequenceLayout? layout, bool gradient) =>
        _outputs.Add(new(_step, _epoch, module.Path, gradient || Tape.IsRecording, tensor.ToDoubles(), tensor.Shape.Columns, layout is null ? [] : layout.ActiveCounts.ToArray(), gradient));

    Dictionary<string, double[]> Weights() => _model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ToDoubles());
}
