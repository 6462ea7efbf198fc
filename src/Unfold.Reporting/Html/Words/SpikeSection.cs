using System.Text;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Every spike with the texts of its batch: which of them made the gradient so large, and where in the text it came from.</summary>
static class SpikeSection
{
    const int MostSpikes = 40, MostExamples = 40, FirstExamples = 6;

    public static Section Of(RunView run)
    {
        IReadOnlyList<RecordNote> spikes = SpikeMarks.All(run);
        Section section = new("spikes", "Spikes and their texts", "Steps whose gradient stood out from those before, with the texts of the batch, the largest share of the gradient first. The diamonds in the charts above lead here.");
        if (spikes.Count > MostSpikes)
            section.Html($"<p class=\"aside\">{spikes.Count} spikes were recorded; the {MostSpikes} largest are shown.</p>");
        foreach ((RecordNote note, JsonElement spike) in spikes.Select(note => (note, JsonNotes.Read(note))).Where(entry => entry.Item2 is not null).Select(entry => (entry.note, entry.Item2!.Value))
            .OrderByDescending(entry => JsonNotes.Number(entry.Value, "value")).Take(MostSpikes).OrderBy(entry => entry.note.Step))
        {
            section.Beside(Entry(note, spike), Profile(note, spike));
        }
        return section;
    }

    static string Entry(RecordNote note, JsonElement spike)
    {
        StringBuilder html = new($"<div class=\"spike\" id=\"{SpikeMarks.Target(note)}\"><h3>Epoch {note.Epoch}, step {note.Step}: {Escape.Text(JsonNotes.Text(spike, "reason"))}</h3>");
        html.Append($"<p class=\"aside\">value {NumberText.Short(JsonNotes.Number(spike, "value"), 3)}, usual {NumberText.Short(JsonNotes.Number(spike, "typical"), 3)}</p>");
        JsonElement[] examples = [.. JsonNotes.List(spike, "examples").OrderByDescending(example => JsonNotes.Number(example, "gradientShare") is double.NaN ? -1 : JsonNotes.Number(example, "gradientShare")).Take(MostExamples)];
        if (examples.Length > 0)
            html.Append(Table(examples[..Math.Min(FirstExamples, examples.Length)]));
        if (examples.Length > FirstExamples)
            html.Append($"<details><summary>{examples.Length - FirstExamples} more texts</summary>{Table(examples[FirstExamples..])}</details>");
        return html.Append("</div>").ToString();
    }

    static string Table(JsonElement[] examples)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr><th>row</th><th>label</th><th>loss</th><th>words</th><th>share of the gradient</th><th>text</th></tr></thead><tbody>\n");
        foreach (JsonElement example in examples)
        {
            html.Append($"<tr><td>{Escape.Text(JsonNotes.Text(example, "row"))}</td><td>{Escape.Text(JsonNotes.Text(example, "label"))}</td><td>{NumberText.Short(JsonNotes.Number(example, "loss"), 3)}</td>");
            html.Append($"<td>{NumberText.Short(JsonNotes.Number(example, "length"))}</td><td>{NumberText.Percent(JsonNotes.Number(example, "gradientShare"), 1)}</td><td class=\"text\">{Escape.Text(JsonNotes.Text(example, "text"))}</td></tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    static Figure? Profile(RecordNote note, JsonElement spike)
    {
        double[] values = [.. JsonNotes.List(spike, "profile").Select(JsonNotes.Number)];
        return FigureKit.Lines(
            $"{SpikeMarks.Target(note)}:profile",
            FigureKit.Third with { Title = "Its gradient through time", LogY = true, ReverseX = true, Height = 180, XLabel = "← steps before the last real token" },
            [new("G", [.. values.Select((_, lag) => (double)lag)], values, 7)],
            "lag");
    }
}
