using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The life of embedding rows: how often each is touched, how far it moved.</summary>
static class EmbeddingSection
{
    const int MostWords = 24;

    public static Section Of(RunView run)
    {
        Section section = new("embedding", "Embedding", "Each dot is a word’s row: how often it was trained on, and how far it moved from where it began. Rows at the left are hardly ever seen; what they hold is mostly their random start.", open: false);
        foreach (string name in run.Seen.Series("embedding"))
        {
            section.Add("two", [
                Rows(run, name),
                FigureKit.Lines($"embedding-shares:{name}", new() { Title = "Shares of rows", Height = 300, YRange = (0, 1) }, [run.Line("embedding", name, "touched", "touched", 0), run.Line("embedding", name, "rare", "fewer than 5 times", 1)]),
                FigureKit.Lines($"embedding-moved:{name}", new() { Title = "Mean way of the touched rows, norm of the pad row", Height = 240 }, [run.Line("embedding", name, "moved", "moved", 0), run.Line("embedding", name, "padding", "pad row", 7)]),
            ], name, MostMoved(run, name));
        }
        return section;
    }

    /// <summary>The words whose rows moved the most, in a sentence.</summary>
    static string MostMoved(RunView run, string name)
    {
        if (run.Seen.Last("embedding", name, "rows") is not { Rows: >= 3 } array || Words(run, name, array) is not { Length: > 0 } words)
            return "";
        int[] most = [.. Enumerable.Range(0, array.Columns).Where(column => float.IsFinite(array[1, column]) && words[column].Length > 0).OrderByDescending(column => array[1, column]).Take(MostWords)];
        return most.Length == 0 ? "" : $"Moved the most: {string.Join(", ", most.Select(column => $"<b>{Escape.Text(Escape.Middle(words[column], 24))}</b> {NumberText.Short(array[1, column], 2)} (×{NumberText.Short(array[0, column])})"))}.";
    }

    /// <summary>The word of each column of the rows; empty where nobody says.</summary>
    static string[] Words(RunView run, string name, RecordArray array)
    {
        double[] ids = Ids(run, name, array);
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        foreach (RecordNote note in run.Seen.Notes("embedding", name, "words"))
        {
            if (JsonNotes.Read(note) is not { ValueKind: JsonValueKind.Object } document)
                continue;
            foreach (JsonProperty word in document.EnumerateObject())
                words[word.Name] = word.Value.ToString();
        }
        return words.Count == 0 || ids.Length != array.Columns ? [] : [.. ids.Select(id => words.GetValueOrDefault(NumberText.Exact(id), ""))];
    }

    static double[] Ids(RunView run, string name, RecordArray array) =>
        run.Seen.Notes("embedding", name, "ids").LastOrDefault(note => note.Epoch == array.Epoch) is { } note && JsonNotes.Read(note) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(JsonNotes.Number)] : [];

    static Figure? Rows(RunView run, string name)
    {
        if (run.Seen.Last("embedding", name, "rows") is not { Rows: >= 3 } array)
            return null;
        int[] there = [.. Enumerable.Range(0, array.Columns).Where(column => array[0, column] > 0 && array[1, column] > 0)];
        double[] ids = Ids(run, name, array);
        string[] words = Words(run, name, array);
        return FigureKit.Points(
            $"embedding-rows:{name}",
            new() { Title = $"Rows by touches, epoch {array.Epoch}", Height = 300, LogX = true, LogY = true, XLabel = "times trained on", YLabel = "‖w − w₀‖" },
            [new("rows", [.. there.Select(column => (double)array[0, column])], [.. there.Select(column => (double)array[1, column])], 0) { Radius = 1.6 }],
            "touches",
            "moved",
            [
                .. words.Length > 0 ? new[] { FigureColumn.Words("word", [.. there.Select(column => words[column])]) } : [],
                .. ids.Length == array.Columns ? new FigureColumn[] { new("row", [.. there.Select(column => ids[column])]) } : [],
                new("sum of gradient norms", [.. there.Select(column => (double)array[2, column])]),
            ]);
    }
}
