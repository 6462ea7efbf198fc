using System.Globalization;
using System.Text;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Sentences of the probe batch with the weight of each word, and how the answer grows word by word.</summary>
static class WordSection
{
    const int MostTexts = 12, MostTokens = 200;

    static readonly (string Name, string Title)[] Weights =
    [
        ("occlusion", "without the word"), ("integrated", "integrated gradients"), ("gradientInput", "gradient × input"), ("gradientNorm", "size of the gradient"),
    ];

    public static Section Of(RunView run)
    {
        Section section = new("words", "Words", "What each word did to the answer in the last epoch. Blue pushes towards the positive (or the answered) class, orange away from it, each on the sentence’s own scale; the size of the gradient has no sign. The line below is the answer’s logit after every word; the maps show what the layers do meanwhile: how far gates open, and which words the gradient goes to. Hatched: padding that is read as words.");
        SentenceMaps maps = new(run);
        List<int> left = [.. Enumerable.Range(0, Math.Min(MostTexts, maps.Count))];
        if (run.Seen.Notes("words", "probe", "saliency").LastOrDefault() is { } note && JsonNotes.Read(note) is { ValueKind: JsonValueKind.Array } texts)
        {
            int number = 0;
            foreach (JsonElement text in texts.EnumerateArray().Take(MostTexts))
            {
                section.Html(Sentence(text));
                section.Add("one", [Valence(text, number++)]);
                int followed = maps.Find([.. Tokens(text).Select(token => JsonNotes.Text(token, "token"))]);
                if (left.Remove(followed))
                    AddMaps(section, maps, followed, open: number == 1);
            }
        }
        foreach (int text in left) // followed, but not explained
        {
            section.Html($"<div class=\"sentence\"><p class=\"head\">{Escape.Text(maps.InWords(text))}</p></div>");
            AddMaps(section, maps, text, open: text == 0);
        }
        return section;
    }

    /// <summary>What the layers do at each word: unfolded for one text, since all look much the same at first sight.</summary>
    static void AddMaps(Section section, SentenceMaps maps, int text, bool open)
    {
        Figure[] figures = [.. maps.Maps(text).OfType<Figure>()];
        if (figures.Length == 0)
            return;
        section.Html($"<details class=\"maps\"{(open ? " open" : "")}><summary>the layers, word by word</summary>");
        section.Add("one", figures);
        if (text == 0)
            section.Add("two", maps.Units());
        section.Html("</details>");
    }

    static string Sentence(JsonElement text)
    {
        JsonElement[] tokens = Tokens(text);
        StringBuilder html = new("<div class=\"sentence\">");
        html.Append($"<p class=\"head\">label <b>{Escape.Text(JsonNotes.Text(text, "label"))}</b> · probability <b>{NumberText.Short(JsonNotes.Number(text, "probability"), 3)}</b></p>");
        bool first = true;
        foreach ((string name, string title) in Weights)
        {
            double[] values = [.. tokens.Select(token => JsonNotes.Number(token, name))];
            double largest = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            if (largest == 0)
                continue;
            string line = $"<p class=\"tokens\" title=\"{title}\">{string.Concat(tokens.Select((token, i) => Token(JsonNotes.Text(token, "token"), values[i], largest)))}</p>";
            html.Append(first ? $"<p class=\"head\">{title}</p>{line}<details><summary>other measures</summary>" : $"<p class=\"head\">{title}</p>{line}");
            first = false;
        }
        return html.Append(first ? "<p>" + Escape.Text(JsonNotes.Text(text, "text")) + "</p>" : "</details>").Append("</div>").ToString();
    }

    static string Token(string token, double value, double largest)
    {
        double share = double.IsFinite(value) ? Math.Abs(value) / largest * 100 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"<span{(token == "<pad>" ? " class=\"pad\"" : value < 0 ? " class=\"minus\"" : "")} style=\"--share:{share:F0}%\" title=\"{NumberText.Short(value, 3)}\">{Escape.Text(token)}</span> ");
    }

    static Figure? Valence(JsonElement text, int number)
    {
        JsonElement[] tokens = Tokens(text);
        double[] values = [.. tokens.Select(token => JsonNotes.Number(token, "valence"))];
        if (values.Length < 2)
            return null;
        double[] steps = [.. values.Select((_, i) => i + 1.0)];
        Figure? figure = FigureKit.Lines($"valence:{number}", new() { Width = 900, Height = 110, Labels = false, XLabel = "word", References = [new("0", 0)] }, [new("logit", steps, values, 0)], "word");
        return figure is null ? null : figure with { Columns = [.. figure.Columns, FigureColumn.Words("token", [.. tokens.Select(token => JsonNotes.Text(token, "token"))]),
            .. Weights.Select(weight => new FigureColumn(weight.Name, [.. tokens.Select(token => JsonNotes.Number(token, weight.Name))]))] };
    }

    static JsonElement[] Tokens(JsonElement text) =>
        text.ValueKind == JsonValueKind.Object && text.TryGetProperty("tokens", out JsonElement tokens) && tokens.ValueKind == JsonValueKind.Array ? [.. tokens.EnumerateArray().Take(MostTokens)] : [];
}
