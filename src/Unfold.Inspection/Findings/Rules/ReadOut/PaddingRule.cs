namespace Unfold.Inspection;

/// <summary>D05: an answer that is read at the wrong place: behind padding, which the model reads as words until it has forgotten the text, or before the last word.</summary>
public sealed class PaddingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D05";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return UnreadWord.Of(run) is { } unread ? Unread(run, unread) : Padded(run);
    }

    Finding Unread(RunEvidence run, (string Layer, double Share, int Epoch) unread) => new()
    {
        Id = Id,
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.High,
        Title = "The answer is read before the last word, which is never looked at.",
        Evidence = $"In every epoch the gradient of {unread.Layer} at the last word is {RuleText.Number(unread.Share)} of the largest at the words before it (threshold: {RuleText.Number(run.Limit("D05.unread"))}).",
        Numbers = [new("gradient at the last word over that of the words before it", unread.Share, run.Limit("D05.unread"), "D05.unread")],
        Remedy = "Look at the mask or the index that picks the state: the last word stands at length − 1.",
        Remedies = [new() { Text = "Let the layer give the state at each text's last word.", Api = "states.Final()" }],
        Refutation = "If the last token is a mark that says nothing, nothing is lost.",
        Figure = FigureNames.Time,
        Epoch = unread.Epoch,
    };

    Finding? Padded(RunEvidence run)
    {
        if (ReadPads.Median(run) is not { } pads || pads < 1)
            return null;
        string[] layers = [.. run.Series("padding").Where(name => name != "texts")];
        IReadOnlyList<int> stuck = Persistence.Stuck(run);
        double? halfLife = HalfLife(run, stuck), variance = Least(layers, layer => Variance(run, layer, stuck)), changed = layers.Select(layer => run.Epochs("padding", layer, "changed").Median).Max() ?? run.Run.Checks?.Padding?.Changed;
        (double far, double near, double left, double moved) = (run.Limit("D05.critical"), run.Limit("D05.halfLives"), run.Limit("D05.variance"), run.Limit("D05.change"));
        double? lives = halfLife is { } half ? pads / half : null;
        bool forgets = lives >= near, loses = variance < left, sways = changed > moved;
        if (!forgets && !loses && !sways)
            return null;
        // far behind the last word: with nothing learned there, that the untrained states still differ is no comfort
        bool critical = (lives is null || lives >= far) && (loses || (lives is not null && (variance is null || stuck.Count > 0)));
        List<FindingNumber> numbers = [];
        if (lives is { } count)
            numbers.Add(new("half-lives of the gradient in the padding", count, critical ? far : near, critical ? "D05.critical" : "D05.halfLives"));
        if (variance is { } remains)
            numbers.Add(new("variance between texts left behind the padding", remains, left, "D05.variance"));
        if (changed is { } texts)
            numbers.Add(new("texts whose answer five more pads change", texts, moved, "D05.change"));
        string gradient = lives is { } gone ? $", {RuleText.Number(gone)} half-lives of the gradient, which halves every {RuleText.Number(halfLife!.Value)} steps (threshold: {RuleText.Number(critical ? far : near)})" : "";
        string lost = variance is { } rest ? $"; {RuleText.Percent(Math.Max(0, 1 - rest))} of the variance between texts is lost there (threshold: {RuleText.Percent(1 - left)})" : "";
        string sway = changed is { } share ? $"; five more pads change {RuleText.Percent(share)} of the answers (threshold: {RuleText.Percent(moved)})" : "";
        return new()
        {
            Id = Id,
            Severity = critical ? (stuck.Count > 0 ? FindingSeverity.Critical : Persistence.CriticalUnlessLearned(run)) : FindingSeverity.Warning,
            Confidence = lives is not null && variance is not null ? FindingConfidence.High : FindingConfidence.Medium,
            Title = "The answer is read behind the padding, where the text is all but forgotten.",
            Evidence = $"The median text has {RuleText.Number(pads)} pads behind its last word{gradient}{lost}{sway}.",
            Numbers = [.. numbers.OrderByDescending(number => number.ThresholdName == "D05.variance" ? loses && !forgets : number.ThresholdName == "D05.change" ? sways && !forgets && !loses : forgets)],
            Remedy = "Read the state at each text's last real token: leave the padding out, mask it, or put it before the words.",
            Remedies =
            [
                new() { Text = "Leave the padding out: the state is read at the last real token.", Settings = RecipeSettings.Set(run, ("text.padToLength", "0")), Api = "SequenceBatch.FromIds(texts without pads), then states.Final()" },
                new() { Text = "Pool over all positions, so that every word has its own way to the answer.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" },
            ],
            Refutation = "Train an epoch without padding: if the loss is the same, the padding was harmless.",
            Figure = layers.Length > 0 ? FigureNames.Padding : FigureNames.Checks,
            Epoch = run.Run.Epochs.Count > 0 ? run.Run.Epochs[0].Epoch : layers.Length > 0 ? 0 : null,
        };
    }

    /// <summary>Of the layer that forgets least, over the whole run, or over the epochs in which it learned nothing; nothing where no gradient was looked at, or none falls.</summary>
    static double? HalfLife(RunEvidence run, IReadOnlyList<int> stuck)
    {
        double[] lives = [.. run.Series("time", "halfLife").Select(layer => Persistence.Median(Persistence.WhereStuck(stuck, Persistence.Medians(run, "time", layer, "halfLife")).Select(entry => entry.Value))).Where(value => value > 0)];
        return lives.Length == 0 || !double.IsFinite(lives.Max()) ? null : lives.Max();
    }

    static double? Variance(RunEvidence run, string layer, IReadOnlyList<int> stuck)
    {
        double median = Persistence.Median(Persistence.WhereStuck(stuck, Persistence.Epochs(run, "padding", layer, "variance")).Select(entry => entry.Value));
        return double.IsNaN(median) ? null : median;
    }

    static double? Least(IEnumerable<string> layers, Func<string, double?> value) => layers.Select(value).Min();
}
