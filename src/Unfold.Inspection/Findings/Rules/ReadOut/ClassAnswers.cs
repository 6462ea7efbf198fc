namespace Unfold.Inspection;

/// <summary>How many texts of each class an epoch's validation had, and how many of them were answered rightly.</summary>
sealed record ClassAnswers(IReadOnlyList<double> Texts, IReadOnlyList<double> Right)
{
    /// <summary>The share of all texts answered rightly.</summary>
    public double Accuracy => Right.Sum() / Texts.Sum();

    /// <summary>The largest class; the first of equals.</summary>
    public int Largest => Enumerable.Range(0, Texts.Count).MaxBy(i => Texts[i]);

    /// <summary>The share of the texts of all other classes answered rightly; nothing where there are none.</summary>
    public double? OthersFound
    {
        get
        {
            double others = Texts.Sum() - Texts[Largest];
            return others > 0 ? (Right.Sum() - Right[Largest]) / others : null;
        }
    }

    /// <summary>From the confusion counts of the run's document, else from what the loop pushed with its labels; nothing where neither is there.</summary>
    public static ClassAnswers? Of(RunEvidence run, EpochDocument epoch)
    {
        if (epoch.Confusion is { Count: > 1 } counts)
            return new([.. counts.Select(row => (double)row.Sum())], [.. counts.Select((row, i) => (double)row[i])]);
        if (run.Arrays("loss", "validation", "classes").LastOrDefault(array => array.Epoch == epoch.Epoch) is not { Columns: > 1, Rows: > 1 } classes || float.IsNaN(classes[1, 0]))
            return null;
        double[] texts = [.. Enumerable.Range(0, classes.Columns).Select(c => (double)classes[0, c])];
        return new(texts, [.. texts.Select((count, c) => count > 0 ? Math.Round(count * classes[1, c]) : 0)]);
    }
}
