using System.Text;
using System.Text.Json;

namespace Unfold.Reporting;

/// <summary>Every spike with the texts of its batch: which of them made the gradient so large, and where in the text it came from.</summary>
static class SpikeSection
{
    const int MostSpikes = 40, MostOpen = 3, MostExamples = 40, FirstExamples = 6;

    public static Section Of(RunView run)
    {
        IReadOnlyList<SpikeNote> spikes = run.Spikes;
        Section section = new("spikes", "Spikes and their texts", "Steps whose gradient or loss stood out from those before, with the texts of the batch, the largest share of the gradient first; the largest spikes are unfolded. The diamonds in the charts lead here.");
        if (spikes.Count > MostSpikes)
            section.Html($"<p class=\"aside\">{spikes.Count} spikes were recorded; the {MostSpikes} largest are shown.</p>");
        SpikeNote[] largest = [.. spikes.OrderByDescending(spike => double.IsNaN(spike.Value) ? double.PositiveInfinity : spike.Value).Take(MostSpikes)];
        foreach (SpikeNote spike in largest.OrderBy(spike => spike.Step))
            section.Enclosed($"<details class=\"spike\" id=\"{spike.Target}\"{(Array.IndexOf(largest, spike) < MostOpen ? " open" : "")}><summary>{Heading(spike)}</summary>", Entry(spike), Profile(spike), "</details>");
        return section;
    }

    static string Heading(SpikeNote spike) =>
        $"<b>Epoch {spike.Epoch}, step {spike.Step}: {Escape.Text(JsonNotes.Text(spike.Document, "reason"))} {NumberText.Short(spike.Value, 3)}</b>, usual {NumberText.Short(JsonNotes.Number(spike.Document, "typical"), 3)}";

    static string Entry(SpikeNote spike)
    {
        JsonElement[] examples = [.. JsonNotes.List(spike.Document, "examples").OrderByDescending(example => JsonNotes.Number(example, "gradientShare") is double.NaN ? -1 : JsonNotes.Number(example, "gradientShare")).Take(MostExamples)];
        if (examples.Length == 0)
            return "";
        string first = Table(examples[..Math.Min(FirstExamples, examples.Length)]);
        return examples.Length <= FirstExamples ? first : $"{first}<details><summary>{examples.Length - FirstExamples} more texts</summary>{Table(examples[FirstExamples..])}</details>";
    }

    static string Table(JsonElement[] examples)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr><th>row</th><th>label</th><th>loss</th><th>words</th><th>share of the gradient</th><th class=\"text\">text</th></tr></thead><tbody>\n");
        foreach (JsonElement example in examples)
        {
            html.Append($"<tr><td>{Escape.Text(JsonNotes.Text(example, "row"))}</td><td>{Escape.Text(JsonNotes.Text(example, "label"))}</td><td>{NumberText.Short(JsonNotes.Number(example, "loss"), 3)}</td>");
            html.Append($"<td>{NumberText.Short(JsonNotes.Number(example, "length"))}</td><td>{NumberText.Percent(JsonNotes.Number(example, "gradientShare"), 1)}</td><td class=\"text\">{Escape.Text(JsonNotes.Text(example, "text"))}</td></tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    static Figure? Profile(SpikeNote spike)
    {
        double[] values = [.. JsonNotes.List(spike.Document, "profile").Select(JsonNotes.Number)];
        double start = JsonNotes.Number(spike.Document, "profileStart") is var first && double.IsFinite(first) ? Math.Round(first) : 0;
        return FigureKit.Lines(
            $"{spike.Target}:profile",
            FigureKit.Third with { Title = "Its gradient through time", LogY = true, ReverseX = true, Height = 180, Hatched = start < 0 ? (start, -0.5) : null, XLabel = "← steps before the last real token" },
            [new("G", [.. values.Select((_, i) => start + i)], values, 7)],
            "lag");
    }
}
