namespace Unfold.Inspection;

/// <summary>A step whose gradient of recurrent weights stands out far more than that of the output layer: it grew on the way back through time.</summary>
/// <param name="Series">The parameter.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step.</param>
/// <param name="Norm">The norm of its gradient.</param>
/// <param name="Typical">The running median of the steps before.</param>
/// <param name="Times">How many times that it is.</param>
/// <param name="Output">The same of the output layer's weight; 1 where there is none.</param>
sealed record GradientSpike(string Series, int Epoch, long Step, double Norm, double Typical, double Times, double Output)
{
    /// <summary>Windows that the running median goes back.</summary>
    const int Windows = 5;

    /// <summary>The spikes of the recurrent parameters after the warm-up, the largest of each step, in the order of the steps.</summary>
    public static IReadOnlyList<GradientSpike> Find(RunEvidence run, double limit)
    {
        string[] recurrent = [.. run.Parameters.Where(name => name.Contains("weight_hh", StringComparison.Ordinal) || name.Contains("weight_ih", StringComparison.Ordinal))];
        string? output = Judged.Weights(run).LastOrDefault(name => !recurrent.Contains(name) && !name.Contains("embedding", StringComparison.OrdinalIgnoreCase));
        Dictionary<long, double> outputs = [];
        if (output is not null)
        {
            foreach ((NumberSeries series, int i, double typical) in Running(run, output))
                outputs[series.Steps[i]] = typical > 0 ? Math.Max(1, series.Values[i] / typical) : 1;
        }
        SortedDictionary<long, GradientSpike> spikes = [];
        foreach (string name in recurrent)
        {
            foreach ((NumberSeries series, int i, double typical) in Running(run, name))
            {
                (double norm, double beside) = (series.Values[i], outputs.GetValueOrDefault(series.Steps[i], 1));
                double times = norm / typical;
                if (!(typical > 0) || !double.IsFinite(norm) || times <= limit || times <= limit * beside)
                    continue;
                if (!spikes.TryGetValue(series.Steps[i], out GradientSpike? known) || known.Times < times)
                    spikes[series.Steps[i]] = new(name, series.Epochs[i], series.Steps[i], norm, typical, times, beside);
            }
        }
        return [.. spikes.Values];
    }

    /// <summary>The largest norm of all parameters together, where it is above a bound.</summary>
    public static GradientSpike? Above(RunEvidence run, NumberSeries all, double bound)
    {
        int[] above = [.. Enumerable.Range(0, all.Count).Where(i => double.IsFinite(all.Values[i]) && all.Values[i] > bound)];
        if (above.Length == 0)
            return null;
        int largest = above.MaxBy(i => all.Values[i]);
        double typical = all.Median ?? 0;
        return new("all parameters", all.Epochs[largest], all.Steps[largest], all.Values[largest], typical, typical > 0 ? all.Values[largest] / typical : 1, 1);
    }

    static IEnumerable<(NumberSeries Series, int At, double Typical)> Running(RunEvidence run, string name)
    {
        NumberSeries series = run.Steps("gradients", name, "norm");
        int window = (int)run.Limit("window"), judged = (int)Math.Ceiling(run.Limit("warmUp") * series.Count);
        List<double> sorted = [];
        for (int i = 0; i < series.Count; i++)
        {
            if (i >= judged && sorted.Count >= window)
                yield return (series, i, sorted[sorted.Count / 2]);
            Insert(sorted, series.Values[i]);
            if (i >= Windows * window)
                Remove(sorted, series.Values[i - (Windows * window)]);
        }
    }

    static void Insert(List<double> sorted, double value)
    {
        if (!double.IsFinite(value))
            return;
        int at = sorted.BinarySearch(value);
        sorted.Insert(at < 0 ? ~at : at, value);
    }

    static void Remove(List<double> sorted, double value)
    {
        int at = double.IsFinite(value) ? sorted.BinarySearch(value) : -1;
        if (at >= 0)
            sorted.RemoveAt(at);
    }
}
