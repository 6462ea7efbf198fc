namespace Unfold.Inspection;

/// <summary>D46: an optimizer that is made anew in every epoch, so that it forgets its moments.</summary>
public sealed class NewOptimizerRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D46";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return NotSeen(run) ?? StartsAnew(run);
    }

    /// <summary>Losses go on, and the optimizer that was watched makes no step any more.</summary>
    Finding? NotSeen(RunEvidence run)
    {
        NumberSeries steps = run.Steps("gradients", "all", "norm"), losses = run.Steps("loss", "train", MetricNames.Loss);
        if (steps.Count == 0 || steps.Epochs[0] != losses.Epochs.FirstOrDefault(-1))
            return null;
        int last = steps.Epochs[^1];
        int[] without = [.. losses.Epochs.Where(epoch => epoch > last).Distinct()];
        if (without.Length == 0)
            return null;
        return Of() with
        {
            Title = $"After epoch {last} another optimizer made the steps.",
            Evidence = $"The optimizer that is watched made steps in {RuleText.Epochs([.. steps.Epochs.Distinct()])} and none in {RuleText.Epochs(without)}, though losses of training went on (threshold: a single epoch).",
            Numbers = [new("epochs with losses and without a step of the watched optimizer", without.Length, 0)],
            Epoch = without[0],
        };
    }

    /// <summary>Adam's very first step has the learning rate in every element: an update as large as that at the beginning of later epochs is a first one again.</summary>
    Finding? StartsAnew(RunEvidence run)
    {
        (double near, double above, double share) = (run.Limit("D46.norm"), run.Limit("D46.above"), run.Limit("D46.epochs"));
        (string Name, double Share, double Ratio, int Epoch)[] seen = [.. run.Series("updates", "norm").Where(name => !name.EndsWith(']')).Select(name => Of(run, name, near, above)).OfType<(string, double, double, int)>()];
        (string Name, double Share, double Ratio, int Epoch)[] anew = [.. seen.Where(entry => entry.Share >= share)];
        if (anew.Length == 0 || anew.Length < run.Limit("persistence") * seen.Length)
            return null;
        (string parameter, double epochs, double ratio, int epoch) = anew.MaxBy(entry => entry.Ratio);
        return Of() with
        {
            Title = "The optimizer is made anew in every epoch and forgets what it knew.",
            Evidence = $"{RuleText.Percent(epochs)} of the later epochs (threshold: {RuleText.Percent(share)}) begin with an update of {parameter} as large as the very first one "
                + $"(threshold: within {RuleText.Percent(near)}), {RuleText.Number(ratio)} times the epoch's median (threshold: {RuleText.Number(above)}).",
            Numbers = [new("later epochs that begin with a first step", epochs, share, "D46.epochs"), new("that update over the epoch's median", ratio, above, "D46.above")],
            Epoch = epoch,
        };
    }

    static (string Name, double Share, double Ratio, int Epoch)? Of(RunEvidence run, string name, double near, double above)
    {
        NumberSeries norms = run.Steps("updates", name, "norm");
        int[] epochs = [.. norms.Epochs.Distinct()];
        if (epochs.Length < 3 || norms.Count < run.Limit("window") || !(norms.First > 0))
            return null;
        List<double> ratios = [];
        foreach (int epoch in epochs.Skip(1))
        {
            NumberSeries own = norms.InEpoch(epoch);
            double ratio = own.First!.Value / Math.Max(own.Median ?? 0, double.Epsilon);
            if (Math.Abs((own.First!.Value / norms.First!.Value) - 1) <= near && ratio >= above)
                ratios.Add(ratio);
        }
        return (name, (double)ratios.Count / (epochs.Length - 1), ratios.Count == 0 ? 0 : ratios.Order().ElementAt(ratios.Count / 2), epochs[1]);
    }

    Finding Of() => new()
    {
        Id = Id,
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.Medium,
        Remedy = "Make the optimizer once, before the first epoch: Adam needs some hundred steps to know its second moments, and momentum is lost as well.",
        Remedies = [new() { Text = "Make it before the loop.", Api = "Adam adam = new(model.Parameters); for (int epoch = …)" }],
        Refutation = "If the optimizer is started anew on purpose (warm restarts), this is no fault.",
        Figure = FigureNames.Updates,
    };
}
