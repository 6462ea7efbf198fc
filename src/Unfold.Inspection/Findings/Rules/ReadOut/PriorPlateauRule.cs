using System.Globalization;

namespace Unfold.Inspection;

/// <summary>D04: a training loss that is no better than knowing how frequent the classes are.</summary>
public sealed class PriorPlateauRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D04";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RunDocument run = evidence.Run;
        double share = evidence.Limit("D04.share");
        if (run.Data.PriorEntropy is not { } prior || prior <= 0 || Weighs(evidence))
            return null;
        EpochDocument[] stuck = [.. run.Epochs.Where(epoch => epoch.Train.Loss >= share * prior)];
        if (stuck.Length == 0 || run.Epochs.Count < 2 || (stuck.Length == 1 && stuck[0].Epoch == run.Epochs[0].Epoch))
            return null;
        bool all = stuck.Length == run.Epochs.Count;
        double loss = stuck[^1].Train.Loss!.Value;
        return new()
        {
            Id = Id,
            Severity = all ? FindingSeverity.Critical : stuck[^1].Epoch == run.Epochs[^1].Epoch ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = all ? "The model learned nothing from the texts: its loss never left that of the class frequencies alone." : $"In {RuleText.Epochs([.. stuck.Select(epoch => epoch.Epoch)])} the loss was no better than that of the class frequencies alone.",
            Evidence = $"Training loss {RuleText.Number(loss)} in epoch {stuck[^1].Epoch}, prior entropy {RuleText.Number(prior)}{Plateau(prior)} (threshold: {RuleText.Percent(share)} of it).",
            Numbers = [new("training loss over the prior's entropy", loss / prior, share, "D04.share")],
            Remedy = "Check where the state is read (after padding it has forgotten the text), whether gradients reach the first tokens, and the learning rate; then use an LSTM or GRU, or pool over all positions.",
            Remedies = Remedies(evidence),
            Refutation = "If labels are by chance, no model can do better: see whether a bag of words does.",
            Figure = FigureNames.Loss,
            Epoch = stuck[0].Epoch,
        };
    }

    /// <summary>A loss that weighs classes is least somewhere else than the plain one.</summary>
    static bool Weighs(RunEvidence run) =>
        RecipeSettings.Text(run, "training.classWeights") is not (null or "none") || RecipeSettings.Number(run, "training.positiveWeight") is not (null or 1);

    /// <summary>The plateau of equally frequent classes has a name of its own.</summary>
    static string Plateau(double prior)
    {
        double classes = Math.Round(Math.Exp(prior));
        return classes >= 2 && Math.Abs(Math.Exp(prior) - classes) < 0.01 ? $" (ln {classes.ToString(CultureInfo.InvariantCulture)})" : "";
    }

    static IReadOnlyList<Remedy> Remedies(RunEvidence run)
    {
        List<Remedy> remedies = [];
        if (RecipeSettings.Number(run, "text.padToLength") > 0)
            remedies.Add(new() { Text = "Read the state at the last real token: no padding.", Settings = RecipeSettings.Set(run, ("text.padToLength", "0")), Api = "SequenceBatch.FromIds(texts without pads)" });
        if (RecipeSettings.Text(run, "model.readOut") is null or "last")
            remedies.Add(new() { Text = "Pool over all positions.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" });
        if (RecipeSettings.Text(run, "model.cell") is null or "rnn")
            remedies.Add(new() { Text = "Use a GRU, which carries its state on by default.", Settings = RecipeSettings.Set(run, ("model.cell", "gru")), Api = "new Gru(width, hidden, rng)" });
        remedies.Add(new() { Text = "Raise the learning rate threefold.", Settings = RecipeSettings.Times(run, "training.learningRate", 3), Api = "optimizer.LearningRate *= 3" });
        return remedies;
    }
}
