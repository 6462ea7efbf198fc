namespace Unfold.Inspection;

/// <summary>D42: watching that changes the training, or takes much of its time.</summary>
public sealed class WatchingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D42";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Changes(run) ?? Costs(run);
    }

    Finding? Changes(RunEvidence run) => run.Run.Checks?.Watching is not { } watching || watching.With == watching.Without ? null : Of(FindingSeverity.Critical) with
    {
        Title = "Watching changes the training.",
        Evidence = $"The same {watching.Steps} steps give weights {watching.With} with the inspector, and {watching.Without} without it (threshold: not a bit).",
        Numbers = [new("trainings of the same seed with other weights", 1, 0)],
        Remedy = "Look for a lens or a watcher that writes into tensors, draws the model's random numbers or runs the model in training mode. If all lenses are Unfold's own, report it.",
        Remedies = [new() { Text = "Train without watching.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["inspection.enabled"] = "false" }, Api = "new Inspector(LensSets.Default())" }],
        Refutation = "If two trainings without an inspector differ as well, it is not the watching: something else is random.",
    };

    Finding? Costs(RunEvidence run)
    {
        NumberSeries watching = run.Epochs("inspector", "all", "watching"), probing = run.Epochs("inspector", "all", "probing"), seconds = run.Epochs("inspector", "all", "seconds");
        (double limit, double least) = (run.Limit("D42.share"), run.Limit("D42.seconds"));
        if (watching.Last is not { } share || seconds.Last is not { } trained)
            return null;
        double all = share + (probing.Last ?? 0);
        if (all <= limit || all * trained < least)
            return null;
        return Of(FindingSeverity.Note) with
        {
            Title = $"Watching takes {RuleText.Percent(all)} of the training's time.",
            Evidence = $"Lenses take {RuleText.Percent(share)} and probes {RuleText.Percent(probing.Last ?? 0)} of the steps' time (threshold: {RuleText.Percent(limit)}), {RuleText.Number(all * trained)} seconds of {RuleText.Number(trained)} (threshold: {RuleText.Number(least)} seconds).",
            Numbers = [new("watching's and probes' time over that of the steps", all, limit, "D42.share"), new("watching's and probes' time, seconds", all * trained, least, "D42.seconds")],
            Remedy = "Look with fewer lenses, or less often; give the probes less time.",
            Remedies =
            [
                new() { Text = "Watch losses and gradient norms alone.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["inspection.lenses"] = "few" }, Api = "new Inspector(new LossMetrics(), new ParameterGradientGeometry(cosine: false))" },
                new() { Text = "Give the probes less time.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["inspection.probeBudget"] = "0.02" }, Api = "inspector.ProbeBudget = 0.02" },
                new() { Text = "Watch every tenth epoch.", Api = "inspector.IsActive = Inspector.Every(10)" },
            ],
            Refutation = "If the same training without an inspector takes as long, the clock is wrong: measure both in turns (unfold bench --watch).",
            Epoch = watching.Epochs[^1],
        };
    }

    Finding Of(FindingSeverity severity) => new() { Id = Id, Severity = severity, Confidence = FindingConfidence.High };
}
