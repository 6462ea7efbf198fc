namespace Unfold.Inspection;

/// <summary>D09: gradients so small that nothing is learned, while there is much left to learn.</summary>
public sealed class VanishingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D09";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (LossTrend.Of(run) is not { } trend || trend.End < run.Limit("D09.floor") * trend.Start)
            return null;
        (string Name, double Size)[] tensors = [.. Sizes(run)];
        if (tensors.Length == 0)
            return null;
        double limit = run.Limit("D09.mean");
        (string Name, double Size)[] small = [.. tensors.Where(tensor => tensor.Size < limit).OrderBy(tensor => tensor.Size)];
        if (small.Length > 0)
            return Small(run, tensors, small, limit);
        return Falling(run) is { } falling ? Fading(run, falling.Name, falling.Rms) : null;
    }

    static Finding Small(RunEvidence run, (string Name, double Size)[] tensors, (string Name, double Size)[] small, double limit)
    {
        bool all = small.Length == tensors.Length;
        return Finding(run) with
        {
            Severity = all ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = all ? "Hardly any gradient reaches any weight." : $"Hardly any gradient reaches {small[0].Name}{(small.Length > 1 ? $" and {small.Length - 1} more of {tensors.Length} weights" : "")}.",
            Evidence = $"Median size of the gradient's numbers: {string.Join(", ", small.Take(3).Select(tensor => $"{tensor.Name} {RuleText.Number(tensor.Size)}"))} (threshold: {RuleText.Number(limit)}).",
            Numbers = [new($"size of the gradient of {small[0].Name}", small[0].Size, limit, "D09.mean")],
            Step = run.Steps("gradients", small[0].Name, "norm").Steps[0],
        };
    }

    static Finding Fading(RunEvidence run, string name, NumberSeries rms)
    {
        (int checks, double limit) = ((int)run.Limit("D09.checks"), run.Limit("D09.falling"));
        double before = rms.Values[^(checks + 1)], now = rms.Values[^1];
        return Finding(run) with
        {
            Severity = FindingSeverity.Warning,
            Title = $"The gradient of {name} is fading away while the loss is still high.",
            Evidence = $"Its size fell from {RuleText.Number(before)} to {RuleText.Number(now)} in {checks} epochs (threshold: by half, below {RuleText.Number(limit)}).",
            Numbers = [new($"size of the gradient of {name}", now, limit, "D09.falling"), new("the same before", before)],
            Epoch = rms.Epochs[^1],
        };
    }

    static Finding Finding(RunEvidence run) => new()
    {
        Id = "D09",
        Remedy = "Look for what makes the gradient small: a loss that is scaled down, saturated or many layers, very small weights at the start. Then raise the learning rate.",
        Remedies =
        [
            new() { Text = "Use an LSTM: its cell hands gradients on.", Settings = RecipeSettings.Set(run, ("model.cell", "lstm")), Api = "new Lstm(inputs, hidden, rng)" },
            new() { Text = "Raise the learning rate tenfold.", Settings = RecipeSettings.Times(run, "training.learningRate", 10), Api = "optimizer.LearningRate *= 10" },
        ],
        Refutation = "Watch the same tensors with the loss multiplied by 1000: if it learns no better, the size was not the cause.",
        Figure = FigureNames.GradientNorms,
    };

    /// <summary>
    /// RMS of each weight's gradient, the median over the steps. It is never less than the mean magnitude. Tables of embeddings are left out, most of whose rows a batch does not
    /// touch, and gradients that are nothing at all: those are not connected, which is another fault.
    /// </summary>
    static IEnumerable<(string Name, double Size)> Sizes(RunEvidence run)
    {
        HashSet<string> tables = [.. run.Series("embedding")];
        foreach ((string name, double median) in Judged.Medians(run, "gradients", "norm"))
        {
            if (!tables.Contains(name) && run.Run.Gradients.TryGetValue(name, out GradientDocument? gradient) && gradient.Elements > 0 && median > 0)
                yield return (name, median / Math.Sqrt(gradient.Elements));
        }
    }

    static (string Name, NumberSeries Rms)? Falling(RunEvidence run)
    {
        (int checks, double limit) = ((int)run.Limit("D09.checks"), run.Limit("D09.falling"));
        HashSet<string> tables = [.. run.Series("embedding")];
        foreach (string name in Judged.Weights(run).Where(name => !tables.Contains(name)))
        {
            if (!run.Run.Gradients.TryGetValue(name, out GradientDocument? gradient) || gradient.Elements == 0)
                continue;
            NumberSeries norms = run.Steps("gradients", name, "norm");
            (int Epoch, double Rms)[] epochs = [.. norms.Epochs.Distinct().Select(epoch => (epoch, (norms.InEpoch(epoch).Median ?? double.NaN) / Math.Sqrt(gradient.Elements)))];
            if (epochs.Length > checks && epochs[^1].Rms < limit && epochs[^1].Rms > 0 && epochs[^1].Rms < epochs[^(checks + 1)].Rms / 2)
                return (name, new(norms.Key, [.. epochs.Select(epoch => epoch.Rms)], [.. epochs.Select(_ => 0L)], [.. epochs.Select(epoch => epoch.Epoch)], [.. epochs.Select(_ => 0)]));
        }
        return null;
    }
}
