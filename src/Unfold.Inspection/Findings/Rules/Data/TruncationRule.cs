using System.Globalization;

namespace Unfold.Inspection;

/// <summary>D23: many texts of which only the beginning is read, or a label that goes with being cut.</summary>
public sealed class TruncationRule : IRule
{
    /// <summary>Lengths below the largest that a heap at it is compared with.</summary>
    const int Neighbours = 3;

    /// <inheritdoc/>
    public string Id => "D23";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Run.Data.Audit?.Truncation is { } truncation ? Check(run, truncation) : Heap(run);
    }

    Finding? Check(RunEvidence run, AuditTruncation cut)
    {
        (double limit, double note, double goes) = (run.Limit("D23.share"), run.Limit("D23.note"), run.Limit("D23.association"));
        bool label = cut.Association > goes;
        if (cut.Share <= note && !label)
            return null;
        bool warns = cut.Share > limit || label;
        string classes = run.Run.Data.Classes.Count == cut.ByClass.Count && label
            ? $" Cut texts by class: {string.Join(", ", cut.ByClass.Select((share, c) => $"\"{run.Run.Data.Classes[c]}\" {RuleText.Percent(share)}"))}." : "";
        FindingNumber share = new("texts cut off", cut.Share, cut.Share > limit || cut.Share <= note ? limit : note, cut.Share > limit || cut.Share <= note ? "D23.share" : "D23.note");
        FindingNumber association = new("how far being cut goes with the label", cut.Association, goes, "D23.association");
        return new()
        {
            Id = Id,
            Severity = warns ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = label ? "Which class a text has goes with whether it is cut off." : $"{RuleText.Percent(cut.Share)} of the texts are cut off: their ends are never read.",
            Evidence = $"{RuleText.Percent(cut.Share)} of the texts have more than {cut.Limit} tokens (threshold: {RuleText.Percent(share.Threshold!.Value)}), {RuleText.Percent(cut.ReachingShare)} have as many or more; "
                + $"{RuleText.Percent(cut.TokenShare)} of all tokens are lost; the label goes with it by {RuleText.Number(cut.Association)} (Cramér's V; threshold: {RuleText.Number(goes)}).{classes}",
            Numbers = label ? [association, share] : [share, association],
            Remedy = "Read longer texts; without padding only the long ones cost more.",
            Remedies = Remedies(run, cut),
            Refutation = "If reading twice as much does not raise validation, what is cut off did not matter.",
            Figure = FigureNames.Data,
        };
    }

    static IReadOnlyList<Remedy> Remedies(RunEvidence run, AuditTruncation cut)
    {
        int longest = run.Run.Data.Audit?.Lengths?.Max ?? 2 * cut.Limit, longer = Math.Min(longest, 4 * cut.Limit);
        return [new()
        {
            Text = $"Read up to {longer} tokens, without padding.",
            Settings = RecipeSettings.Set(run, ("text.maxLength", longer.ToString(CultureInfo.InvariantCulture)), ("text.padToLength", "0")),
            Api = $"new EncodingOptions {{ MaxLength = {longer.ToString(CultureInfo.InvariantCulture)} }}",
        }];
    }

    /// <summary>Without an audit: texts that heap up at the largest length.</summary>
    Finding? Heap(RunEvidence run)
    {
        if (run.Arrays("time", "texts", "lengths").LastOrDefault() is not { Columns: > Neighbours } counts)
            return null;
        int last = counts.Columns - 1;
        double all = counts.Values.Sum(value => (double)value), share = counts[0, last] / all;
        double before = Enumerable.Range(1, Neighbours).Average(i => (double)counts[0, last - i]);
        (double limit, double heap) = (run.Limit("D23.share"), run.Limit("D23.heap"));
        if (!(share > limit) || before == 0 || counts[0, last] <= heap * before)
            return null;
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Low,
            Title = $"Texts heap up at {counts.At(last)} tokens: the longer ones seem to be cut off there.",
            Evidence = $"{RuleText.Percent(share)} of the texts have exactly {counts.At(last)} tokens, the largest length (threshold: {RuleText.Percent(limit)}), "
                + $"{RuleText.Number(counts[0, last] / before)} times as many as each of the {Neighbours} lengths before it (threshold: {RuleText.Number(heap)}).",
            Numbers = [new("texts of the largest length", share, limit, "D23.share"), new("times the lengths before it", counts[0, last] / before, heap, "D23.heap")],
            Remedy = "Read longer texts; without padding only the long ones cost more.",
            Remedies = [new() { Text = "Read twice as many tokens.", Api = $"new EncodingOptions {{ MaxLength = {(2 * counts.At(last)).ToString(CultureInfo.InvariantCulture)} }}" }],
            Refutation = "If texts really have that length and no more, nothing is cut.",
            Figure = FigureNames.Lengths,
            Epoch = counts.Epoch,
        };
    }
}
