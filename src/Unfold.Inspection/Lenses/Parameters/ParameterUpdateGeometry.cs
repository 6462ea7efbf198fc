using Unfold.Nn;
using Unfold.Optim;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What the optimizer does to the weights: how far a step goes, how far beside the weights' size, and how far it turns from the gradient.</summary>
/// <remarks>
/// Norm, ratio and turn come out of the optimizer's own pass. The path is the sum of the norms of the steps seen since the model was attached,
/// the distance how far the weights are from where they were then; where the lens is thinned, a step that is looked at counts for those since the one before it. Of an embedding a step counts the rows that a batch touched; an optimizer that
/// goes on moving the others makes their way part of the distance, not of the path.
/// </remarks>
public sealed class ParameterUpdateGeometry : Lens
{
    readonly bool _cosine;
    readonly Func<string, bool> _include;
    Entry?[] _entries = []; // in the order of the model's parameters
    LensContext? _context;

    /// <summary>A lens on all parameters, or on those that a predicate takes by their full name.</summary>
    /// <param name="cosine">
    /// Whether to compare each update with the one before. It takes two copies of every parameter and a pass over them in every step;
    /// tables of embeddings, where each batch moves other rows, are left out.
    /// </param>
    /// <param name="include">Which parameters, by full name; all of them where it is left out.</param>
    public ParameterUpdateGeometry(bool cosine = false, Func<string, bool>? include = null) => (_cosine, _include) = (cosine, include ?? (_ => true));

    /// <inheritdoc/>
    public override string Name => "updates";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Parameter;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _entries = new Entry?[context.Parameters.Count];
        HashSet<Parameter> tables = ModuleTree.Tables(context.Modules);
        for (int i = 0; i < _entries.Length; i++)
        {
            Parameter parameter = context.Parameters[i];
            if (!_include(parameter.Name))
                continue;
            Place Open(string series) => new(
                context.Open(RecordTable.Step, series, "norm"),
                context.Open(RecordTable.Step, series, "ratio"),
                context.Open(RecordTable.Step, series, "turn"));
            bool cosine = _cosine && !tables.Contains(parameter);
            _entries[i] = new()
            {
                Whole = Open(parameter.Name),
                Gates = [.. parameter.Blocks.Select(gate => Open(LensContext.NameOf(parameter, gate)))],
                Cosine = cosine ? context.Open(RecordTable.Step, parameter.Name, "cosine") : null,
                Path = context.Open(RecordTable.Epoch, parameter.Name, "path"),
                Distance = context.Open(RecordTable.Epoch, parameter.Name, "distance"),
                Start = context.StartOf(parameter),
                Trace = cosine ? new(parameter.Value.Detach()) : null,
            };
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        int index = _context!.IndexOf(parameter.Parameter);
        if (index < 0 || _entries[index] is not { } entry)
            return;
        double norm = Push(entry.Whole, parameter.Sums);
        if (double.IsFinite(norm))
            entry.Walked += norm * _context!.Span;
        ReadOnlySpan<StepSums> blocks = parameter.Blocks.Span;
        for (int i = 0; i < blocks.Length; i++)
            Push(entry.Gates[i], blocks[i]);
        if (entry.Trace?.Compare(parameter.Parameter.Value, _context!.Step) is { } cosine)
            entry.Cosine!.Push(cosine);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i] is not { } entry)
                continue;
            entry.Path.Push(entry.Walked);
            entry.Distance.Push(DistanceOf(_context!.Parameters[i].Value, entry.Start));
        }
    }

    /// <inheritdoc/>
    /// <remarks>The weights at the start are not kept: where a run goes on, the lens begins before they are replaced.</remarks>
    public override void Keep(KeptState state)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i] is not { } entry)
                continue;
            KeptState part = state.Part(_context!.Names[i]);
            entry.Walked = part.Number("walked", entry.Walked);
            entry.Trace?.Keep(part);
        }
    }

    static double Push(Place place, in StepSums sums)
    {
        double norm = Math.Sqrt(sums.UpdateNormSquared);
        place.Norm.Push(norm);
        if (sums.UpdateRatio is { } ratio)
            place.Ratio.Push(ratio);
        if (sums.DescentCosine is { } turn)
            place.Turn.Push(turn);
        return norm;
    }

    static double DistanceOf(Tensor value, Tensor start) => Math.Sqrt(value.DType == DType.Float32
        ? Sums.SquaredDistance(value.Span<float>(), start.Span<float>())
        : Sums.SquaredDistance(value.Span<double>(), start.Span<double>()));

    readonly record struct Place(Series Norm, Series Ratio, Series Turn);

    sealed class Entry
    {
        public required Place Whole { get; init; }

        public required Place[] Gates { get; init; }

        public required Series? Cosine { get; init; }

        public required Series Path { get; init; }

        public required Series Distance { get; init; }

        /// <summary>The weights when the model was attached.</summary>
        public required Tensor Start { get; init; }

        public required UpdateTrace? Trace { get; init; }

        public double Walked { get; set; }
    }
}
