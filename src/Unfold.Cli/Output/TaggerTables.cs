using Unfold.Training;

namespace Unfold.Cli;

/// <summary>How well a tagger does, as tables.</summary>
static class TaggerTables
{
    /// <summary>Pairs of tags taken for one another that are worth a line.</summary>
    const int MostPairs = 8;

    static readonly TextColumn[] Columns = [new("tag", Right: false), new("words"), new("precision"), new("recall"), new("F1")];
    static readonly TextColumn[] Pairs = [new("right", Right: false), new("answered", Right: false), new("words")];

    public static void Print(TaggerEvaluationDocument document, Terminal terminal)
    {
        TaggerEvaluation judged = document.Evaluation;
        terminal.Write($"{document.Run} on {judged.Sentences:N0} sentences ({judged.Words:N0} words) of {(document.Data == "validation" ? "its own validation data" : document.Data)}:");
        terminal.Write($"  {"accuracy",-24} {judged.Accuracy:F4}");
        terminal.Write($"  {"of whole sentences",-24} {judged.SentenceAccuracy:F4}");
        if (judged.UnknownAccuracy is { } unknown) terminal.Write($"  {"of unknown words",-24} {unknown:F4}  ({judged.UnknownWords:N0} words)");
        terminal.Write($"  {"majority tag",-24} {judged.MajorityAccuracy:F4}");
        terminal.Tell();
        string[][] rows = [.. judged.Tags.OrderByDescending(tag => tag.Words).Select(tag => (string[])[tag.Tag, $"{tag.Words:N0}", $"{tag.Precision:F4}", $"{tag.Recall:F4}", $"{tag.F1:F4}"])];
        foreach (string line in TextTable.Fit(Columns, rows)) terminal.Tell(line);
        terminal.Tell();
        string[][] mistaken = [.. Mistaken(judged).Select(pair => (string[])[pair.Right, pair.Answered, $"{pair.Words:N0}"])];
        if (mistaken.Length == 0) return;
        terminal.Tell("Most often taken for one another:");
        foreach (string line in TextTable.Fit(Pairs, mistaken)) terminal.Tell(line);
    }

    static IEnumerable<(string Right, string Answered, long Words)> Mistaken(TaggerEvaluation judged) =>
        Enumerable.Range(0, judged.Tags.Count).SelectMany(right => Enumerable.Range(0, judged.Tags.Count)
            .Where(answered => answered != right && judged.Confusion[right][answered] > 0)
            .Select(answered => (judged.Tags[right].Tag, judged.Tags[answered].Tag, judged.Confusion[right][answered])))
        .OrderByDescending(pair => pair.Item3).Take(MostPairs);
}
