namespace Unfold.Inspection;

/// <summary>D19: a clip that works nearly always, or one that does not although single gradients are huge.</summary>
public sealed class ClippingRule : IRule
{
    /// <summary>Where among the norms a clip is well placed.</summary>
    const double Place = 0.9;

    /// <inheritdoc/>
    public string Id => "D19";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        NumberSeries norms = run.Steps("gradients", "all", "norm");
        if (norms.Count < run.Limit("window") || norms.Quantile(Place) is not { } place || norms.Median is not { } median)
            return null;
        double rate = (double)run.Steps("gradients", "all", "clipped").Count / norms.Count;
        if (rate > run.Limit("D19.note"))
            return Always(run, rate, place);
        double? clip = RecipeSettings.Number(run, "training.clipNorm");
        double largest = norms.Values.Where(double.IsFinite).Max();
        return rate == 0 && clip > 0 && largest > run.Limit("D08.spike") * median ? Never(run, clip.Value, largest, median, place) : null;
    }

    static Finding Always(RunEvidence run, double rate, double place)
    {
        string limit = rate > run.Limit("D19.warning") ? "D19.warning" : "D19.note";
        string shrink = Judged.Mean(run.Epochs("clipping", "all", "shrink")) is { } times ? $" Where it was, the gradient became {RuleText.Number(times)} times shorter." : "";
        return Finding(run, place) with
        {
            Severity = rate > run.Limit("D19.warning") ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"The gradient is clipped in {RuleText.Percent(rate)} of the steps: the clip sets the step size, not the learning rate.",
            Evidence = $"Clipped steps: {RuleText.Percent(rate)} (threshold: {RuleText.Percent(run.Limit(limit))}).{shrink} Nine tenths of the norms are below {RuleText.Number(place)}.",
            Numbers = [new("share of clipped steps", rate, run.Limit(limit), limit), new("nine tenths of the gradient norms are below", place)],
            Remedy = $"Raise the clip to {RecipeSettings.Format(place)}, below which nine tenths of the norms lie, or take it away and lower the learning rate.",
        };
    }

    static Finding Never(RunEvidence run, double clip, double largest, double median, double place) => Finding(run, place) with
    {
        Severity = FindingSeverity.Note,
        Title = "The clip never worked, although single gradients were huge.",
        Evidence = $"No step was clipped at {RuleText.Number(clip)}; the largest gradient norm was {RuleText.Number(largest)}, {RuleText.Number(largest / median)} times the median (threshold: {RuleText.Number(run.Limit("D08.spike"))} times).",
        Numbers = [new("largest gradient norm over the median", largest / median, run.Limit("D08.spike"), "D08.spike"), new("clip", clip)],
        Remedy = $"Lower the clip to {RecipeSettings.Format(place)}, below which nine tenths of the norms lie.",
    };

    static Finding Finding(RunEvidence run, double place) => new()
    {
        Id = "D19",
        Remedies =
        [
            new() { Text = "Clip where the largest tenth of the norms begins.", Settings = RecipeSettings.Set(run, ("training.clipNorm", RecipeSettings.Format(place))), Api = $"ClipNorm = {RecipeSettings.Format(place)}" },
            new() { Text = "Do not clip, and lower the learning rate to a third.", Settings = RecipeSettings.Number(run, "training.learningRate") is { } rate ? RecipeSettings.Set(run, ("training.clipNorm", "0"), ("training.learningRate", RecipeSettings.Format(rate / 3))) : [] },
        ],
        Refutation = "Train an epoch with the other clip: if the loss goes the same way, the clip did no harm. Adam does not mind a clip that is always the same.",
        Figure = FigureNames.Clipping,
    };
}
