namespace Unfold.Inspection;

/// <summary>D21: rows of an embedding that no text touches, hardly any does, or that move without being touched.</summary>
public sealed class EmbeddingRowsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D21";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("embedding", "touched").Select(name => Check(run, name)).OfType<Finding>().MaxBy(finding => finding.Severity);
    }

    Finding? Check(RunEvidence run, string name)
    {
        NumberSeries touches = run.Epochs("embedding", name, "touched"), rareness = run.Epochs("embedding", name, "rare"), pads = run.Epochs("embedding", name, "padding");
        if (touches.First is not { } touched || touches.Values.All(share => share == 0))
            return null; // nobody trains it: that is another rule's finding
        double untouched = 1 - touched;
        double rare = touched > 0 && rareness.First is { } few ? Math.Max(0, few - untouched) / touched : 0;
        double drifted = (run.Epochs("embedding", name, "drifted").Last ?? 0) * (1 - touches.Values[^1]);
        bool padMoved = pads.Count > 1 && Math.Abs(pads.Values[^1] - pads.Values[0]) > run.Limit("D21.padding") * Math.Max(1, Math.Abs(pads.Values[0]));
        (double mostUntouched, double mostRare, double mostDrifted) = (run.Limit("D21.untouched"), run.Limit("D21.rare"), run.Limit("D21.drifted"));
        if (untouched <= mostUntouched && rare <= mostRare && drifted <= mostDrifted && !padMoved)
            return null;
        FindingNumber[] numbers =
        [
            new("rows moved without ever being touched", drifted, mostDrifted, "D21.drifted"),
            new("rows untouched in the first epoch", untouched, mostUntouched, "D21.untouched"),
            new("touched rows with fewer than five touches", rare, mostRare, "D21.rare"),
        ];
        int first = drifted > mostDrifted ? 0 : untouched > mostUntouched ? 1 : rare > mostRare ? 2 : 0;
        string pad = padMoved ? $" The row of the pad moved: its norm went from {RuleText.Number(pads.Values[0])} to {RuleText.Number(pads.Values[^1])} (threshold: {RuleText.Number(run.Limit("D21.padding"))})." : "";
        return new()
        {
            Id = Id,
            Severity = drifted > mostDrifted || untouched > mostUntouched || padMoved ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = drifted > mostDrifted ? $"Rows of {name} are moved that no text ever touched."
                : untouched > mostUntouched ? $"{RuleText.Percent(untouched)} of the rows of {name} were not touched in the first epoch."
                : padMoved ? $"The row of the pad in {name} is trained."
                : $"{RuleText.Percent(rare)} of the rows of {name} are touched fewer than five times in an epoch.",
            Evidence = $"Untouched in the first epoch: {RuleText.Percent(untouched)} of the rows (threshold: {RuleText.Percent(mostUntouched)}); of the others {RuleText.Percent(rare)} were touched fewer than five times "
                + $"(threshold: {RuleText.Percent(mostRare)}); moved without a touch: {RuleText.Percent(drifted)} (threshold: {RuleText.Percent(mostDrifted)}).{pad}",
            Numbers = [numbers[first], .. numbers.Where((_, i) => i != first)],
            Remedy = drifted > mostDrifted || padMoved
                ? "Weight decay or momentum moves every row in every step: take the embedding out of the decay, or update touched rows only."
                : "Leave rare words out of the vocabulary, use parts of words, or start from vectors that were trained elsewhere.",
            Remedies = drifted > mostDrifted || padMoved
                ?
                [
                    new() { Text = "Take weight decay away.", Settings = RecipeSettings.Set(run, ("training.weightDecay", "0")), Api = "new AdamOptions { WeightDecay = 0 }" },
                    new() { Text = "Update touched rows only.", Settings = RecipeSettings.Set(run, ("training.optimizer", "sparseAdam")), Api = "new SparseAdam([embedding.Weight])" },
                ]
                :
                [
                    new() { Text = "Leave words out that stand only once or twice in the training part.", Settings = RecipeSettings.Set(run, ("text.minCount", "3")), Api = "new VocabularyOptions { MinCount = 3 }" },
                    new() { Text = "Start rare words near nothing, so that they stay quiet.", Settings = RecipeSettings.Set(run, ("model.embeddingDeviation", "0.1")) },
                ],
            Refutation = "If validation does not change when the rare words are left out of the vocabulary, their rows do no harm.",
            Figure = FigureNames.Embedding,
            Epoch = touches.Epochs[0],
        };
    }
}
