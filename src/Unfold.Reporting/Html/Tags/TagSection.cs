using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How well words are tagged: by word, by sentence, on unknown words, tag by tag, and which tag is taken for which.</summary>
static class TagSection
{
    const int MostMistakes = 12;

    static readonly string[] OfTagger = [MetricNames.SentenceAccuracy, MetricNames.UnknownAccuracy];

    /// <summary>Whether the run tags words.</summary>
    public static bool IsTagger(RunView run) => run.Document.Epochs.Any(epoch => epoch.Validation.Find(MetricNames.SentenceAccuracy) is not null);

    /// <summary>Metrics that are drawn here, and not once more elsewhere.</summary>
    public static IEnumerable<string> Drawn(RunView run) => IsTagger(run) ? OfTagger : [];

    public static Section Of(RunView run)
    {
        Section section = new("tags", "Tags", "Answers on the validation part, with the weights of the kept epoch where no axis says otherwise.");
        if (!IsTagger(run))
            return section;
        RunDocument document = run.Document;
        section.Html(InWords(document));
        TagCounts? validation = TagCounts.Of(document.Confusion, document.Data.Classes), test = TagCounts.Of(document.TestConfusion, document.Data.Classes);
        section.Add("two", [Epochs(run), validation is null ? null : Bars(validation)]);
        if (validation is not null)
        {
            section.Add("one", [Heat("confusion", "Which tag is taken for which, on validation", validation)]);
            section.Html(Mistakes(validation));
        }
        if (test is not null)
            section.Add("one", [Heat("confusion-test", "The same on the test set", test)]);
        return section;
    }

    static string InWords(RunDocument document)
    {
        List<string> parts = [];
        if (document.Best is { } best)
            parts.Add(Words($"Validation, epoch {best.Epoch}", best.Validation, document.Data.UnknownShare));
        if (document.Test is { } test)
            parts.Add(Words("Test set", test, null));
        return parts.Count == 0 ? "" : $"<p class=\"aside\">{string.Join("<br>", parts)}</p>";
    }

    static string Words(string where, MetricValues values, double? unknownShare)
    {
        List<string> shares = [];
        Add("words", values.Accuracy);
        Add("whole sentences", values.Find(MetricNames.SentenceAccuracy));
        Add($"words that training did not have{(unknownShare is { } share ? $" ({NumberText.Percent(share, 1)} of all)" : "")}", values.Find(MetricNames.UnknownAccuracy));
        return $"{Escape.Text(where)}: right are {string.Join(", ", shares)}.";

        void Add(string what, double? value)
        {
            if (value is { } number)
                shares.Add($"<b>{NumberText.Percent(number)}</b> of the {Escape.Text(what)}");
        }
    }

    static Figure? Epochs(RunView run) => FigureKit.Lines(
        "tag-accuracy",
        new()
        {
            Title = "Right answers by epoch",
            Subtitle = "validation; dashed: words of the training part",
            YRange = (0, 1),
            Height = 300,
            References = run.Document.Data.MajorityAccuracy is { } majority ? [new($"majority tag {NumberText.Short(majority, 3)}", majority)] : [],
            Marks = run.Document.Best is { } best && run.Document.Epochs.Count > 1 ? [new($"kept: epoch {best.Epoch}", best.Epoch)] : [],
        },
        [
            new("words", run.Epochs, run.Series(train: false, MetricNames.Accuracy), 0),
            new("training", run.Epochs, run.Series(train: true, MetricNames.Accuracy), 0) { Dashed = true },
            new("unknown words", run.Epochs, run.Series(train: false, MetricNames.UnknownAccuracy), 1),
            new("sentences", run.Epochs, run.Series(train: false, MetricNames.SentenceAccuracy), 2),
        ]);

    static Figure Bars(TagCounts counts)
    {
        int[] order = counts.Order;
        return new Figure(
            "tag-shares",
            new SvgNamedBars
            {
                Title = "Tag by tag",
                Subtitle = "the most frequent first; at the right how many words have it",
                Bar = "found of its words (recall)",
                Mark = "right of its answers (precision)",
                Names = [.. order.Select(tag => counts.Names[tag])],
                Lengths = [.. order.Select(counts.Recall)],
                Marks = [.. order.Select(counts.Precision)],
                Ends = [.. order.Select(tag => counts.Words(tag) == 0 ? "no word" : $"{NumberText.Percent(counts.Recall(tag), 1)} of {NumberText.Count(counts.Words(tag))}")],
                XLabel = "share",
            },
            [
                FigureColumn.Words("tag", [.. order.Select(tag => counts.Names[tag])]),
                new("words", [.. order.Select(tag => (double)counts.Words(tag))]),
                new("answers", [.. order.Select(tag => (double)counts.Answers(tag))]),
                new("recall", [.. order.Select(counts.Recall)]),
                new("precision", [.. order.Select(counts.Precision)]),
                new("F1", [.. order.Select(counts.F1)]),
            ]);
    }

    /// <summary>Rows are right tags; the colour is the share of a row, by its logarithm, so that rare mistakes have one too.</summary>
    static Figure? Heat(string id, string title, TagCounts counts)
    {
        int tags = counts.Names.Count;
        if (tags is 0 or > 80)
            return null;
        IEnumerable<int> all = Enumerable.Range(0, tags);
        return new Figure(
            id,
            new SvgHeatMap
            {
                Title = title,
                Subtitle = "rows: right tag, columns: answer; numbers are words, colours shares of the row",
                Width = Math.Max(900, 140 + (tags * 24)),
                Height = 110 + (tags * 24),
                LeftMargin = 74,
                Rows = [.. all.Select(tag => (double)tag)],
                RowNames = [.. all.Select(tag => Escape.Middle(counts.Names[tag], 10))],
                Words = [.. all.Select(tag => Escape.Middle(counts.Names[tag], 10))],
                Values = [.. all.Select(row => (IReadOnlyList<double>)[.. all.Select(column => counts[row, column] == 0 ? double.NaN : Math.Log10((double)counts[row, column] / counts.Words(row)))])],
                CellTexts = [.. all.Select(row => (IReadOnlyList<string>)[.. all.Select(column => counts[row, column] == 0 ? "" : NumberText.Count(counts[row, column]))])],
                Range = (-4, 0),
                Logarithms = true,
            },
            [
                FigureColumn.Words("right", counts.Names),
                .. all.Select(column => new FigureColumn(counts.Names[column], [.. all.Select(row => (double)counts[row, column])])),
            ]);
    }

    static string Mistakes(TagCounts counts)
    {
        (int Right, int Answer, long Count)[] mistakes = [.. counts.Mistakes.Take(MostMistakes)];
        long all = counts.Mistakes.Sum(mistake => mistake.Count);
        return mistakes.Length == 0 ? "" : "<h3>The most frequent mistakes</h3>" + TableSections.Table(
            ["right", "answered", "words", "of the tag's words", "of all mistakes"],
            mistakes.Select(mistake => (IReadOnlyList<string>)
            [
                counts.Names[mistake.Right], counts.Names[mistake.Answer], NumberText.Count(mistake.Count),
                NumberText.Percent((double)mistake.Count / counts.Words(mistake.Right), 1), NumberText.Percent((double)mistake.Count / all, 1),
            ]));
    }
}
