namespace Unfold.Inspection;

/// <summary>D41: training and evaluation that do not compute the same, beyond dropout; or dropout where answers are judged.</summary>
public sealed class ModesRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D41";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Random(run) ?? Different(run) ?? Dropout(run);
    }

    Finding? Random(RunEvidence run)
    {
        double limit = run.Limit("D41.random");
        if (run.Run.Checks?.Modes is not { } modes || Distance(modes.Evaluation, modes.Repeated) is var distance && !(distance > limit))
            return null;
        return Of(FigureNames.Checks) with
        {
            Title = "The same texts get another answer when they are asked again in evaluation mode.",
            Evidence = $"Loss {RuleText.Number(modes.Evaluation)}, and {RuleText.Number(modes.Repeated)} when the same batch is read once more: {RuleText.Percent(distance)} apart (threshold: {RuleText.Percent(limit)}).",
            Numbers = [new("difference of the loss of one batch read twice", distance, limit, "D41.random")],
        };
    }

    Finding? Different(RunEvidence run)
    {
        double limit = run.Limit("D41.share");
        if (run.Run.Checks?.Modes is not { } modes || Distance(modes.Training, modes.Evaluation) is var distance && !(distance > limit))
            return null;
        return Of(FigureNames.Checks) with
        {
            Title = "The model computes something else in evaluation than in training, even without dropout.",
            Evidence = $"On the same batch the loss is {RuleText.Number(modes.Training)} in training mode and {RuleText.Number(modes.Evaluation)} in evaluation mode: {RuleText.Percent(distance)} apart (threshold: {RuleText.Percent(limit)}).",
            Numbers = [new("difference of the loss between the modes over the smaller one", distance, limit, "D41.share")],
        };
    }

    Finding? Dropout(RunEvidence run)
    {
        NumberSeries share = run.Epochs("checks", "validation", "dropout");
        double limit = run.Limit("D41.dropout");
        if (share.Last is not { } last || last <= limit)
            return null;
        return Of(FigureNames.Loss) with
        {
            Title = "Dropout was on while validation judged the model.",
            Evidence = $"In {RuleText.Percent(last)} of the batches of validation of epoch {share.Epochs[^1]} a dropout layer was in training mode (threshold: {RuleText.Percent(limit)}).",
            Numbers = [new("batches of validation judged with dropout on", last, limit, "D41.dropout")],
            Epoch = share.Epochs[Array.FindIndex([.. share.Values], value => value > limit)],
        };
    }

    static double Distance(double one, double other) => one == other ? 0 : Math.Abs(one - other) / Math.Max(Math.Min(Math.Abs(one), Math.Abs(other)), double.Epsilon);

    Finding Of(string figure) => new()
    {
        Id = Id,
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.High,
        Remedy = "Switch to evaluation mode before validation and back after it, and let only dropout depend on the mode; statistics over a batch belong to training, running ones to evaluation.",
        Remedies =
        [
            new() { Text = "Judge without gradients: dropout is off there whatever the mode is.", Api = "model.Eval(); Tape.NoGrad(() => model.Forward(batch)); model.Train()" },
            new() { Text = "Ask Training in modules of one's own, and draw no random numbers without it.", Api = "Training && Tape.IsRecording ? Ops.Dropout(x, p, rng) : x" },
        ],
        Refutation = "If a module is meant to differ (running statistics that are not warm yet), check again after an epoch.",
        Figure = figure,
    };
}
