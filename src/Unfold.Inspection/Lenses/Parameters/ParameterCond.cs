using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>How evenly weight matrices stretch: the largest and the smallest singular value and their ratio, the condition.</summary>
/// <remarks>
/// condition = σ₁ / σ_min, 1 at best, ∞ for a singular matrix. Each gate of a recurrent weight is a matrix of its own; so is all of it.
/// Singular values once an epoch.
/// </remarks>
public sealed class ParameterCond : Lens
{
    readonly Func<string, bool>? _include;
    readonly List<Entry> _entries = [];

    /// <summary>A lens on all parameters of two axes but the tables of embeddings, or on those that a predicate takes by their full name.</summary>
    /// <param name="include">Which parameters of two axes, by full name.</param>
    public ParameterCond(Func<string, bool>? include = null) => _include = include;

    /// <inheritdoc/>
    public override string Name => "condition";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _entries.Clear();
        HashSet<Parameter> tables = ModuleTree.Tables(context.Modules);
        foreach (Parameter parameter in context.Parameters.Where(parameter => parameter.Shape.Rank == 2))
        {
            if (!(_include?.Invoke(parameter.Name) ?? !tables.Contains(parameter)))
                continue;
            int rows = parameter.Shape[0], each = rows / Math.Max(1, parameter.Blocks.Count);
            Add(context, parameter, parameter.Name, 0, rows);
            for (int i = 0; i < parameter.Blocks.Count; i++)
                Add(context, parameter, LensContext.NameOf(parameter, parameter.Blocks[i]), i * each, each);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (Entry entry in _entries)
        {
            int columns = entry.Parameter.Shape[1];
            double[] matrix = new double[entry.Rows * columns];
            PassRows.Read(entry.Parameter.Value, entry.First * columns, matrix);
            double[] singular = SingularValues.Of(matrix, entry.Rows, columns);
            (double largest, double smallest) = (singular[0], singular[^1]);
            entry.Condition.Push(smallest == 0 ? double.PositiveInfinity : largest / smallest);
            entry.Largest.Push(largest);
            entry.Smallest.Push(smallest);
        }
    }

    void Add(LensContext context, Parameter parameter, string series, int first, int rows) => _entries.Add(new(
        parameter,
        first,
        rows,
        context.Open(RecordTable.Epoch, series, "condition"),
        context.Open(RecordTable.Epoch, series, "largest"),
        context.Open(RecordTable.Epoch, series, "smallest")));

    sealed record Entry(Parameter Parameter, int First, int Rows, Series Condition, Series Largest, Series Smallest);
}
