namespace Unfold.Inspection;

/// <summary>A last word that no answer depends on: the state is read before it, as a mask does that is one too short.</summary>
static class UnreadWord
{
    /// <summary>The layer whose gradient at the last word is nothing in all epochs though that of the words before it is not.</summary>
    public static (string Layer, double Share, int Epoch)? Of(RunEvidence run)
    {
        foreach (string layer in run.Series("time", "profile").Where(name => !name.EndsWith(".reverse", StringComparison.Ordinal)))
        {
            (double Share, int Epoch)[] shares = [.. run.Arrays("time", layer, "profile").Select(profile => (Share(profile), profile.Epoch)).Where(entry => !double.IsNaN(entry.Item1))];
            if (shares.Length > 0 && shares.All(entry => entry.Share < run.Limit("D05.unread")))
                return (layer, shares.Max(entry => entry.Share), shares[0].Epoch);
        }
        return null;
    }

    /// <summary>The gradient at the last word over the largest at the words before it; NaN where padding behind it is read, or there is nothing to compare.</summary>
    static double Share(RecordArray profile)
    {
        int last = (int)-profile.Start;
        double before = 0;
        for (int column = 0; column < profile.Columns; column++)
        {
            double value = profile[0, column];
            if (column < last && value > 0)
                return double.NaN;
            if (column > last && value > before)
                before = value;
        }
        return before > 0 && last < profile.Columns && profile[0, last] >= 0 ? profile[0, last] / before : double.NaN;
    }
}
