using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What recurrent layers do at each word of the texts that were followed: gates by word, unit by word, and the words' share of the gradient epoch by epoch.</summary>
sealed class SentenceMaps
{
    const string Lens = "sentences";
    const int MostTokens = 200, MostCells = 2048, MostLayers = 2, Digits = 4, Width = 900;
    const double Left = 74;

    readonly RunView _run;
    readonly IReadOnlyList<string> _layers;
    readonly int _since;
    readonly (string[] Tokens, int Words)[] _texts = [];

    public SentenceMaps(RunView run)
    {
        (_run, _layers) = (run, run.Seen.Series(Lens));
        if (run.Seen.Notes(Lens, "probe", "texts").LastOrDefault() is not { } note || JsonNotes.Read(note) is not { ValueKind: JsonValueKind.Array } texts)
            return;
        _since = note.Epoch; // a resumed run may have chosen anew
        _texts = [.. texts.EnumerateArray().Select(text => (JsonNotes.List(text, "tokens").Select(Token).ToArray(), Words: JsonNotes.Number(text, "words")))
            .Select(text => (text.Item1, double.IsFinite(text.Words) ? (int)Math.Clamp(text.Words, 0, text.Item1.Length) : text.Item1.Length))];
    }

    public int Count => _texts.Length;

    /// <summary>The words of a text, without its padding.</summary>
    public string InWords(int text) => string.Join(' ', _texts[text].Tokens[.._texts[text].Words]);

    /// <summary>Which text has these tokens; -1 for none.</summary>
    public int Find(IReadOnlyList<string> tokens) => Array.FindIndex(_texts, text => text.Tokens.SequenceEqual(tokens, StringComparer.Ordinal));

    /// <summary>A layer's gates above its words' share of the gradient, for every layer.</summary>
    public IEnumerable<Figure?> Maps(int text) => _layers.SelectMany(layer => new[] { Gates(layer, text), Credit(layer, text) });

    /// <summary>Unit by unit, a map for each gate; of the first text and the last layers only: a page has its size.</summary>
    public IEnumerable<Figure?> Units() => Count == 0 ? [] : _layers.TakeLast(MostLayers).SelectMany(layer =>
        GateName.Of(_run.Seen.Statistics(Lens, layer), "units").Select(gate => Unit(layer, gate)));

    Figure? Gates(string layer, int text)
    {
        if (Since(layer, $"gates{text}").LastOrDefault() is not { } gates)
            return null;
        string[] names = gates.Rows == 4 ? ["input i", "forget f", "size of g", "output o"] : gates.Rows == 3 ? ["reset r", "update z", "size of n"] : [.. Enumerable.Range(0, gates.Rows).Select(row => $"{row}")];
        return Map($"sentence-gates:{layer}:{text}", text, "gate", new()
        {
            Title = $"How far the gates of {Escape.Middle(layer, 30)} open at each word",
            Subtitle = $"mean over units, epoch {gates.Epoch}",
            Width = Width,
            LeftMargin = Left,
            Height = 54 + names.Length * 18 + Below(text),
            Rows = [.. Enumerable.Range(0, gates.Rows).Select(row => (double)row)],
            RowNames = names,
            Values = [.. Enumerable.Range(0, gates.Rows).Select(row => Row(gates, row, text))],
            Range = GateRange(layer),
        });
    }

    /// <summary>One scale for all texts of a layer, to tenths: means over units leave most of 0 to 1 empty.</summary>
    (double Low, double High) GateRange(string layer)
    {
        double[] all = [.. Enumerable.Range(0, Count).SelectMany(text => Since(layer, $"gates{text}").TakeLast(1)).SelectMany(array => array.Values).Where(float.IsFinite).Select(value => Math.Clamp((double)value, 0, 1))];
        return all.Length == 0 ? (0, 1) : (Math.Floor(all.Min() * 10) / 10, Math.Ceiling(all.Max() * 10) / 10);
    }

    Figure? Credit(string layer, int text)
    {
        RecordArray[] credit = [.. Since(layer, $"credit{text}")];
        double[][] rows = [.. credit.Select(array => Row(array, 0, text))];
        return Map($"sentence-credit:{layer}:{text}", text, "epoch", new()
        {
            Title = "Which words the gradient goes to",
            Subtitle = $"share of ‖∂L/∂h‖·‖x‖ in {Escape.Middle(layer, 30)}, epoch by epoch",
            Width = Width,
            LeftMargin = Left,
            Height = 54 + Math.Clamp(credit.Length * 16, 32, 192) + Below(text),
            Rows = [.. credit.Select(array => (double)array.Epoch)],
            Values = rows,
            Range = (0, Math.Max(1e-9, rows.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(0).Max())),
            YLabel = "epoch",
        });
    }

    Figure? Unit(string layer, string gate)
    {
        if (Since(layer, $"units[{gate}]").LastOrDefault() is not { } units)
            return null;
        int shown = Math.Clamp(MostCells / Math.Max(1, Math.Min(units.Columns, MostTokens)), 1, units.Rows);
        int[] rows = [.. Enumerable.Range(0, shown).Select(k => (int)((long)k * units.Rows / shown))];
        bool signed = gate is "g" or "n";
        return Map($"sentence-units:{layer}:{gate}", 0, "unit", new()
        {
            Title = $"{GateName.Words(gate)}, {(signed ? "−1 to 1" : "0 to 1")}",
            Subtitle = $"{Escape.Middle(layer, 30)}, {(shown < units.Rows ? "some units" : "unit by unit")}, epoch {units.Epoch}",
            Height = 40 + Math.Clamp(shown * 5, 60, 220) + Below(0),
            Rows = [.. rows.Select(row => (double)row)],
            Values = [.. rows.Select(row => Row(units, row, 0))],
            Range = (signed ? -1 : 0, 1),
            YLabel = "unit",
        });
    }

    Figure? Map(string id, int text, string rows, SvgHeatMap map)
    {
        (string[] tokens, int words) = _texts[text];
        int columns = map.Values.Select(row => row.Count).DefaultIfEmpty(0).Max();
        return FigureKit.Heat(id, map with
        {
            Start = 1,
            Words = [.. tokens.Take(columns).Select((token, t) => t < words ? token : "")],
            Hatched = words < columns ? (words + 0.5, columns + 0.5) : null,
        }, rows);
    }

    /// <summary>Room for the slanted words.</summary>
    int Below(int text) => (int)(4.6 * Math.Min(14, _texts[text].Tokens.Take(_texts[text].Words).Select(token => token.Length).DefaultIfEmpty(0).Max()));

    IEnumerable<RecordArray> Since(string layer, string statistic) => _run.Seen.Arrays(Lens, layer, statistic).Where(array => array.Epoch >= _since);

    double[] Row(RecordArray array, int row, int text) =>
        [.. Enumerable.Range(0, Math.Min(array.Columns, Math.Min(MostTokens, _texts[text].Tokens.Length))).Select(column => Math.Round((double)array[row, column], Digits))];

    static string Token(JsonElement token) => token.ValueKind == JsonValueKind.String ? token.GetString() ?? "" : token.ToString();
}
