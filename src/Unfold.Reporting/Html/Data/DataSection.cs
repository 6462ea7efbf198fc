using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the texts and labels show before any training: classes, lengths, repeats, contradictions, unknown words.</summary>
static class DataSection
{
    const int MostPairs = 10, MostWords = 30;

    public static Section Of(RunView run)
    {
        DataDocument data = run.Document.Data;
        Section section = new("data", "Data", "Counted before any training. Two texts are the same where their tokens are; near ones share most of their runs of three tokens.");
        string classes = Classes(data);
        if (data.Audit is not { } audit)
            return classes.Length == 0 || data.Classes.Count == 0 ? section : section.Html(classes);
        section.Html(Facts(data, audit));
        section.Add("two", [Lengths(audit, run.Document.Data.PaddingShare is > 0)]);
        section.Html($"<div class=\"grid two tables\"><div>{classes}</div><div>{Words(audit)}</div></div>");
        section.Html(Pairs("Held-out texts that stand in the training part", [.. audit.Validation?.Examples ?? [], .. audit.Test?.Examples ?? []]));
        return section.Html(Pairs("The same text with another label", audit.ContradictoryExamples));
    }

    static Figure? Lengths(AuditDocument audit, bool pads)
    {
        if (audit.Lengths is not { Histogram.Count: > 0, BinWidth: > 0 } lengths)
            return null;
        double[] from = [.. lengths.Histogram.Select((_, i) => (double)i * lengths.BinWidth)];
        ChartMark[] marks = audit.Truncation is { Limit: > 0 } cut && cut.Limit <= from[^1] + lengths.BinWidth ? [new($"read: {cut.Limit}", cut.Limit)] : [];
        return FigureKit.Histogram(
            "data-lengths",
            new() { Title = "Texts by length", Subtitle = $"median {NumberText.Short(lengths.Median, 3)}, 90 % up to {NumberText.Short(lengths.P90, 3)}, longest {NumberText.Count(lengths.Max)}{(pads ? "; shorter ones are padded" : "")}", Labels = false, XLabel = "tokens, before anything is cut", Marks = marks, Height = 250 },
            [new("texts", from, [.. from.Select(start => start + lengths.BinWidth)], [.. lengths.Histogram.Select(count => (double)count)], 0)],
            "tokens",
            "texts");
    }

    static string Facts(DataDocument data, AuditDocument audit)
    {
        List<(string Name, string Value)> facts = [];
        if (audit.Sample is { } some)
            facts.Add(("texts looked at, drawn evenly; what repeats outside of them is not seen", $"{Of(some.Train, data.Train)} training, {Of(some.Validation, data.Validation)} validation{(some.Test is { } tested ? $", {Of(tested, data.Test)} test" : "")}"));
        Add("largest class over smallest", audit.Imbalance, value => $"{NumberText.Short(value, 3)} times");
        Add("label perplexity over classes", audit.LabelPerplexity, value => NumberText.Short(value, 3));
        foreach ((string part, AuditOverlap? overlap) in new[] { ("validation", audit.Validation), ("test", audit.Test) })
        {
            if (overlap is not null)
                facts.Add(($"{part} texts in training too", $"{NumberText.Percent(overlap.Share)} ({NumberText.Count(overlap.Repeated)} of {NumberText.Count(overlap.Texts)}; letter for letter {NumberText.Percent(overlap.VerbatimShare)}; near ones {NumberText.Percent(overlap.NearShare)})"));
        }
        Add("repeated within training", audit.RepeatedShare, value => NumberText.Percent(value));
        if (audit.Contradictory is { } contradictory)
            facts.Add(("same text, other label", $"{NumberText.Count(contradictory)}{(audit.ContradictoryShare is { } share ? $" ({NumberText.Percent(share)})" : "")}"));
        Add("texts without a token", audit.Empty, value => NumberText.Count((long)value));
        if (audit.Truncation is { } cut)
            facts.Add(($"texts longer than {NumberText.Count(cut.Limit)} tokens", $"{NumberText.Percent(cut.Share)}, with {NumberText.Percent(cut.TokenShare)} of all tokens; goes with the label: {NumberText.Short(cut.Association, 2)} (Cramér’s V)"));
        Add("unknown tokens, training", audit.TrainUnknownShare, value => NumberText.Percent(value));
        Add("unknown tokens, validation", audit.ValidationUnknownShare ?? data.UnknownShare, value => NumberText.Percent(value));
        Add("median pads behind the last word", audit.MedianPads, value => NumberText.Short(value, 3));
        Add("positions that are pads", audit.PaddingShare ?? data.PaddingShare, value => NumberText.Percent(value));
        if (audit.BestToken is { } token)
            facts.Add(("the word that tells most", $"“{Escape.Middle(token.Token, 30)}”: {token.Class} with it, else {token.Otherwise}; validation accuracy {NumberText.Percent(token.ValidationAccuracy)}"));
        StringBuilder html = new("<dl class=\"facts-wide\">");
        foreach ((string name, string value) in facts)
            html.Append($"<div><dt>{Escape.Text(name)}</dt><dd>{Escape.Text(value)}</dd></div>\n");
        return html.Append("</dl>").ToString();

        static string Of(int looked, int all) => $"{NumberText.Count(looked)} of {NumberText.Count(all)}";

        void Add(string name, double? value, Func<double, string> format)
        {
            if (value is { } number)
                facts.Add((name, format(number)));
        }
    }

    static string Classes(DataDocument data)
    {
        if (data.TrainCounts is not { Count: > 0 } train || train.Count != data.Classes.Count)
            return "";
        IReadOnlyList<long>? held = data.ValidationCounts is { } counts && counts.Count == train.Count ? counts : null;
        return "<h3>Classes</h3>" + TableSections.Table(["class", "training", "share", "validation", "share"], data.Classes.Select((name, i) => (IReadOnlyList<string>)
            [Escape.Middle(name, 30), NumberText.Count(train[i]), Share(train, i), held is null ? "" : NumberText.Count(held[i]), held is null ? "" : Share(held, i)]));
    }

    static string Share(IReadOnlyList<long> counts, int i) => counts.Sum() is > 0 and var sum ? NumberText.Percent((double)counts[i] / sum) : "";

    static string Words(AuditDocument audit) => audit.UnknownWords.Count == 0 ? "" :
        "<h3>Words that the vocabulary does not know, in validation</h3>" + TableSections.Table(["word", "times"], audit.UnknownWords.Take(MostWords).Select(word => (IReadOnlyList<string>)[Escape.Middle(word.Word, 40), NumberText.Count(word.Count)]));

    static string Pairs(string heading, IReadOnlyList<AuditPair> pairs)
    {
        if (pairs.Count == 0)
            return "";
        StringBuilder html = new($"<h3>{Escape.Text(heading)}: some of them</h3><div class=\"scroll\"><table><thead><tr><th>one</th><th>label</th><th>other</th><th>label</th><th>alike</th><th class=\"text\">text</th></tr></thead><tbody>\n");
        foreach (AuditPair pair in pairs.Take(MostPairs))
            html.Append($"<tr><td>{Escape.Text(pair.First)}</td><td>{Escape.Text(pair.FirstLabel)}</td><td>{Escape.Text(pair.Second)}</td><td>{Escape.Text(pair.SecondLabel)}</td><td>{NumberText.Percent(pair.Similarity, 0)}</td><td class=\"text\">{Escape.Text(pair.Text)}</td></tr>\n");
        return html.Append("</tbody></table></div>").ToString();
    }
}
