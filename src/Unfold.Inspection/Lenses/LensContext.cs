using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>What a lens may use: the model's modules and parameters, series to write to, and the alarm.</summary>
public sealed class LensContext
{
    readonly Inspector _inspector;
    readonly Lens _owner;
    readonly string _lens;
    readonly Dictionary<Parameter, Tensor> _starts;

    internal LensContext(Inspector inspector, Lens lens, IReadOnlyList<Module> modules, IReadOnlyList<Parameter> parameters, Dictionary<Parameter, Tensor> starts)
    {
        (_inspector, _owner, _lens, Modules, Parameters, _starts) = (inspector, lens, lens.Name, modules, parameters, starts);
        Names = [.. parameters.Select(parameter => parameter.Name)];
    }

    /// <summary>Every module, the outermost first, each before its children.</summary>
    public IReadOnlyList<Module> Modules { get; }

    /// <summary>Every parameter of the model, embeddings and recurrent ones included, in the model's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Their full names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of the current step.</summary>
    public long Step => _inspector.Step;

    /// <summary>The number of the current epoch; the first is 0. While an epoch is summed up, it is that one.</summary>
    public int Epoch => _inspector.CurrentEpoch;

    /// <summary>Whether the lens looks closely at the current step: always, unless it is <see cref="Lens.Thinned"/>.</summary>
    public bool Looks => _inspector.LooksWith(_owner);

    /// <summary>How many steps the one that is looked at stands for: those since the one before it; 1 for a lens that is not thinned.</summary>
    public long Span => _inspector.SpanOf(_owner);

    /// <summary>Whether the current step is among those that the lens looks at if it takes one in so many; of a thinned lens one in <see cref="PeriodOf"/>.</summary>
    public bool Takes(int steps) => _inspector.Takes(_owner, steps);

    /// <summary>From one of those steps to the next: the number itself, or the next larger multiple of the stride.</summary>
    public int PeriodOf(int steps) => _inspector.PeriodOf(_owner, steps);

    /// <summary>Which steps of what the current step reads are words.</summary>
    internal ReadTexts Texts => _inspector.Texts;

    /// <summary>What to call a module in the record: its path, <c>model</c> for the outermost.</summary>
    public static string NameOf(Module module) => module.Path.Length == 0 ? "model" : module.Path;

    /// <summary>What to call one gate of a recurrent parameter in the record: <c>lstm.weight_hh_l0[f]</c>.</summary>
    public static string NameOf(Parameter parameter, string gate) => $"{parameter.Name}[{gate}]";

    /// <summary>Where a parameter stands in <see cref="Parameters"/>; −1 where it is none of them.</summary>
    public int IndexOf(Parameter parameter) => _inspector.IndexOf(parameter);

    /// <summary>A parameter's numbers as they are when the model is attached: one copy for all lenses that ask while they begin. Do not write to it.</summary>
    internal Tensor StartOf(Parameter parameter) => _starts.TryGetValue(parameter, out Tensor? start) ? start : _starts[parameter] = parameter.Value.Detach();

    /// <summary>Opens a series of numbers.</summary>
    public Series Open(RecordTable table, string series, string statistic, RecordPrecision precision = RecordPrecision.Single) =>
        _inspector.Open(table, new(_lens, series, statistic), precision);

    /// <summary>Writes a vector or a matrix of the current step and epoch.</summary>
    /// <param name="series">What it is about.</param>
    /// <param name="statistic">What was measured.</param>
    /// <param name="values">[rows, columns], row-major; NaN where nothing was measured.</param>
    /// <param name="rows">Rows of a matrix. <value>Default: 1, a vector.</value></param>
    /// <param name="start">Where the axis of the columns begins.</param>
    /// <param name="spacing">From one column to the next.</param>
    public void Write(string series, string statistic, ReadOnlySpan<float> values, int rows = 1, double start = 0, double spacing = 1) =>
        _inspector.Write(new SeriesKey(_lens, series, statistic), values, rows, start, spacing);

    /// <summary>Writes a document of the current epoch.</summary>
    /// <param name="series">What it is about.</param>
    /// <param name="statistic">What was measured.</param>
    /// <param name="json">The document.</param>
    /// <param name="step">The step it is about. <value>Default: the current one.</value></param>
    public void Write(string series, string statistic, string json, long? step = null) => _inspector.Write(new SeriesKey(_lens, series, statistic), json, step);

    /// <summary>A row of the training data as a person reads it; null where the inspector has not been told how.</summary>
    public ExampleText? TextOf(int row) => _inspector.TextOf?.Invoke(row);

    /// <summary>The word of a token id; null where nobody says: the probe knows, if texts may be recorded.</summary>
    public string? WordOf(int id) => _inspector.Probe?.Word?.Invoke(id);

    /// <summary>Says something that should be heard at once.</summary>
    public void Alarm(string series, string statistic, string message) => _inspector.Raise(new(_lens, series, statistic), message);
}
