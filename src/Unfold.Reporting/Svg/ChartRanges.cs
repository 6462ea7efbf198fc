namespace Unfold.Reporting;

/// <summary>The ends of a chart's axes, from its values where they are not given.</summary>
static class ChartRanges
{
    public static (double Low, double High) X(SvgChart chart)
    {
        if (chart.XRange is { } given)
            return given.High > given.Low ? given : (given.Low - 0.5, given.Low + 0.5);
        double[] all =
        [
            .. new[]
            {
                chart.Lines.SelectMany(line => line.X), chart.Fans.SelectMany(fan => fan.X), chart.Areas.SelectMany(area => area.X),
                chart.Bars.SelectMany(bars => bars.From.Concat(bars.To)), chart.Points.SelectMany(points => points.X), chart.Guides.SelectMany(guide => guide.X),
            }.SelectMany(values => values).Where(value => double.IsFinite(value) && (!chart.LogX || value > 0)),
        ];
        if (all.Length == 0)
            return chart.LogX ? (1, 10) : (0, 1);
        (double low, double high) = (all.Min(), all.Max());
        if (chart.LogX)
            return high > low ? (low, high) : (low / 2, low * 2);
        if (chart.Points.Count > 0)
            return AxisScale.Around(all);
        return high > low ? (low, high) : (low - 0.5, high + 0.5);
    }

    public static (double Low, double High) Y(SvgChart chart)
    {
        (double low, double high) = chart.YRange ?? FromValues(chart);
        if (chart.LogY)
            low = Math.Max(low, double.Epsilon * 1e20);
        return (low, high > low ? high : low + 1);
    }

    static (double Low, double High) FromValues(SvgChart chart)
    {
        IEnumerable<double> values = new[]
        {
            chart.Lines.SelectMany(line => line.Y), chart.Fans.SelectMany(fan => fan.Values.SelectMany(value => new[] { value.Min, value.Max })),
            chart.Areas.SelectMany(area => area.Low.Concat(area.High)), chart.Bars.SelectMany(bars => bars.Heights), chart.Points.SelectMany(points => points.Y),
            chart.Guides.SelectMany(guide => guide.Y), chart.References.Select(reference => reference.Value),
        }.SelectMany(all => all);
        if (!chart.LogY)
        {
            (double low, double high) = AxisScale.Around(values);
            return chart.Bars.Count > 0 ? (Math.Min(0, values.Where(double.IsFinite).DefaultIfEmpty(0).Min()), high) : (low, high);
        }
        double[] positive = [.. values.Where(value => value > 0 && double.IsFinite(value))];
        return positive.Length == 0 ? (0.1, 10) : (positive.Min() / 1.3, positive.Max() * 1.3);
    }
}
