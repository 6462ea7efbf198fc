using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How much gradient reaches each step before the last real token, epoch by epoch, for every recurrent layer.</summary>
static class TimeSection
{
    const double Left = 46, Right = 92;

    public static IReadOnlyList<string> Layers(RunView run) => run.Seen.Series("time", "profile");

    /// <summary>Three charts on one axis of lags: texts by length, the gradient by epoch, its profile in the first, the middle and the last.</summary>
    public static IEnumerable<Figure> Map(RunView run, string layer, bool wide)
    {
        int width = wide ? 820 : 640;
        IReadOnlyList<RecordArray> profiles = run.Seen.Arrays("time", layer, "profile");
        if (profiles.Count == 0)
            yield break;
        LagAxis axis = LagAxis.Of(profiles, run.Seen.Last("time", "texts", "lengths"));
        if (run.Seen.Last("time", "texts", "lengths") is { } lengths && Lengths(layer, lengths, axis, width) is { } above)
            yield return above;
        if (Heat(layer, profiles, axis, width, wide) is { } heat)
            yield return heat;
        if (Profile(run, layer, profiles, axis, width) is { } below)
            yield return below;
    }

    /// <summary>Half-life and reach of the last epoch, in a sentence.</summary>
    public static string InWords(RunView run, string layer)
    {
        double Value(string statistic) => run.Seen.Fan("time", layer, statistic)?.Values.LastOrDefault(value => value.Count > 0)?.P50 ?? double.NaN;
        double half = run.Record is { } record && EpochWatch.Last(record) is { } watch ? watch.Layers.FirstOrDefault(seen => seen.Layer == layer)?.HalfLife ?? double.NaN : double.NaN;
        (double reach, double ratio) = (Value("reach"), Value("firstToLast"));
        List<string> parts = [];
        if (double.IsPositiveInfinity(half))
            parts.Add("does not fall on its way back through the text");
        else if (double.IsFinite(half))
            parts.Add($"halves every <b>{NumberText.Short(half, 2)} steps</b> on its way back through the text");
        if (double.IsFinite(reach))
            parts.Add($"<b>{NumberText.Percent(reach, reach < 0.1 ? 1 : 0)}</b> of it reaches words before the last five");
        if (double.IsFinite(ratio))
            parts.Add($"the first word gets <b>{NumberText.Short(ratio, 2)}</b> of what the last one gets");
        return parts.Count == 0 ? "" : $"<b>{Escape.Text(layer)}</b>, last epoch, medians over steps: the gradient {string.Join("; ", parts)}.";
    }

    static Figure? Lengths(string layer, RecordArray lengths, LagAxis axis, int width)
    {
        List<double> at = [];
        List<double> heights = [];
        for (int column = 0; column < lengths.Columns; column++)
        {
            at.Add(lengths.At(column) - 1); // the first word of a text of length n stands n - 1 steps back
            heights.Add(lengths[0, column]);
        }
        return FigureKit.Histogram(
            $"text-lengths:{layer}",
            new()
            {
                Title = "Gradient through time",
                Subtitle = "texts by their first word’s place, above; colour: G relative to the last real token",
                Width = width,
                Height = 92,
                Labels = false,
                XLabel = "",
                XRange = axis.Range,
                ReverseX = true,
                LeftMargin = Left,
                RightMargin = Right,
                Hatched = axis.Pads,
            },
            [new("texts", [.. at.Select(value => value - 0.5)], [.. at.Select(value => value + 0.5)], heights, 6)],
            "lag",
            "texts");
    }

    static Figure? Heat(string layer, IReadOnlyList<RecordArray> profiles, LagAxis axis, int width, bool wide)
    {
        double[][] rows = [.. profiles.Select(profile => axis.Grouped(profile, Math.Log10, relative: true))];
        double[] finite = [.. rows.SelectMany(row => row).Where(double.IsFinite)];
        if (finite.Length == 0)
            return null;
        return FigureKit.Heat(
            $"time-map:{layer}",
            new SvgHeatMap
            {
                Width = width,
                Height = wide ? 212 : 240,
                Rows = [.. profiles.Select(profile => (double)profile.Epoch)],
                Values = rows,
                Start = axis.Start,
                Spacing = axis.Spacing,
                Range = (Math.Max(Math.Floor(finite.Min()), -12), Math.Ceiling(finite.Max())),
                Logarithms = true,
                Contours = true,
                ReverseX = true,
                XRange = axis.Range,
                XLabel = "",
                YLabel = "epoch",
                LeftMargin = Left,
                RightMargin = Right,
                Hatched = axis.Pads,
            },
            "log10 of G(lag) / G(0) in epoch");
    }

    static Figure? Profile(RunView run, string layer, IReadOnlyList<RecordArray> profiles, LagAxis axis, int width)
    {
        int[] which = [.. new[] { 0, profiles.Count / 2, profiles.Count - 1 }.Distinct()];
        int[] colors = which.Length == 1 ? [1] : which.Length == 2 ? [6, 1] : [6, 0, 1];
        List<ChartLine> lines = [];
        List<ChartArea> areas = [];
        List<FigureColumn> columns = [];
        for (int i = 0; i < which.Length; i++)
        {
            RecordArray profile = profiles[which[i]];
            double[] values = axis.Grouped(profile, value => value, relative: false);
            lines.Add(new($"epoch {profile.Epoch}", axis.Lags, values, colors[i]));
            RecordArray? low = run.Seen.Arrays("time", layer, "p10").FirstOrDefault(array => array.Epoch == profile.Epoch);
            RecordArray? high = run.Seen.Arrays("time", layer, "p90").FirstOrDefault(array => array.Epoch == profile.Epoch);
            if (low is null || high is null)
                continue;
            (double[] p10, double[] p90) = (axis.Grouped(low, value => value, relative: false), axis.Grouped(high, value => value, relative: false));
            if (i is 0 || i == which.Length - 1) // three bands on top of one another are one murk
                areas.Add(new("", axis.Lags, p10, p90, colors[i]));
            columns.Add(new($"epoch {profile.Epoch}: p10", p10, colors[i], "low"));
            columns.Add(new($"epoch {profile.Epoch}: p90", p90, colors[i], "high"));
        }
        if (run.Seen.Last("time", layer, "p50") is { } middle && middle.Epoch == profiles[^1].Epoch)
            lines.Add(new($"epoch {middle.Epoch}, median text", axis.Lags, axis.Grouped(middle, value => value, relative: false), 1) { Dashed = true });
        double[] positive = [.. lines.SelectMany(line => line.Y).Where(value => value > 0 && double.IsFinite(value))];
        if (positive.Length == 0)
            return null;
        double floor = Math.Max(positive.Min() / 2, positive.Max() * 1e-10); // what lies below leaves the chart instead of running along its edge
        lines = [.. lines.Select(line => line with { Y = [.. line.Y.Select(value => value < floor ? double.NaN : value)] })];
        Figure? figure = FigureKit.Lines(
            $"time-profile:{layer}",
            new()
            {
                Width = width,
                Height = 212,
                LogY = true,
                YRange = (floor, positive.Max() * 3),
                XLabel = axis.Label,
                XRange = axis.Range,
                ReverseX = true,
                LeftMargin = Left,
                RightMargin = Right,
                Hatched = axis.Pads,
                Areas = areas,
                YLabel = "G = RMS of ‖∂L/∂h‖; bands, first and last epoch: 10–90 % of texts",
            },
            lines,
            "lag");
        return figure is null ? null : figure with { Columns = [.. figure.Columns, .. columns] };
    }
}
