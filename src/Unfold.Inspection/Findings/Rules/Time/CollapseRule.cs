namespace Unfold.Inspection;

/// <summary>D36: states of all texts that fall into fewer and fewer directions.</summary>
public sealed class CollapseRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D36";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("rank", "effective").Select(layer => Check(run, layer)).OfType<Finding>().MinBy(finding => finding.Numbers[0].Value);
    }

    Finding? Check(RunEvidence run, string layer)
    {
        IReadOnlyList<(int Epoch, double Value)> ranks = Persistence.Epochs(run, "rank", layer, "effective");
        if (ranks.Count == 0)
            return null;
        (double share, double least) = (run.Limit("D36.share"), run.Limit("D36.rank"));
        if (Units(run, layer) is { } units && units < run.Limit("D36.units"))
            return null;
        double early = ranks[0].Value, last = ranks[^1].Value;
        // of one measurement only its size is known; else the second half of the run must show it
        (int Epoch, double Value)[] late = [.. ranks.Skip(ranks.Count / 2)];
        bool low = late.All(entry => entry.Value < least), fell = ranks.Count > 1 && late.All(entry => entry.Value < share * early);
        if (!low && !fell)
            return null;
        FindingNumber size = new("effective rank of the states", last, least, "D36.rank"), fall = new("effective rank over its early value", last / early, share, "D36.share");
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Title = low ? $"The states of {layer} are nearly the same for all texts and words." : $"The states of {layer} fall into fewer directions than at the beginning.",
            Evidence = $"Effective rank {RuleText.Number(last)} in epoch {ranks[^1].Epoch} (threshold: {RuleText.Number(least)}), {RuleText.Number(early)} in epoch {ranks[0].Epoch}: {RuleText.Percent(last / early)} of it (threshold: {RuleText.Percent(share)}).",
            Numbers = low ? [size, fall] : [fall, size],
            Remedy = "Lower the learning rate, check that words reach the states (the size of the word vectors and of weight_ih), and that no padding is read.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Leave the padding out.", Settings = RecipeSettings.Number(run, "text.padToLength") > 0 ? RecipeSettings.Set(run, ("text.padToLength", "0")) : [], Api = "SequenceBatch.FromIds(texts without pads)" },
            ],
            Refutation = "A task that one number decides needs one direction: if validation is good, nothing has collapsed.",
            Figure = FigureNames.Rank,
            Epoch = late[0].Epoch,
        };
    }

    /// <summary>The layer's units, where the shapes of the weights are known.</summary>
    static int? Units(RunEvidence run, string layer)
    {
        bool reverse = layer.EndsWith(".reverse", StringComparison.Ordinal);
        string plain = reverse ? layer[..^".reverse".Length] : layer;
        int at = plain.LastIndexOf(".l", StringComparison.Ordinal);
        string name = at < 0 ? layer : $"{plain[..at]}.weight_hh_{plain[(at + 1)..]}{(reverse ? "_reverse" : "")}";
        return run.Run.Model.Tensors?.FirstOrDefault(tensor => tensor.Name == name) is { Shape: [.., var units] } ? units : null;
    }
}
