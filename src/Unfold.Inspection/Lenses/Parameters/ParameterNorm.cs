namespace Unfold.Inspection;

/// <summary>How large the weights are at the end of every epoch.</summary>
/// <remarks>Shares compare parameters of a kind: those of one axis (biases) with one another, and the others (weights).</remarks>
public sealed class ParameterNorm : Lens
{
    readonly Func<string, bool> _include;
    readonly List<Entry> _entries = [];

    /// <summary>A lens on all parameters, or on those that a predicate takes by their full name.</summary>
    /// <param name="include">Which parameters, by full name; all of them where it is left out.</param>
    public ParameterNorm(Func<string, bool>? include = null) => _include = include ?? (_ => true);

    /// <inheritdoc/>
    public override string Name => "weights";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _entries.Clear();
        foreach (Parameter parameter in context.Parameters.Where(parameter => _include(parameter.Name)))
        {
            _entries.Add(new(
                parameter,
                Open(context, parameter.Name),
                [.. parameter.Blocks.Select(gate => Open(context, LensContext.NameOf(parameter, gate)))],
                context.Open(RecordTable.Epoch, parameter.Name, "share")));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        double[] norms = [.. _entries.Select(Push)];
        for (int i = 0; i < norms.Length; i++)
        {
            double sum = 0;
            for (int other = 0; other < norms.Length; other++)
                sum += _entries[other].IsBias == _entries[i].IsBias ? norms[other] : 0;
            if (sum > 0)
                _entries[i].Share.Push(norms[i] / sum);
        }
    }

    static (Series Norm, Series Rms) Open(LensContext context, string series) =>
        (context.Open(RecordTable.Epoch, series, "norm"), context.Open(RecordTable.Epoch, series, "rms"));

    static double Push(Entry entry)
    {
        Tensor value = entry.Parameter.Value;
        int blocks = Math.Max(1, entry.Gates.Count), length = value.Length / blocks;
        double all = 0;
        for (int i = 0; i < blocks; i++)
        {
            double squares = value.DType == DType.Float32
                ? Sums.Squares<float>(value.Span<float>().Slice(i * length, length))
                : Sums.Squares<double>(value.Span<double>().Slice(i * length, length));
            all += squares;
            if (entry.Gates.Count > 0)
                Push(entry.Gates[i], squares, length);
        }
        return Push(entry.Whole, all, value.Length);
    }

    static double Push((Series Norm, Series Rms) series, double squares, int elements)
    {
        series.Norm.Push(Math.Sqrt(squares));
        series.Rms.Push(Math.Sqrt(squares / elements));
        return Math.Sqrt(squares);
    }

    sealed record Entry(Parameter Parameter, (Series Norm, Series Rms) Whole, IReadOnlyList<(Series Norm, Series Rms)> Gates, Series Share)
    {
        public bool IsBias => Parameter.Shape.Rank < 2;
    }
}
