using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Loss and accuracy of texts by their length, training and validation beside each other.</summary>
static class LengthSection
{
    const int Texts = 1, Loss = 2, Accuracy = 3; // rows of the array "buckets"

    public static Section Of(RunView run)
    {
        Section section = new("lengths", "By length of the text", "Mean loss and accuracy of short and long texts in the first and the last epoch. Where long texts lose although classes mix the same, the model does not carry their beginning.", open: false);
        return section.Add("three", [Chart(run, Loss, "Loss by length", "loss"), Chart(run, Accuracy, "Accuracy by length", "accuracy"), Counts(run)]);
    }

    static Figure? Chart(RunView run, int row, string title, string id) => FigureKit.Lines(
        $"lengths-{id}",
        FigureKit.Third with { Title = title, XLabel = "words, from" },
        new[] { ("train", 0), ("validation", 1) }.SelectMany(set => run.Seen.Ends("lengths", set.Item1, "buckets").Where(array => array.Rows > row).Select((array, i) =>
            new ChartLine($"{set.Item1} {array.Epoch}", Row(array, 0), Row(array, row), set.Item2) { Dashed = i == 0 && run.Seen.Ends("lengths", set.Item1, "buckets").Count > 1 })),
        "length");

    static Figure? Counts(RunView run)
    {
        if (run.Seen.Last("lengths", "train", "buckets") is not { Rows: > Texts } array)
            return null;
        double[] from = Row(array, 0);
        return FigureKit.Histogram(
            "lengths-texts",
            FigureKit.Third with { Title = "Training texts by length", Labels = false, XLabel = "words" },
            [new("texts", from, [.. from.Skip(1), from[^1] + (from.Length > 1 ? from[^1] - from[^2] : 1)], Row(array, Texts), 6)],
            "length",
            "texts");
    }

    static double[] Row(RecordArray array, int row) => [.. Enumerable.Range(0, array.Columns).Select(column => (double)array[row, column])];
}
