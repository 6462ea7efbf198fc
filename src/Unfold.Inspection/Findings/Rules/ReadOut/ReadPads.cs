namespace Unfold.Inspection;

/// <summary>How much padding stands between a text's last word and where its state is read.</summary>
static class ReadPads
{
    /// <summary>Pads behind the last word of the median text; nothing where none are read, or nobody knows.</summary>
    /// <remarks>From the audit of the data, else from the gradient through time, else from the probe. Padding that no gradient reaches is not read: a mask is in force.</remarks>
    public static double? Median(RunEvidence run)
    {
        double? counted = Counted(run, out bool? read);
        return read == false ? null : run.Run.Data.Audit?.MedianPads ?? counted ?? run.Epochs("padding", "texts", "behind").Median ?? run.Run.Checks?.Padding?.Behind;
    }

    /// <summary>From the texts behind each negative lag.</summary>
    static double? Counted(RunEvidence run, out bool? read)
    {
        read = null;
        double? most = null;
        foreach (string layer in run.Series("time", "profile").Where(name => !name.EndsWith(".reverse", StringComparison.Ordinal)))
        {
            if (run.Arrays("time", layer, "profile").LastOrDefault() is not { Start: < 0 } profile || run.Arrays("time", layer, "count").LastOrDefault(array => array.Epoch == profile.Epoch) is not { } count)
                continue;
            int last = (int)-profile.Start; // the column of the last word
            read = (read ?? false) || Enumerable.Range(0, Math.Min(last, profile.Columns)).Any(column => profile[0, column] > 0);
            double texts = count[0, last];
            int pads = Enumerable.Range(0, last + 1).First(column => count[0, column] * 2 >= texts);
            most = Math.Max(most ?? 0, last - pads);
        }
        return most;
    }
}
