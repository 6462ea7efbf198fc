using Unfold.Optim;

namespace Unfold.Inspection;

/// <summary>Norm of every parameter's gradient, before and after clipping, and the cosine between the gradients of consecutive steps.</summary>
/// <remarks>
/// Looks at all parameters: embeddings, recurrent weights, biases, whatever their names; and at each gate of a recurrent one. The
/// gradient is the sum of all backward passes of a step. The cosine is g·p / (|g|·|p|); it is missing at a run's first step and where a
/// gradient is zero, and goes on across epochs. Where the lens is thinned, norms of whole parameters are those of every step, and everything else of the steps
/// that are looked at: their cosines are with the step just before all the same, whose gradient is kept for them. For independent noise in N dimensions it spreads like 1/√N about zero.
/// </remarks>
public sealed class ParameterGradientGeometry : Lens
{
    readonly bool _cosine;
    readonly bool _rms;
    readonly Func<string, bool> _include;
    Entry?[] _entries = []; // in the order of the model's parameters
    Series?[] _norms = []; // of theirs: all that most steps need, found in as few places as can be
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

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.GradientNorm | LensCalls.Parameter | LensCalls.Step;

    /// <summary>The norms of the epoch that ended last, by parameter name, in the model's order.</summary>
    public IReadOnlyDictionary<string, Distribution> LastNorms => Collect(place => place.Norm.LastEpoch);

    /// <summary>The cosines of the epoch that ended last, by parameter name, in the model's order.</summary>
    public IReadOnlyDictionary<string, Distribution> LastCosines => Collect(place => place.Cosine?.LastEpoch ?? new());

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _entries = new Entry?[context.Parameters.Count];
        _norms = new Series?[_entries.Length];
        _norm = context.Open(RecordTable.Step, "all", "norm");
        _clipped = null;
        for (int i = 0; i < context.Parameters.Count; i++)
        {
            string name = context.Names[i];
            if (!_include(name))
                continue;
            Parameter parameter = context.Parameters[i];
            _entries[i] = new()
            {
                Whole = Open(name, parameter.Shape.Length),
                Gates = [.. parameter.Blocks.Select(gate => Open(LensContext.NameOf(parameter, gate), parameter.Shape.Length / parameter.Blocks.Count))],
            };
            _norms[i] = _entries[i]!.Whole.Norm;
        }

        Place Open(string series, int elements) => new()
        {
            Name = series,
            RootElements = Math.Sqrt(elements),
            Norm = context.Open(RecordTable.Step, series, "norm"),
            Rms = _rms ? context.Open(RecordTable.Step, series, "rms") : null,
            Cosine = _cosine ? context.Open(RecordTable.Step, series, "cosine") : null,
        };
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        int index = _context!.IndexOf(parameter.Parameter);
        if (index < 0 || _entries[index] is not { } entry)
            return;
        Push(entry.Whole, parameter.Sums);
        ReadOnlySpan<StepSums> blocks = parameter.Blocks.Span;
        for (int i = 0; i < blocks.Length; i++)
            Push(entry.Gates[i], blocks[i]);
        PushNonFinite(entry.Whole, parameter.NonFinite);
    }

    /// <inheritdoc/>
    public override void OnGradientNorm(Parameter parameter, double norm)
    {
        int index = _context!.IndexOf(parameter);
        if (index < 0 || _norms[index] is not { } series)
            return;
        series.Push(norm);
        if (!_rms && double.IsFinite(norm))
            return;
        Place whole = _entries[index]!.Whole;
        whole.Rms?.Push(norm / whole.RootElements);
        if (!double.IsFinite(norm))
            PushNonFinite(whole, Sums.NonFinite(parameter.Gradient, parameter.DType));
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

    void PushNonFinite(Place whole, long count)
    {
        if (count == 0)
            return;
        whole.NonFinite ??= _context!.Open(RecordTable.Step, whole.Name, "nonFinite");
        whole.NonFinite.Push(count);
        _context!.Alarm(whole.Name, "nonFinite", $"{count} elements of the gradient of {whole.Name} are NaN or infinite");
    }

    void Push(Place place, in StepSums sums)
    {
        double norm = Math.Sqrt(sums.GradientNormSquared);
        place.Norm.Push(norm);
        place.Rms?.Push(norm / place.RootElements);
        if (place.Cosine is not null && sums.Cosine is { } cosine)
            place.Cosine.Push(cosine);
        if (!(sums.ClippedNormSquared < sums.GradientNormSquared))
            return;
        place.Clipped ??= _context!.Open(RecordTable.Step, place.Name, "clipped");
        place.Clipped.Push(Math.Sqrt(sums.ClippedNormSquared));
    }

    OrderedDictionary<string, Distribution> Collect(Func<Place, Distribution> value)
    {
        OrderedDictionary<string, Distribution> all = new(StringComparer.Ordinal);
        foreach (Entry entry in _entries.OfType<Entry>())
            all[entry.Whole.Name] = value(entry.Whole);
        return all;
    }

    sealed class Entry
    {
        public required Place Whole { get; init; }

        public required Place[] Gates { get; init; }
    }

    /// <summary>A parameter or a gate of one, with its series.</summary>
    sealed class Place
    {
        public required string Name { get; init; }

        public required double RootElements { get; init; }

        public required Series Norm { get; init; }

        public Series? Rms { get; init; }

        public Series? Cosine { get; init; }

        public Series? Clipped { get; set; }

        public Series? NonFinite { get; set; }
    }
}
