namespace Unfold.Inspection;

/// <summary>Norm of every parameter's gradient, and the cosine between the gradients of consecutive steps.</summary>
/// <remarks>
/// Looks at all parameters: embeddings, recurrent weights, biases, whatever their names. Norms are taken before clipping. The cosine is
/// g·p / (|g|·|p|); it is missing at a run's first step and where a gradient is zero, and goes on across epochs. For independent noise in N
/// dimensions it spreads like 1/√N about zero.
/// </remarks>
public sealed class ParameterGradientGeometry : Lens
{
    readonly bool _cosine;
    readonly bool _rms;
    readonly Func<string, bool> _include;
    readonly Dictionary<Parameter, Entry> _entries = [];
    LensContext? _context;
    Series? _norm;
    Series? _clipped;

    /// <summary>A lens on all parameters, or on those that a predicate takes by their full name.</summary>
    /// <param name="cosine">Whether to keep the cosine between consecutive gradients.</param>
    /// <param name="rootMeanSquare">Whether to keep norm / √elements as well, to compare tensors of different sizes.</param>
    /// <param name="include">Which parameters, by full name; all of them where it is left out.</param>
    public ParameterGradientGeometry(bool cosine = true, bool rootMeanSquare = false, Func<string, bool>? include = null) =>
        (_cosine, _rms, _include) = (cosine, rootMeanSquare, include ?? (_ => true));

    /// <inheritdoc/>
    public override string Name => "gradients";

    /// <summary>The norms of the epoch that ended last, by parameter name, in the model's order.</summary>
    public IReadOnlyDictionary<string, Distribution> LastNorms => Collect(entry => entry.Norm.LastEpoch);

    /// <summary>The cosines of the epoch that ended last, by parameter name, in the model's order.</summary>
    public IReadOnlyDictionary<string, Distribution> LastCosines => Collect(entry => entry.Cosine?.LastEpoch ?? new());

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _entries.Clear();
        _norm = context.Open(RecordTable.Step, "all", "norm");
        _clipped = null;
        for (int i = 0; i < context.Parameters.Count; i++)
        {
            string name = context.Names[i];
            if (!_include(name))
                continue;
            Parameter parameter = context.Parameters[i];
            _entries[parameter] = new()
            {
                Name = name,
                Order = i,
                RootElements = Math.Sqrt(parameter.Shape.Length),
                Norm = context.Open(RecordTable.Step, name, "norm"),
                Rms = _rms ? context.Open(RecordTable.Step, name, "rms") : null,
                Cosine = _cosine ? context.Open(RecordTable.Step, name, "cosine") : null,
            };
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        if (!_entries.TryGetValue(parameter.Parameter, out Entry? entry))
            return;
        double norm = Math.Sqrt(parameter.SquaredNorm);
        entry.Norm.Push(norm);
        entry.Rms?.Push(norm / entry.RootElements);
        if (entry.Cosine is not null && parameter.Cosine is { } cosine)
            entry.Cosine.Push(cosine);
        if (parameter.NonFinite == 0)
            return;
        entry.NonFinite ??= _context!.Open(RecordTable.Step, entry.Name, "nonFinite");
        entry.NonFinite.Push(parameter.NonFinite);
        _context!.Alarm(entry.Name, "nonFinite", $"{parameter.NonFinite} elements of the gradient of {entry.Name} are NaN or infinite");
    }

    /// <inheritdoc/>
    public override void OnStep(in StepObservation step)
    {
        _norm!.Push(step.Norm);
        if (double.IsNaN(step.ClippedNorm))
            return;
        _clipped ??= _context!.Open(RecordTable.Step, "all", "clipped");
        _clipped.Push(step.ClippedNorm);
    }

    OrderedDictionary<string, Distribution> Collect(Func<Entry, Distribution> value)
    {
        OrderedDictionary<string, Distribution> all = new(StringComparer.Ordinal);
        foreach (Entry entry in _entries.Values.OrderBy(entry => entry.Order))
            all[entry.Name] = value(entry);
        return all;
    }

    sealed class Entry
    {
        public required string Name { get; init; }
        public required int Order { get; init; }
        public required double RootElements { get; init; }
        public required Series Norm { get; init; }
        public Series? Rms { get; init; }
        public Series? Cosine { get; init; }
        public Series? NonFinite { get; set; }
    }
}
