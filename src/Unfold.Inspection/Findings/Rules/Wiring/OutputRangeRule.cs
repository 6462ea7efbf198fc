namespace Unfold.Inspection;

/// <summary>D32: probabilities where the loss expects logits: a sigmoid or softmax too many.</summary>
public sealed class OutputRangeRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D32";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (run.Run.Checks?.Outputs is { } outputs ? Of(run, outputs, "after training on one batch", FigureNames.Checks, epoch: null) : null) ?? WhileTraining(run);
    }

    Finding? WhileTraining(RunEvidence run)
    {
        NumberSeries smallest = run.Epochs("checks", "outputs", "smallest"), largest = run.Epochs("checks", "outputs", "largest");
        NumberSeries fromOne = run.Epochs("checks", "outputs", "fromOne"), columns = run.Epochs("checks", "outputs", "columns");
        if (smallest.Count == 0 || largest.Count != smallest.Count || fromOne.Count != smallest.Count || columns.Count != smallest.Count)
            return null;
        OutputsCheck seen = new() { Columns = (int)columns.Last!.Value, Smallest = smallest.Values.Min(), Largest = largest.Values.Max(), FromOne = fromOne.Values.Max() };
        return Of(run, seen, $"in {RuleText.Epochs([.. smallest.Epochs])}", FigureNames.Loss, smallest.Epochs[0]);
    }

    Finding? Of(RunEvidence run, OutputsCheck outputs, string when, string figure, int? epoch)
    {
        (double range, double reach, double sum) = (run.Limit("D32.range"), run.Limit("D32.reach"), run.Limit("D32.sum"));
        bool softmax = outputs.Columns > 1 && outputs.FromOne <= sum && outputs.Smallest >= 0;
        bool sigmoid = Fills(outputs, 0, range, reach), tangent = Fills(outputs, -range, range, reach);
        if (!softmax && !sigmoid && !tangent)
            return null;
        string what = softmax ? "softmax" : sigmoid ? "sigmoid" : "tanh";
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Critical,
            Confidence = softmax ? FindingConfidence.High : FindingConfidence.Medium,
            Title = $"The loss gets the output of a {what} and takes it for logits.",
            Evidence = $"Outputs from {RuleText.Number(outputs.Smallest)} to {RuleText.Number(outputs.Largest)} {when} "
                + (softmax ? $"that sum to one for every text within {RuleText.Number(outputs.FromOne)} (threshold: {RuleText.Number(sum)})."
                    : $"(threshold: never outside {(sigmoid ? "0" : RuleText.Number(-range))} to {RuleText.Number(range)}, and within {RuleText.Percent(reach)} of both ends); logits have no such bounds."),
            Numbers = softmax
                ? [new("distance of an example's outputs from summing to one", outputs.FromOne, sum, "D32.sum")]
                : [new("largest output", outputs.Largest, range, "D32.range"), new("smallest output", outputs.Smallest)],
            Remedy = $"Take the {what} away and give the loss the output of the last linear layer; it has the {(softmax ? "softmax" : "sigmoid")} in it.",
            Remedies = [new() { Text = "Give the loss logits.", Api = softmax ? "CrossEntropy.WithLogits(fc.Forward(state), labels)" : "BinaryCrossEntropy.WithLogits(fc.Forward(state), targets)" }],
            Refutation = "If the loss is one for probabilities, it is right to give it these: then this finding is wrong.",
            Figure = figure,
            Epoch = epoch,
        };
    }

    /// <summary>Whether outputs never leave a range and reach both of its ends.</summary>
    static bool Fills(OutputsCheck outputs, double from, double to, double reach) =>
        outputs.Smallest >= from && outputs.Largest <= to && outputs.Smallest <= from + (reach * (to - from)) && outputs.Largest >= to - (reach * (to - from));
}
