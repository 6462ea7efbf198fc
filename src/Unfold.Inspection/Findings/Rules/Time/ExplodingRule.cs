namespace Unfold.Inspection;

/// <summary>D08: a gradient that grows on its way back through time, in every text or in a few that stand out.</summary>
public sealed class ExplodingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D08";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Finding? grows = run.Series("time", "gain").Select(layer => Grows(run, layer)).OfType<Finding>().FirstOrDefault();
        Finding? spikes = Spikes(run);
        return spikes is null || grows?.Severity > spikes.Severity ? grows : spikes;
    }

    Finding? Grows(RunEvidence run, string layer)
    {
        (double limit, double most) = (run.Limit("D08.gain"), run.Limit("D08.ratio"));
        Dictionary<int, double> ratios = Persistence.Medians(run, "time", layer, "firstToLast").ToDictionary(entry => entry.Epoch, entry => entry.Value);
        Dictionary<int, double> gains = run.Steps("time", layer, "gain").After(run.Limit("warmUp")) is var series
            ? Enumerable.Range(0, series.Count).GroupBy(i => series.Epochs[i], i => series.Values[i]).ToDictionary(group => group.Key, Persistence.Median) : [];
        int[] judged = [.. ratios.Keys.Where(gains.ContainsKey)], grown = [.. judged.Where(epoch => gains[epoch] > limit && ratios[epoch] > most)];
        if (grown.Length == 0 || !Persistence.Holds(run, grown.Length, judged.Length))
            return null;
        (double gain, double ratio) = (Persistence.Median(grown.Select(epoch => gains[epoch])), Persistence.Median(grown.Select(epoch => ratios[epoch])));
        return Finding(
            run, ratio > run.Limit("D08.absolute") ? Persistence.CriticalUnlessLearned(run) : FindingSeverity.Warning,
            $"The gradient of {layer} grows with every step back in time.",
            $"In {RuleText.Epochs(grown)} it grows by a factor of {RuleText.Number(gain)} a step (threshold: {RuleText.Number(limit)}) and is {RuleText.Number(ratio)} times as large at the first word as at the last (threshold: {RuleText.Number(most)}).",
            [new("gradient at the first word over that at the last", ratio, most, "D08.ratio"), new("growth of the gradient a step back in time", gain, limit, "D08.gain")],
            FigureNames.Time, grown[0], null);
    }

    Finding? Spikes(RunEvidence run)
    {
        (double limit, double worst, double absolute, double few) = (run.Limit("D08.spike"), run.Limit("D08.critical"), run.Limit("D08.absolute"), run.Limit("D08.steps"));
        NumberSeries all = run.Steps("gradients", "all", "norm");
        IReadOnlyList<GradientSpike> spikes = GradientSpike.Find(run, limit);
        GradientSpike? huge = GradientSpike.Above(run, all, absolute);
        if (spikes.Count == 0 && huge is null)
            return null;
        double most = Math.Max(run.Limit("D08.count"), few * all.Count);
        bool critical = huge is not null || spikes.Count(spike => spike.Times > worst) >= most;
        GradientSpike shown = huge ?? spikes.MaxBy(spike => spike.Times)!;
        string count = spikes.Count switch
        {
            0 => "",
            1 => " It is the only one of its kind.",
            _ => $" {spikes.Count} steps are of that kind, in {RuleText.Epochs([.. spikes.Select(spike => spike.Epoch).Distinct().Order()])}.",
        };
        string usual = shown.Typical > 0 ? $", {RuleText.Number(shown.Times)} times the running median {RuleText.Number(shown.Typical)} (threshold: {RuleText.Number(limit)}, critical: {RuleText.Number(worst)})" : "";
        return Finding(
            run, critical ? Persistence.CriticalUnlessLearned(run) : spikes.Count >= most && !Persistence.Learned(run) ? FindingSeverity.Warning : FindingSeverity.Note,
            huge is not null ? "The gradient explodes." : "In some steps the gradient explodes on its way back through time.",
            $"In epoch {shown.Epoch}, step {shown.Step}, the gradient of {shown.Series} has a norm of {RuleText.Number(shown.Norm)}{usual}, while that of the output layer is {RuleText.Number(shown.Output)} times its own; "
                + $"norms above {RuleText.Number(absolute)} are critical at once.{count}",
            huge is not null
                ? [new("norm of the gradient", shown.Norm, absolute, "D08.absolute"), new("times the running median", shown.Times, limit, "D08.spike")]
                : [new("norm of a step's gradient over the running median", shown.Times, critical ? worst : limit, critical ? "D08.critical" : "D08.spike"), new("norm", shown.Norm, absolute, "D08.absolute")],
            FigureNames.GradientNorms, shown.Epoch, shown.Step);
    }

    Finding Finding(RunEvidence run, FindingSeverity severity, string title, string evidence, IReadOnlyList<FindingNumber> numbers, string figure, int epoch, long? step)
    {
        double norm = run.Steps("gradients", "all", "norm").Quantile(0.9) ?? 1;
        return new()
        {
            Id = Id,
            Severity = severity,
            Confidence = FindingConfidence.High,
            Title = title,
            Evidence = evidence,
            Numbers = numbers,
            Remedy = "Clip the norm of the gradient between its median and its 90 % quantile, lower the learning rate, or use an LSTM.",
            Remedies =
            [
                new() { Text = "Clip at the 90 % quantile of this run's norms.", Settings = RecipeSettings.Set(run, ("training.clipNorm", RecipeSettings.Format(norm))), Api = $"new AdamOptions {{ ClipNorm = {RecipeSettings.Format(norm)} }}" },
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Use an LSTM, whose cell carries on instead of multiplying.", Settings = RecipeSettings.Set(run, ("model.cell", "lstm")), Api = "new Lstm(width, hidden, rng)" },
            ],
            Refutation = "Clip and train an epoch: if the loss falls no faster and no smoother, the large steps did no harm.",
            Figure = figure,
            Epoch = epoch,
            Step = step,
        };
    }
}
