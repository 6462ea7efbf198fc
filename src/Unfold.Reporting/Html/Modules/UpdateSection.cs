using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the optimizer does to the weights: how far, in which direction, and whether it gets anywhere.</summary>
static class UpdateSection
{
    public static Section Of(RunView run)
    {
        Section section = new("updates", "Updates", "‖Δw‖ / ‖w‖ of every step: about 10⁻³ is usual, the green band holds what is rarely a fault. <em>Turn</em> is the cosine of the update and of minus the gradient: 1 goes straight down, 0 across. <em>Path over distance</em> says how much of the way was back and forth.", open: false);
        string[] all = [.. run.Seen.Series("updates", "ratio", "norm", "turn")];
        string[] names = [.. all.Where(name => !GateName.Is(name))];
        FanData[] ratios = [.. names.Select(name => run.Seen.Fan("updates", name, "ratio")).OfType<FanData>()];
        (double low, double high) = FanRange.Log(ratios.Select(fan => fan.Values));
        section.Add("four", ratios.Select(fan => FigureKit.Fan($"update-ratio:{fan.Key.Series}", FigureKit.Small with
        {
            Title = Escape.Middle(fan.Key.Series, 28),
            LogY = true,
            YRange = (Math.Min(low, 5e-5), Math.Max(high, 2e-2)),
            Bands = [new("", 1e-4, 1e-2) { Color = 2 }],
        }, run, fan)), "Ratio ‖Δw‖ / ‖w‖");
        FanData[] norms = [.. names.Select(name => run.Seen.Fan("updates", name, "norm")).OfType<FanData>()];
        (double, double) range = FanRange.Log(norms.Select(fan => fan.Values));
        section.Add("four", norms.Select(fan => FigureKit.Fan($"update-norm:{fan.Key.Series}", FigureKit.Small with { Title = Escape.Middle(fan.Key.Series, 28), LogY = true, YRange = range }, run, fan)), "Norm ‖Δw‖");
        section.Add("four", names.Select(name => Cosine(run, name, "turn", "update-turn", 5)), "Turn: cosine of Δw and −g");
        section.Add("four", names.Select(name => Cosine(run, name, "cosine", "update-cosine", 4)), "Cosine of consecutive updates");
        section.Add("four", names.Select(name => PathLength(run, name)), "Way since the start");
        return section.Add("four", all.Where(GateName.Is).GroupBy(GateName.Whole, StringComparer.Ordinal).Select(parameter => FigureKit.Lines(
            $"gate-update-ratio:{parameter.Key}",
            FigureKit.Small with { Title = Escape.Middle(parameter.Key, 28), LogY = true, Labels = true },
            parameter.Select((name, i) => new ChartLine(GateName.Letter(name), run.Epochs, run.Seen.Fan("updates", name, "ratio")?.Medians ?? [], i)))), "Median ratio, gate by gate");
    }

    static Figure? Cosine(RunView run, string name, string statistic, string id, int color) => FigureKit.Fan(
        $"{id}:{name}",
        FigureKit.Small with { Title = Escape.Middle(name, 28), Height = 160, YRange = (-1, 1) },
        run,
        run.Seen.Fan("updates", name, statistic),
        color);

    static Figure? PathLength(RunView run, string name) => FigureKit.Lines(
        $"path:{name}",
        FigureKit.Small with { Title = Escape.Middle(name, 28), Height = 170, Labels = true },
        [run.Line("updates", name, "path", "path", 0), run.Line("updates", name, "distance", "distance", 1)]);
}
