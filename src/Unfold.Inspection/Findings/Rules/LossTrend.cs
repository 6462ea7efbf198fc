namespace Unfold.Inspection;

/// <summary>Where the training loss came from and how far it got.</summary>
/// <param name="Start">Its mean over the first steps.</param>
/// <param name="End">Its mean over the last ones.</param>
/// <param name="Steps">Steps between the middles of the two.</param>
/// <param name="Error">The standard error of their difference, from the spread of stretches of each; nothing where it is not known.</param>
sealed record LossTrend(double Start, double End, double Steps, double Error = 0)
{
    /// <summary>The share of the loss that is gone; below nothing where it rose.</summary>
    public double Fall => 1 - (End / Start);

    /// <summary>The trend over the steps of the record, else from the first epoch to the last; nothing where there are too few.</summary>
    public static LossTrend? Of(RunEvidence run)
    {
        if (Of(run.Steps("loss", "train", "loss"), (int)run.Limit("window")) is { } trend)
            return trend;
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Train.Loss is { } loss && double.IsFinite(loss))];
        return epochs.Length < 2 || epochs[0].Train.Loss <= 0 ? null : new(epochs[0].Train.Loss!.Value, epochs[^1].Train.Loss!.Value, epochs.Skip(1).Sum(epoch => Math.Max(1, epoch.Steps)));
    }

    /// <summary>The trend over a series: its first part against its last, at least a window each.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="window">The fewest of them in a part.</param>
    /// <param name="share">How large a part is. A tenth shows how far it came; a half, whether it still falls.</param>
    public static LossTrend? Of(NumberSeries losses, int window, double share = 0.1)
    {
        double[] values = [.. losses.Values.Where(double.IsFinite)];
        int length = Math.Max(window, (int)(share * values.Length));
        if (values.Length < 2 * length)
            return null;
        double[] first = values[..length], last = values[^length..];
        (double start, double end) = (first.Average(), last.Average());
        return start > 0 ? new(start, end, values.Length - length, Math.Sqrt(Spread(first) + Spread(last))) : null;
    }

    /// <summary>Whether the loss fell by a share, and by more than noise.</summary>
    public bool Falls(double share, double errors) => Fall >= share && Start - End > errors * Error;

    /// <summary>The square of the standard error of a mean, from up to ten stretches: losses of neighbouring steps are alike.</summary>
    static double Spread(double[] values)
    {
        int stretches = Math.Clamp(values.Length / 10, 2, 10);
        double[] means = [.. Enumerable.Range(0, stretches).Select(i => values[(i * values.Length / stretches)..((i + 1) * values.Length / stretches)].Average())];
        double mean = means.Average();
        return means.Sum(value => (value - mean) * (value - mean)) / (stretches - 1) / stretches;
    }

    /// <summary>The share that goes in so many steps, at the mean pace.</summary>
    public double FallIn(double steps) => End <= 0 ? 1 : 1 - Math.Pow(End / Start, steps / Steps);

    /// <summary>Whether the loss ended where it is no better than the class frequencies alone; without them, whether it hardly fell.</summary>
    public bool IsStuck(RunEvidence run) => run.Run.Data.PriorEntropy is { } prior && prior > 0
        ? End >= run.Limit("D04.share") * prior
        : End >= run.Limit("D04.share") * Start;
}
