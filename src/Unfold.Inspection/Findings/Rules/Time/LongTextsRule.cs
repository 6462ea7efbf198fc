namespace Unfold.Inspection;

/// <summary>D37: long texts that are answered much worse than short ones.</summary>
/// <remarks>Compared within each class, the classes then mixed as in all texts, where the loop says the labels; else as they come.</remarks>
public sealed class LongTextsRule : IRule
{
    /// <summary>Texts of a quarter from which on its mean loss says something.</summary>
    const int FewTexts = 10;

    /// <inheritdoc/>
    public string Id => "D37";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Comparison[] epochs = [.. run.Arrays("lengths", "validation", "buckets").Select(buckets => Compare(run, buckets)).OfType<Comparison>()];
        (double note, double warning) = (run.Limit("D37.ratio"), run.Limit("D37.warning"));
        Comparison[] late = [.. epochs.Skip(epochs.Length / 2)];
        if (late.Length == 0)
            return null;
        double ratio = Persistence.Median(late.Select(epoch => epoch.Ratio));
        if (!(ratio > note) || !Persistence.Holds(run, late.Count(epoch => epoch.Ratio > note), late.Length))
            return null;
        bool warns = ratio > warning && late[^1].ByClass;
        Comparison last = late[^1];
        string mix = last.ByClass ? "with the same mix of classes" : "classes as they come";
        return new()
        {
            Id = Id,
            Severity = warns ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = last.ByClass ? FindingConfidence.Medium : FindingConfidence.Low,
            Title = $"Long texts fare worse: their loss is {RuleText.Number(ratio)} times that of short ones.",
            Evidence = $"Validation loss of the longest quarter of the texts (from {RuleText.Number(last.Long)} words on) over that of the shortest (below {RuleText.Number(last.Short)}), {mix}: {RuleText.Number(ratio)} "
                + $"(median of {RuleText.Epochs([.. late.Select(epoch => epoch.Epoch)])}; threshold: {RuleText.Number(warns ? warning : note)}).",
            Numbers = [new("loss of the longest quarter over the shortest", ratio, warns ? warning : note, warns ? "D37.warning" : "D37.ratio")],
            Remedy = "Give long texts a shorter way to the answer: pooling over all positions, both directions, an LSTM or a GRU; see whether their ends are cut off.",
            Remedies =
            [
                new() { Text = "Pool over all positions.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" },
                new() { Text = "Read from both ends.", Settings = RecipeSettings.Set(run, ("model.bidirectional", "true")), Api = "new RecurrentOptions { Bidirectional = true }" },
                new() { Text = "Use a GRU.", Settings = RecipeSettings.Set(run, ("model.cell", "gru")), Api = "new Gru(width, hidden, rng)" },
            ],
            Refutation = "If a bag of words does worse on long texts too, they are harder, and not forgotten.",
            Figure = FigureNames.Lengths,
            Epoch = late[0].Epoch,
        };
    }

    static Comparison? Compare(RunEvidence run, RecordArray buckets)
    {
        double all = Enumerable.Range(0, buckets.Columns).Sum(b => (double)buckets[1, b]);
        int[] shortest = Quarter(buckets, Enumerable.Range(0, buckets.Columns), all), longest = Quarter(buckets, Enumerable.Range(0, buckets.Columns).Reverse(), all);
        if (shortest.Intersect(longest).Any() || shortest.Max() + 1 >= buckets.Columns)
            return null;
        RecordArray? classes = run.Arrays("lengths", "validation", "classes").FirstOrDefault(array => array.Epoch == buckets.Epoch && array.Columns == buckets.Columns);
        (double low, double high, double weight) = (0, 0, 0);
        for (int c = 0; classes is not null && c < classes.Rows / 2; c++)
        {
            (double few, double below) = Mean(classes, c, (classes.Rows / 2) + c, shortest);
            (double some, double above) = Mean(classes, c, (classes.Rows / 2) + c, longest);
            if (few < FewTexts || some < FewTexts)
                continue;
            double texts = Enumerable.Range(0, classes.Columns).Sum(b => (double)classes[c, b]);
            (low, high, weight) = (low + (texts * below), high + (texts * above), weight + texts);
        }
        if (weight < all / 2)
            ((_, low), (_, high)) = (Mean(buckets, 1, 2, shortest), Mean(buckets, 1, 2, longest));
        return low > 0 ? new(buckets.Epoch, high / low, buckets[0, shortest.Max() + 1], buckets[0, longest.Min()], weight >= all / 2) : null;
    }

    /// <summary>Buckets from one end until a quarter of the texts is reached.</summary>
    static int[] Quarter(RecordArray buckets, IEnumerable<int> order, double all)
    {
        List<int> taken = [];
        double texts = 0;
        foreach (int bucket in order)
        {
            if (texts * 4 >= all * 0.95) // a quarter within what whole buckets allow
                break;
            taken.Add(bucket);
            texts += buckets[1, bucket];
        }
        return [.. taken];
    }

    static (double Texts, double Mean) Mean(RecordArray table, int counts, int losses, int[] columns)
    {
        double texts = columns.Sum(column => (double)table[counts, column]);
        return (texts, columns.Sum(column => table[counts, column] > 0 ? (double)table[counts, column] * table[losses, column] : 0) / texts);
    }

    readonly record struct Comparison(int Epoch, double Ratio, double Short, double Long, bool ByClass);
}
