using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The gradient through time in detail, a block for each recurrent layer.</summary>
static class TimeDetails
{
    static readonly (string Statistic, string Title, bool Log)[] Fans =
    [
        ("halfLife", "Half-life in steps", true),
        ("reach", "Reach: share before the last five words", false),
        ("firstToLast", "First word’s gradient / last word’s", true),
        ("gain", "Gain of one step back, median", true),
    ];

    public static Section Of(RunView run)
    {
        Section section = new("time", "Gradient through time, in detail", "G(lag) is the root mean square over texts of ‖∂L/∂h‖, counted in steps back from the last real token. The half-life is how many steps back halve it; the strip above it is the share of steps in which the gradient does not fall, so that it has none (∞). A gain below 1 vanishes, above 1 explodes.");
        IReadOnlyList<string> layers = TimeSection.Layers(run);
        foreach (string layer in layers)
        {
            if (layer != layers[^1])
            {
                section.Add("stack", TimeSection.Map(run, layer, wide: false), layer);
                section.Html($"<p class=\"aside\">{TimeSection.InWords(run, layer)}</p>");
            }
            section.Add("four", Fans.Select(fan => Fan(run, layer, fan.Statistic, fan.Title, fan.Log)), $"{layer}, step by step");
            section.Add("two", [
                Lags(run, layer), Profiles(run, layer, "cell", "What comes back through the cell"), Gates(run, layer),
                Pair(run, layer, "direct", "carried"),
            ], $"{layer}, by lag");
        }
        return section;
    }

    static Figure? Fan(RunView run, string layer, string statistic, string title, bool log)
    {
        FanData? data = run.Seen.Fan("time", layer, statistic);
        double[] infinite = data?.InfiniteShares(run.Epochs) ?? []; // a half-life where nothing falls
        return FigureKit.Fan(
            $"time-{statistic}:{layer}",
            FigureKit.Small with
            {
                Title = title,
                LogY = log,
                YRange = data is null ? null : log ? FanRange.Log([data.Values]) : (0, 1),
                References = statistic == "gain" ? [new("", 1)] : [],
                Rail = infinite.Any(share => share > 0) ? new("∞", run.Epochs, infinite, 2) : null,
            },
            run,
            data,
            dots: statistic != "reach");
    }

    static Figure? Lags(RunView run, string layer) => FigureKit.Lines(
        $"time-lags:{layer}",
        new() { Title = "Median gradient at single lags", LogY = true, Height = 270 },
        run.Seen.Statistics("time", layer).Where(name => name.StartsWith("lag", StringComparison.Ordinal) && int.TryParse(name.AsSpan(3), out _))
            .Select((name, i) => FigureKit.Numbered($"lag {name[3..]}", run.Epochs, run.Seen.Fan("time", layer, name)?.Medians ?? [], i)));

    /// <summary>The first and the last epoch of one array, beside the whole profile.</summary>
    static Figure? Profiles(RunView run, string layer, string statistic, string title)
    {
        IReadOnlyList<RecordArray> ends = run.Seen.Ends("time", layer, statistic);
        if (ends.Count == 0)
            return null;
        LagAxis axis = LagAxis.Of(ends);
        return FigureKit.Lines($"time-{statistic}:{layer}", Look(axis) with { Title = title }, [
            .. ends.Select((array, i) => new ChartLine($"cell, epoch {array.Epoch}", axis.Lags, axis.Grouped(array, value => value, relative: false), i == ends.Count - 1 ? 1 : 6)),
            .. run.Seen.Ends("time", layer, "profile").TakeLast(1).Select(array => new ChartLine($"h, epoch {array.Epoch}", axis.Lags, axis.Grouped(array, value => value, relative: false), 0)),
        ], "lag");
    }

    static Figure? Gates(RunView run, string layer)
    {
        if (run.Seen.Last("time", layer, "gate") is not { } gates)
            return null;
        LagAxis axis = LagAxis.Of([gates]);
        string[] names = gates.Rows == 4 ? ["i", "f", "g", "o"] : gates.Rows == 3 ? ["r", "z", "n"] : [.. Enumerable.Range(0, gates.Rows).Select(row => $"{row}")];
        return FigureKit.Lines($"time-gates:{layer}", Look(axis) with { Title = $"At each gate, epoch {gates.Epoch}" },
            names.Select((name, row) => new ChartLine(name, axis.Lags, axis.Grouped(gates, value => value, relative: false, row), row)), "lag");
    }

    static Figure? Pair(RunView run, string layer, string direct, string carried)
    {
        if (run.Seen.Last("time", layer, direct) is not { } here || run.Seen.Last("time", layer, carried) is not { } through)
            return null;
        LagAxis axis = LagAxis.Of([here, through]);
        return FigureKit.Lines($"time-direct:{layer}", Look(axis) with { Title = $"Arriving directly and through time, epoch {here.Epoch}" }, [
            new("direct", axis.Lags, axis.Grouped(here, value => value, relative: false), 2),
            new("carried", axis.Lags, axis.Grouped(through, value => value, relative: false), 1),
        ], "lag");
    }

    static SvgChart Look(LagAxis axis) => new()
    {
        Height = 270,
        LogY = true,
        ReverseX = true,
        Hatched = axis.Pads,
        XRange = axis.Range,
        XLabel = "← steps before the last real token",
    };
}
