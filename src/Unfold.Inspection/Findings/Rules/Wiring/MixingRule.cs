namespace Unfold.Inspection;

/// <summary>D06: answers that depend on the other texts of their batch, or states on words that come later: batch and time exchanged.</summary>
public sealed class MixingRule : IRule
{
    const string Exchanged = "Unfold's layers take a SequenceTensor, which knows its layout: pass on what the embedding gives, and take the state at the last word with Final(). Elsewhere transpose to the layout the layer expects (batch_first).";

    /// <inheritdoc/>
    public string Id => "D06";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ChecksDocument? checks = run.Run.Checks;
        (double limit, double pairs) = (run.Limit("D06.mixing"), run.Limit("D06.changed"));
        if (checks?.Mixing is { } mixing && (mixing.Influence > limit || mixing.Changed > pairs))
            return Mixes(mixing, checks.Structure, limit, pairs);
        if (checks?.Causality?.Ahead.FirstOrDefault(layer => layer.Value > limit) is { Key: { } name, Value: var ahead })
            return Ahead(name, ahead, limit);
        return null;
    }

    Finding Mixes(MixingCheck mixing, StructureCheck? structure, double limit, double pairs)
    {
        bool time = mixing.OnlyEarlier || structure?.OtherLayouts.Count > 0;
        string layouts = structure?.OtherLayouts.Count > 0 ? $" {structure.OtherLayouts[0]}." : "";
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.High,
            Title = time ? "Batch and time are exchanged: an answer depends on the texts before it in the batch." : "The answer to a text depends on the other texts of its batch.",
            Evidence = $"Other texts have {RuleText.Number(mixing.Influence)} of the influence that a text has on its own answer (threshold: {RuleText.Number(limit)}, by {mixing.Measure}); "
                + $"in {RuleText.Percent(mixing.Changed)} of the pairs an answer changed with another text (threshold: {RuleText.Percent(pairs)}).{layouts}",
            Numbers =
            [
                new("influence of other texts over that of the own one", mixing.Influence, limit, "D06.mixing"),
                new("pairs in which an answer changed with another text", mixing.Changed, pairs, "D06.changed"),
            ],
            Remedy = time
                ? "Find where an axis of the batch is taken for time: a reshape without a transpose, a layout of one's own, or a read-out that indexes the wrong axis."
                : "Look for statistics over the batch that are used in evaluation too (batch norm), and for operations along the wrong axis.",
            Remedies = time
                ? [new() { Text = "Let every layer read the sequences of the batch.", Api = Exchanged }]
                : [new() { Text = "Normalise within an example, or keep running statistics and use them in evaluation mode." }, new() { Text = "Check the axis of every mean, softmax and normalisation.", Api = Exchanged }],
            Refutation = "Change one text of a batch: if no bit of the other answers changes in evaluation mode, this finding is wrong.",
            Figure = FigureNames.Checks,
        };
    }

    Finding Ahead(string name, double ahead, double limit) => new()
    {
        Id = Id,
        Severity = FindingSeverity.Critical,
        Confidence = FindingConfidence.High,
        Title = $"States of {name} depend on words that come later.",
        Evidence = $"A changed word moves states before it by {RuleText.Number(ahead)} of what it moves those behind it (threshold: {RuleText.Number(limit)}).",
        Numbers = [new("change of states before a word over that of states behind it", ahead, limit, "D06.mixing")],
        Remedy = "Look for what mixes positions below this layer: an operation along the wrong axis, a reversed text, statistics over all steps.",
        Remedies = [new() { Text = "Let every layer read the sequences of the batch.", Api = Exchanged }],
        Refutation = "If something below the layer is meant to look ahead (a convolution, attention), this is no fault.",
        Figure = FigureNames.Checks,
    };
}
