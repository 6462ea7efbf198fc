namespace Unfold.Inspection;

/// <summary>D07: a gradient that does not reach the first words.</summary>
public sealed class VanishingThroughTimeRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D07";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("time", "firstToLast").Where(layer => !layer.EndsWith(".reverse", StringComparison.Ordinal))
            .Select(layer => Check(run, layer)).OfType<Finding>().OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Numbers[0].Value).FirstOrDefault();
    }

    Finding? Check(RunEvidence run, string layer)
    {
        // with a second direction no word is further than half the text from where a state is read
        bool both = run.Series("time", "firstToLast").Contains(layer + ".reverse");
        bool padded = run.Steps("time", layer, "firstToRead").Count > 0;
        string statistic = padded ? "firstToRead" : "firstToLast";
        IReadOnlyList<int> stuck = Persistence.Stuck(run);
        (int Epoch, double Value)[] ratios = [.. Persistence.WhereStuck(stuck, Persistence.Medians(run, "time", layer, statistic)).Select(entry => (entry.Epoch, both ? Math.Sqrt(entry.Value) : entry.Value))];
        Dictionary<int, double> halfLives = Persistence.Medians(run, "time", layer, "halfLife").ToDictionary(entry => entry.Epoch, entry => entry.Value);
        if (ratios.Length == 0)
            return null;
        (double low, double lowest, double share) = (run.Limit("D07.warning"), run.Limit("D07.critical"), run.Limit("D07.halfLife"));
        double? length = run.MedianLength is { } median && median > 1 ? (both ? median / 2 : median) : null;
        int[] critical = [.. ratios.Where(entry => entry.Value < lowest).Select(entry => entry.Epoch)];
        int[] weak = [.. ratios.Where(entry => entry.Value < low || halfLives.GetValueOrDefault(entry.Epoch, double.PositiveInfinity) < share * length).Select(entry => entry.Epoch)];
        if (!Persistence.Holds(run, weak.Length, ratios.Length))
            return null;
        bool worst = Persistence.Holds(run, critical.Length, ratios.Length);
        int[] shown = worst ? critical : weak;
        (double ratio, double halfLife) = (Persistence.Median(ratios.Where(entry => shown.Contains(entry.Epoch)).Select(entry => entry.Value)),
            Persistence.Median(halfLives.Where(entry => shown.Contains(entry.Key)).Select(entry => entry.Value)));
        double limit = worst ? lowest : low;
        FindingNumber first = new("gradient at the first word over that where the state is read", ratio, limit, worst ? "D07.critical" : "D07.warning");
        FindingNumber? half = length is { } words && !double.IsNaN(halfLife) ? new("half-life of the gradient over the length of the median text", halfLife / words, share, "D07.halfLife") : null;
        string memory = half is null ? "" : $"; it halves every {RuleText.Number(halfLife)} words, {RuleText.Percent(half.Value)} of the {RuleText.Number(length!.Value)} words {(both ? "of half the median text" : "of the median text")} (threshold: {RuleText.Percent(share)})";
        return new()
        {
            Id = Id,
            Severity = worst ? (stuck.Count > 0 ? FindingSeverity.Critical : Persistence.CriticalUnlessLearned(run)) : ratio < low ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = ratio < low ? $"{(stuck.Count > 0 && Persistence.Learned(run) ? "While nothing was learned, the" : "The")} gradient of {layer} {(stuck.Count > 0 && Persistence.Learned(run) ? "did" : "does")} not reach the first words." : $"The gradient of {layer} fades within a quarter of a text.",
            Evidence = $"In {RuleText.Epochs(shown)} the first word gets {RuleText.Number(ratio)} of the gradient that arrives {(padded ? "behind the padding, where the state is read" : "at the last word")} "
                + $"(median; threshold: {RuleText.Number(limit)}){memory}.",
            Numbers = half is null ? [first] : ratio < low ? [first, half] : [half, first],
            Remedy = "Give the gradient a shorter or a better way: no padding behind the words, an LSTM or a GRU, pooling over all positions, reading from both ends, or an orthogonal recurrent matrix.",
            Remedies = Remedies(run, padded, both),
            Refutation = "If the answer stands in the last words, nothing has to reach the first ones: see whether the loss is the same with only those.",
            Figure = FigureNames.Time,
            Epoch = shown[0],
            Step = FirstStep(run, layer, statistic, shown[0]),
        };
    }

    static long? FirstStep(RunEvidence run, string layer, string statistic, int epoch)
    {
        NumberSeries series = run.Steps("time", layer, statistic).InEpoch(epoch);
        return series.Count > 0 ? series.Steps[0] : null;
    }

    static IReadOnlyList<Remedy> Remedies(RunEvidence run, bool padded, bool both)
    {
        List<Remedy> remedies = [];
        if (padded)
            remedies.Add(new() { Text = "Read the state at the last real token: no padding.", Settings = RecipeSettings.Set(run, ("text.padToLength", "0")), Api = "SequenceBatch.FromIds(texts without pads)" });
        if (RecipeSettings.Text(run, "model.readOut") is null or "last")
            remedies.Add(new() { Text = "Pool over all positions.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" });
        if (RecipeSettings.Text(run, "model.cell") is null or "rnn")
            remedies.Add(new() { Text = "Use a GRU.", Settings = RecipeSettings.Set(run, ("model.cell", "gru")), Api = "new Gru(width, hidden, rng)" });
        if (!both)
            remedies.Add(new() { Text = "Read from both ends.", Settings = RecipeSettings.Set(run, ("model.bidirectional", "true")), Api = "new RecurrentOptions { Bidirectional = true }" });
        return remedies;
    }
}
