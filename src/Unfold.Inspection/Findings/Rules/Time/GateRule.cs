namespace Unfold.Inspection;

/// <summary>D11: gates that many units keep shut, so that nothing enters, stays or leaves.</summary>
public sealed class GateRule : IRule
{
    /// <summary>The rows of the record's arrays of units: share of the time below 0.1, above 0.9.</summary>
    const int Low = 4, High = 5;

    /// <summary>What it means that a gate stands still at one end; other ends are no fault: an open forget gate remembers.</summary>
    static readonly (string Gate, int Row, string Meaning, string Remedy)[] Ends =
    [
        ("i", Low, "input gate shut: nothing enters", "Raise the input gate's bias"),
        ("f", Low, "forget gate shut: nothing is remembered", "Start the forget gate's bias at 1 or 2"),
        ("o", Low, "output gate shut: nothing leaves, and no gradient comes back", "Raise the output gate's bias"),
        ("z", High, "update gate stays on keeping: nothing enters", "Lower the update gate's bias"),
        ("z", Low, "update gate stays on replacing: nothing is remembered", "Start the update gate's bias at 1 or 2"),
    ];

    /// <inheritdoc/>
    public string Id => "D11";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.RecurrentLayers.SelectMany(layer => Ends.Select(end => Check(run, layer, end))).OfType<Finding>().MaxBy(finding => (finding.Severity, finding.Numbers[0].Value));
    }

    Finding? Check(RunEvidence run, string layer, (string Gate, int Row, string Meaning, string Remedy) end)
    {
        (double time, double units, double critical) = (run.Limit("D11.time"), run.Limit("D11.units"), run.Limit("D11.critical"));
        (int Epoch, double Share)[] shares = [.. run.Arrays("gates", layer, $"units[{end.Gate}]").Where(array => array.Rows > High && array.Columns > 0).Select(array => (array.Epoch, Share(array, end.Row, time)))];
        int[] epochs = [.. shares.Where(entry => entry.Share > units).Select(entry => entry.Epoch)];
        if (!Persistence.Holds(run, epochs.Length, shares.Length))
            return null;
        double share = Persistence.Median(shares.Where(entry => entry.Share > units).Select(entry => entry.Share));
        bool worst = share > critical;
        return new()
        {
            Id = Id,
            Severity = worst ? Persistence.CriticalUnlessLearned(run) : FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = $"Units of {layer} keep their {end.Meaning}.",
            Evidence = $"In {RuleText.Epochs(epochs)} {RuleText.Percent(share)} of the units have gate {end.Gate} {(end.Row == Low ? "below 0.1" : "above 0.9")} for more than {RuleText.Percent(time)} of the time (threshold: {RuleText.Percent(worst ? critical : units)} of the units).",
            Numbers = [new($"units whose gate {end.Gate} stands still", share, worst ? critical : units, worst ? "D11.critical" : "D11.units"), new("of the time", time)],
            Remedy = $"{end.Remedy}, lower the learning rate, or clip the gradient.",
            Remedies =
            [
                new() { Text = $"{end.Remedy}.", Api = $"set the {end.Gate} block of bias_ih and bias_hh before training" },
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Clip the norm of the gradient.", Settings = RecipeSettings.Set(run, ("training.clipNorm", "1")), Api = "new AdamOptions { ClipNorm = 1 }" },
            ],
            Refutation = "If the gate opens for some words in the figure of gates over time, its units only wait for them.",
            Figure = FigureNames.Gates,
            Epoch = epochs[0],
        };
    }

    static double Share(RecordArray units, int row, double time) => (double)Enumerable.Range(0, units.Columns).Count(unit => units[row, unit] > time) / units.Columns;
}
