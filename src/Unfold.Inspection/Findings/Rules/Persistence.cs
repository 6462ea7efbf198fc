namespace Unfold.Inspection;

/// <summary>What a statistic was in each epoch, and in how many of them it shows a fault.</summary>
static class Persistence
{
    /// <summary>The median of each epoch's steps, the warm-up left out; infinite numbers count, missing ones do not. Empty where fewer steps than a window were measured.</summary>
    public static IReadOnlyList<(int Epoch, double Value)> Medians(RunEvidence run, string lens, string series, string statistic)
    {
        NumberSeries? judged = Judged.Steps(run, lens, series, statistic);
        return judged is null ? [] : [.. Values(judged).GroupBy(entry => entry.Epoch, entry => entry.Value).Select(group => (group.Key, Median(group)))];
    }

    /// <summary>The numbers of a series of epochs.</summary>
    public static IReadOnlyList<(int Epoch, double Value)> Epochs(RunEvidence run, string lens, string series, string statistic) => [.. Values(run.Epochs(lens, series, statistic))];

    /// <summary>The middle of some numbers, infinite ones among them; NaN where there is none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
            return double.NaN;
        (double below, double above) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return below == above ? below : (below + above) / 2;
    }

    /// <summary>Whether a fault holds in enough of the epochs that were judged.</summary>
    public static bool Holds(RunEvidence run, int faulty, int judged) => judged > 0 && faulty >= run.Limit("persistence") * judged;

    /// <summary>Whether the run ended with a loss so far below the prior's that it did learn: then nothing is critical about how.</summary>
    public static bool Learned(RunEvidence run)
    {
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Train.Loss is { } loss && double.IsFinite(loss))];
        if (epochs.Length == 0)
            return false;
        double start = run.Run.Data.PriorEntropy is { } prior && prior > 0 ? prior : run.Steps("loss", "train", "loss").First ?? epochs[0].Train.Loss!.Value;
        return epochs[^1].Train.Loss < run.Limit("learned") * start;
    }

    /// <summary>The epochs in which the run learned nothing: its loss was the prior's, or its answers the majority's. Empty where they are too few to judge by.</summary>
    public static IReadOnlyList<int> Stuck(RunEvidence run)
    {
        double plateau = run.Limit("D04.share") * (run.Run.Data.PriorEntropy ?? double.PositiveInfinity);
        int[] stuck = [.. run.Run.Epochs.Where(epoch => epoch.Train.Loss >= plateau).Select(epoch => epoch.Epoch).Union(MajorityRule.EpochsAtMajority(run)).Order()];
        return stuck.Length >= run.Limit("stuck") ? stuck : [];
    }

    /// <summary>The entries of the epochs in which the run learned nothing; all where it always learned, or where none of those was measured.</summary>
    public static (int Epoch, double Value)[] WhereStuck(IReadOnlyList<int> stuck, IReadOnlyList<(int Epoch, double Value)> entries)
    {
        (int, double)[] chosen = [.. entries.Where(entry => stuck.Contains(entry.Epoch))];
        return chosen.Length > 0 ? chosen : [.. entries];
    }

    /// <summary>Critical, or a warning where the run learned all the same.</summary>
    public static FindingSeverity CriticalUnlessLearned(RunEvidence run) => Learned(run) ? FindingSeverity.Warning : FindingSeverity.Critical;

    static IEnumerable<(int Epoch, double Value)> Values(NumberSeries series) =>
        Enumerable.Range(0, series.Count).Where(i => !double.IsNaN(series.Values[i])).Select(i => (series.Epochs[i], series.Values[i]));
}
