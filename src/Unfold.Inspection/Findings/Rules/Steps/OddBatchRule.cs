namespace Unfold.Inspection;

/// <summary>D38: a batch much smaller than the others, which counts as much as they do.</summary>
public sealed class OddBatchRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D38";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Odd[] epochs = [.. Epochs(run)];
        if (epochs.Length == 0)
            return null;
        double limit = run.Limit("D38.size"), persistence = run.Limit("D38.epochs");
        Odd[] odd = [.. epochs.Where(epoch => epoch.Size < limit * epoch.Usual)];
        if (odd.Length == 0 || odd.Length <= persistence * epochs.Length)
            return null;
        (int top, int judged) = (odd.Count(epoch => epoch.Top == true), odd.Count(epoch => epoch.Top is not null));
        bool distorts = judged > 0 && top > persistence * judged;
        Odd first = odd[0];
        string which = odd.All(epoch => epoch.Last) ? "last batch" : "batch";
        string texts = first.Size == 1 ? "text" : "texts";
        return new()
        {
            Id = Id,
            Severity = distorts ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"An epoch has a {which} of {first.Size} beside batches of {RuleText.Number(first.Usual)}{(distorts ? ", and its gradient is among the largest" : "")}.",
            Evidence = $"The {which} has {first.Size} {texts} in {odd.Length} of {epochs.Length} epochs, the others have {RuleText.Number(first.Usual)} (threshold: {RuleText.Percent(limit)} of that)"
                + (judged > 0 ? $"; its gradient norm is among the largest {RuleText.Percent(run.Limit("D38.top"))} of its epoch in {top} of {judged} epochs (threshold: {RuleText.Percent(persistence)} of them)." : "."),
            Numbers =
            [
                new("its size over that of the others", first.Size / first.Usual, limit, "D38.size"),
                .. judged > 0 ? [new FindingNumber($"epochs in which its gradient is among the largest {RuleText.Percent(run.Limit("D38.top"))}", (double)top / judged, persistence, "D38.epochs")] : Array.Empty<FindingNumber>(),
                new("texts in it", first.Size),
            ],
            Remedy = "Leave the last batch out, or choose a batch size that leaves no such rest. Weight means over batches by their sizes.",
            Remedies =
            [
                new() { Text = "Leave out a last batch that is not full.", Settings = RecipeSettings.Set(run, ("training.dropLast", "true")), Api = "if (rows.Length < batchSize) continue;" },
                .. first.Usual >= 4 ? [new Remedy { Text = "Another batch size.", Settings = RecipeSettings.Set(run, ("training.batchSize", Fitting(first))) }] : Array.Empty<Remedy>(),
            ],
            Refutation = "Train once more with that batch left out: if the curves do not change, it did no harm.",
            Figure = FigureNames.GradientNorms,
            Epoch = first.Epoch,
            Step = first.Step,
        };
    }

    /// <summary>The smallest batch of every epoch of enough steps.</summary>
    static IEnumerable<Odd> Epochs(RunEvidence run)
    {
        NumberSeries losses = run.Steps("loss", "train", "loss");
        NumberSeries steps = losses.Count > 0 ? losses : run.Steps("gradients", "all", "norm");
        NumberSeries norms = run.Steps("gradients", "all", "norm");
        foreach (int epoch in steps.Epochs.Distinct())
        {
            NumberSeries batches = steps.InEpoch(epoch);
            if (batches.Count < 2)
                continue;
            int smallest = Enumerable.Range(0, batches.Count).MinBy(i => (batches.BatchSizes[i], -i));
            double usual = batches.BatchSizes.Order().ElementAt(batches.Count / 2);
            long step = batches.Steps[smallest];
            yield return new(epoch, step, batches.BatchSizes[smallest], usual, batches.BatchSizes.Sum(), smallest == batches.Count - 1, Top(run, norms.InEpoch(epoch), step));
        }
    }

    /// <summary>Whether a step's gradient is among the largest of its epoch, of which there is at least one; nothing where it was not measured.</summary>
    static bool? Top(RunEvidence run, NumberSeries norms, long step)
    {
        int at = Enumerable.Range(0, norms.Count).FirstOrDefault(i => norms.Steps[i] == step, -1);
        if (at < 0)
            return null;
        int larger = norms.Values.Count(norm => norm > norms.Values[at]);
        return larger < Math.Max(1, run.Limit("D38.top") * norms.Count);
    }

    /// <summary>The nearest batch size that leaves no small rest.</summary>
    static string Fitting(Odd odd)
    {
        int usual = (int)odd.Usual;
        int size = Enumerable.Range(1, usual / 2).SelectMany(away => new[] { usual + away, usual - away })
            .FirstOrDefault(size => odd.Texts % size == 0 || odd.Texts % size >= size / 2, usual);
        return RecipeSettings.Format(size);
    }

    sealed record Odd(int Epoch, long Step, int Size, double Usual, int Texts, bool Last, bool? Top);
}
