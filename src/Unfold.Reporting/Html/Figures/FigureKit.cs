using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Figures from series: the numbers go into the chart and into the columns behind it. A figure without numbers is none.</summary>
static class FigureKit
{
    /// <summary>The size of one of four charts in a row.</summary>
    public static readonly SvgChart Small = new() { Width = 300, Height = 190, Labels = false };

    /// <summary>The size of one of three in a row.</summary>
    public static readonly SvgChart Third = new() { Width = 410, Height = 240 };

    /// <summary>Lines by epoch, or over any other axis that they share.</summary>
    public static Figure? Lines(string id, SvgChart look, IEnumerable<ChartLine?> lines, string x = "epoch", bool whole = true)
    {
        ChartLine[] there = [.. lines.OfType<ChartLine>().Where(line => line.Y.Any(double.IsFinite))];
        if (there.Length == 0)
            return null;
        double[] places = [.. there.SelectMany(line => line.X).Distinct().Order()];
        return new(
            id,
            look with { Lines = there, XLabel = look.XLabel == "epoch" ? x : look.XLabel, FractionalX = !whole },
            [new(x, places), .. there.Select(line => new FigureColumn(line.Name, Aligned(line, places), line.Color, "line"))]);
    }

    /// <summary>A fan by epoch.</summary>
    /// <param name="id">The figure's name.</param>
    /// <param name="look">Titles, size, scales.</param>
    /// <param name="run">The run.</param>
    /// <param name="data">The series.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="dots">Whether single steps are shown.</param>
    public static Figure? Fan(string id, SvgChart look, RunView run, FanData? data, int color = 0, bool dots = false)
    {
        if (data is null || (look.Rail is null && data.Values.All(value => value.Count == 0)))
            return null;
        FanPoint[] shown = dots ? data.Shown() : [];
        return new(
            id,
            look with
            {
                XRange = look.XRange ?? EpochRange(run),
                Labels = look.Lines.Count > 0 && look.Labels,
                Fans = [new(data.Key.Series, run.Epochs, data.Values, color), .. look.Fans],
                Dots = dots ? [new([.. shown.Select(point => point.X)], [.. shown.Select(point => point.Value)], color)] : [],
            },
            [new("epoch", run.Epochs), .. FigureColumn.Fan(data.Values, color, data.Largest(run.Epochs)), .. look.Lines.Select(FigureColumn.Line)])
        {
            Points = shown,
            AllPoints = data.Points,
        };
    }

    /// <summary>Areas on top of one another.</summary>
    public static Figure? Stack(string id, SvgChart look, double[] x, IEnumerable<(string Name, double[]? Values, int Color)> parts)
    {
        (string Name, double[] Values, int Color)[] there = [.. parts.Where(part => part.Values?.Any(double.IsFinite) == true).Select(part => (part.Name, part.Values!, part.Color))];
        if (there.Length == 0)
            return null;
        double[] below = new double[x.Length];
        List<ChartArea> areas = [];
        foreach ((string name, double[] values, int color) in there)
        {
            double[] low = below;
            double[] high = [.. values.Select((value, i) => low[i] + value)];
            areas.Add(new(name, x, low, high, color) { Solid = true });
            below = [.. high.Select((value, i) => double.IsFinite(value) ? value : low[i])];
        }
        return new(id, look with { Areas = areas, XRange = x.Length > 1 ? (x[0], x[^1]) : (x[0] - 0.5, x[0] + 0.5) }, [new("epoch", x), .. there.Select(part => new FigureColumn(part.Name, part.Values, part.Color, "line"))]);
    }

    /// <summary>Points: every series in rows below one another, with a column that names it.</summary>
    public static Figure? Points(string id, SvgChart look, IReadOnlyList<ChartPoints> series, string x, string y, IReadOnlyList<FigureColumn>? more = null)
    {
        ChartPoints[] there = [.. series.Where(points => points.X.Count > 0)];
        if (there.Length == 0)
            return null;
        return new(id, look with { Points = there, FractionalX = true }, [
            new(x, [.. there.SelectMany(points => points.X)]),
            new(y, [.. there.SelectMany(points => points.Y)]),
            FigureColumn.Words("series", [.. there.SelectMany(points => Enumerable.Repeat(points.Name, points.X.Count))]),
            .. more ?? [],
        ]);
    }

    /// <summary>A matrix as colours; a row of numbers for each row of it.</summary>
    public static Figure? Heat(string id, SvgHeatMap map, string rows)
    {
        int columns = map.Values.Select(row => row.Count).DefaultIfEmpty(0).Max();
        if (columns == 0 || !map.Values.Any(row => row.Any(double.IsFinite)))
            return null;
        return new(id, map, [
            map.RowNames.Count > 0 ? FigureColumn.Words(rows, map.RowNames) : new(rows, map.Rows),
            .. Enumerable.Range(0, columns).Select(column => new FigureColumn(
                NumberText.Exact(Math.Round(map.Start + column * map.Spacing, 6)) + (column < map.Words.Count ? $" {map.Words[column]}" : ""),
                [.. map.Values.Select(row => column < row.Count ? row[column] : double.NaN)])),
        ]);
    }

    /// <summary>Counts as bars; each stands on its own stretch of the axis.</summary>
    public static Figure? Histogram(string id, SvgChart look, IReadOnlyList<ChartBars> bars, string x, string y)
    {
        ChartBars[] there = [.. bars.Select(Whole).Where(one => one.Heights.Any(height => height > 0))];
        if (there.Length == 0)
            return null;
        ChartBars main = there[^1];
        return new(id, look with { Bars = there }, [
            new(x, [.. main.From.Zip(main.To, (from, to) => (from + to) / 2)]),
            new("from", main.From),
            new("to", main.To),
            new(y, main.Heights, main.Color, "bar"),
        ]);
    }

    /// <summary>The bars that have a beginning, an end and a height; a record from elsewhere may have more of one.</summary>
    static ChartBars Whole(ChartBars bars)
    {
        int[] kept = [.. Enumerable.Range(0, Math.Min(bars.Heights.Count, Math.Min(bars.From.Count, bars.To.Count)))
            .Where(i => double.IsFinite(bars.From[i]) && double.IsFinite(bars.To[i]) && double.IsFinite(bars.Heights[i]))];
        return kept.Length == bars.Heights.Count ? bars
            : bars with { From = [.. kept.Select(i => bars.From[i])], To = [.. kept.Select(i => bars.To[i])], Heights = [.. kept.Select(i => bars.Heights[i])] };
    }

    /// <summary>An axis with half an epoch of room on both sides, so that single steps have their place.</summary>
    public static (double Low, double High) EpochRange(RunView run) => run.Epochs.Length == 0 ? (0, 1) : (run.Epochs[0] - 0.5, run.Epochs[^1] + 0.5);

    /// <summary>Where there are more names than can be told apart, the colours begin anew with dashes.</summary>
    public static ChartLine Numbered(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, int number) => new(name, x, y, number % 8) { Dashed = number >= 8 };

    static double[] Aligned(ChartLine line, double[] places)
    {
        Dictionary<double, double> at = [];
        for (int i = 0; i < line.X.Count; i++)
            at[line.X[i]] = line.Y[i];
        return [.. places.Select(place => at.TryGetValue(place, out double value) ? value : double.NaN)];
    }
}
