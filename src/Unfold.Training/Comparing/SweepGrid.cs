namespace Unfold.Training;

/// <summary>Settings with several values each: every combination is an experiment that starts afresh.</summary>
public sealed class SweepGrid
{
    readonly List<(string Path, string[] Values)> _axes = [];

    /// <summary>Reads axes such as <c>training.learningRate=0.1,0.01,0.001</c>.</summary>
    /// <param name="axes">Each a path of a setting and its values; commas inside brackets and quotes do not part values.</param>
    /// <exception cref="RecipeException">An axis has no path, no value, or comes twice.</exception>
    public SweepGrid(IEnumerable<string> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        foreach (string axis in axes)
        {
            int equals = axis.IndexOf('=', StringComparison.Ordinal);
            string path = equals < 0 ? "" : axis[..equals].Trim();
            string[] values = equals < 0 ? [] : [.. Split(axis[(equals + 1)..])];
            if (path.Length == 0 || values.Length == 0 || values.Any(value => value.Length == 0))
                throw new RecipeException($"--grid {axis}: expected a setting and its values, such as training.learningRate=0.1,0.01, got {(path.Length == 0 ? "no setting" : "an empty value")}.");
            if (_axes.Exists(known => known.Path == path))
                throw new RecipeException($"--grid {axis}: expected every setting once, got {path} twice. Put all its values behind one --grid.");
            _axes.Add((path, values));
        }
        if (_axes.Count == 0) throw new RecipeException("--grid: expected a setting and its values, such as training.learningRate=0.1,0.01, got none.");
    }

    /// <summary>How many experiments there are.</summary>
    public long Count => _axes.Aggregate(1L, (count, axis) => count * axis.Values.Length);

    /// <summary>Every combination, the last axis changing fastest.</summary>
    /// <param name="start">Makes the reader of the recipe that the values are put on top of; called once for each.</param>
    /// <exception cref="RecipeException">A setting or a value does not do: the faults of all combinations at once, each said once.</exception>
    public IReadOnlyList<RecipeVariant> Expand(Func<RecipeReader> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var variants = new List<RecipeVariant>();
        var faults = new List<string>();
        var at = new int[_axes.Count];
        for (long i = 0; i < Count; i++)
        {
            RecipeReader reader = start();
            for (int axis = 0; axis < at.Length; axis++) reader.Set(_axes[axis].Path, _axes[axis].Values[at[axis]], $"--grid {_axes[axis].Path}");
            try
            {
                variants.Add(new RecipeVariant(string.Join(' ', _axes.Select((axis, k) => $"{axis.Path}={axis.Values[at[k]]}")), reader.Resolve()));
            }
            catch (RecipeException fault)
            {
                if (!faults.Contains(fault.Message, StringComparer.Ordinal)) faults.Add(fault.Message);
            }
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == _axes[axis].Values.Length; axis--) at[axis] = 0;
        }
        return faults.Count == 0 ? variants : throw new RecipeException(string.Join('\n', faults));
    }

    static IEnumerable<string> Split(string values)
    {
        (int depth, int start, bool quoted) = (0, 0, false);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == '"') quoted = !quoted;
            if (quoted) continue;
            if (values[i] is '[' or '{') depth++;
            if (values[i] is ']' or '}') depth--;
            if (values[i] != ',' || depth > 0) continue;
            yield return values[start..i].Trim();
            start = i + 1;
        }
        yield return values[start..].Trim();
    }
}
