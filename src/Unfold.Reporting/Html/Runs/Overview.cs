namespace Unfold.Reporting;

/// <summary>The first screen: loss with its baselines, the gradient through time, how far steps move the weights.</summary>
static class Overview
{
    const double Slow = 1e-4, Usual = 1e-3, Fast = 1e-2;

    public static void Write(Page page, RunView run)
    {
        string? first = TimeSection.Layers(run).Count > 0 ? TimeSection.Layers(run)[^1] : null;
        Figure[] left = [.. Left(run)];
        Figure[] right = first is null ? [] : [.. TimeSection.Map(run, first, wide: true)];
        if (left.Length == 0 && right.Length == 0)
            return;
        page.Add($"<section id=\"overview\"><div class=\"{(right.Length > 0 ? "overview" : "grid two")}\">");
        if (right.Length > 0)
            page.Add("<div>");
        foreach (Figure figure in left)
            page.Add(figure);
        if (right.Length > 0)
        {
            page.Add("</div><div class=\"time\">");
            foreach (Figure figure in right)
                page.Add(figure);
            page.Add($"<p class=\"aside\">{TimeSection.InWords(run, first!)}</p></div>");
        }
        page.Add("</div></section>");
    }

    public static IEnumerable<Figure> Figures(RunView run) =>
        TimeSection.Layers(run) is [.., var first] ? Left(run).Concat(TimeSection.Map(run, first, wide: true)) : Left(run);

    static IEnumerable<Figure> Left(RunView run)
    {
        SvgChart size = new() { Width = 470, Height = 262 };
        if (CurveSection.Loss(run) is { } loss)
            yield return loss with { Chart = (SvgChart)loss.Chart with { Width = size.Width, Height = size.Height } };
        if (UpdateRatio(run, size) is { } ratio)
            yield return ratio;
        else if (CurveSection.Accuracy(run) is { } accuracy)
            yield return accuracy with { Chart = (SvgChart)accuracy.Chart with { Width = size.Width, Height = size.Height } };
    }

    /// <summary>Whether the accuracy stands here, in the place of an update ratio that nobody measured.</summary>
    public static bool HasAccuracy(RunView run) => UpdateRatio(run, new()) is null;

    /// <summary>Medians of ‖Δw‖ / ‖w‖ by epoch, a line a tensor; biases are left out where there are too many lines to tell apart.</summary>
    public static Figure? UpdateRatio(RunView run, SvgChart size)
    {
        string[] names = [.. run.Seen.Series("updates", "ratio").Where(name => !GateName.Is(name))];
        if (names.Length > 8)
            names = [.. names.Where(name => !name.Contains("bias", StringComparison.Ordinal)).Take(8)];
        double[] values = [.. names.SelectMany(name => run.Seen.Fan("updates", name, "ratio")?.Medians ?? []).Where(value => value > 0)];
        if (values.Length == 0)
            return null;
        return FigureKit.Lines(
            "update-ratio",
            size with
            {
                Title = "Update ratio",
                Subtitle = "‖Δw‖ / ‖w‖, medians; green: usual",
                LogY = true,
                YRange = (Math.Min(Slow / 3, values.Min() / 1.5), Math.Max(Fast * 3, values.Max() * 1.5)),
                Bands = [new("", Slow, Fast) { Color = 2 }],
                References = [new("10⁻³", Usual)],
            },
            names.Select((name, i) => FigureKit.Numbered(Escape.Middle(name, 20), run.Epochs, run.Seen.Fan("updates", name, "ratio")?.Medians ?? [], i)));
    }
}
