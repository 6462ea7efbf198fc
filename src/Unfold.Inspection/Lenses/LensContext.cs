namespace Unfold.Inspection;

/// <summary>What a lens may use: the model's parameters, series to write to, and the alarm.</summary>
public sealed class LensContext
{
    readonly Inspector _inspector;
    readonly string _lens;

    internal LensContext(Inspector inspector, string lens, IReadOnlyList<Parameter> parameters)
    {
        (_inspector, _lens, Parameters) = (inspector, lens, parameters);
        Names = [.. parameters.Select(parameter => parameter.Name)];
    }

    /// <summary>Every parameter of the model, embeddings and recurrent ones included, in the model's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Their full names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a series of numbers.</summary>
    public Series Open(RecordTable table, string series, string statistic, RecordPrecision precision = RecordPrecision.Single) =>
        _inspector.Open(table, new(_lens, series, statistic), precision);

    /// <summary>Says something that should be heard at once.</summary>
    public void Alarm(string series, string statistic, string message) => _inspector.Raise(new(_lens, series, statistic), message);
}
