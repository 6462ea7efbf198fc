using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Puts a chart on paper: axes, then what lies behind, then the data, then the labels.</summary>
sealed class ChartDrawing
{
    const double LineHeight = 13;

    readonly SvgChart _chart;
    readonly AxisScale _x;
    readonly AxisScale _y;
    readonly double _left = 46;
    readonly double _right;
    readonly double _top;
    readonly double _bottom;
    readonly List<(double Y, string Text, string Class)> _labels = [];

    public ChartDrawing(SvgChart chart)
    {
        _chart = chart;
        double bold = chart.Labels ? chart.Lines.Select(line => line.Name.Length).DefaultIfEmpty(0).Max() * 7.1 : 0;
        double plain = chart.References.Select(reference => reference.Label).Concat(chart.Bands.Select(band => band.Label)).Select(label => label.Length).DefaultIfEmpty(0).Max() * 6.2;
        _right = chart.Width - Math.Max(12, Math.Min(Math.Max(bold, plain) + 12, chart.Width * 0.45));
        _top = chart.Title.Length > 0 ? 30 : 10;
        _bottom = chart.Height - 34;
        (double low, double high) = chart.XRange ?? XRange(chart);
        _x = new(low, high, Log: false, _left + 4, _right);
        (low, high) = chart.YRange ?? YRange(chart);
        if (chart.LogY)
            low = Math.Max(low, double.Epsilon * 1e20);
        _y = new(low, high > low ? high : low + 1, chart.LogY, _bottom, _top);
    }

    /// <summary>What a script needs to find values under the pointer.</summary>
    public string Attributes() =>
        $" data-x=\"{NumberText.Exact(_x.Low)},{NumberText.Exact(_x.High)},{NumberText.Place(_x.From)},{NumberText.Place(_x.To)}\""
        + $" data-y=\"{NumberText.Exact(_y.Low)},{NumberText.Exact(_y.High)},{NumberText.Place(_top)},{NumberText.Place(_bottom)}\" data-log=\"{(_chart.LogY ? 1 : 0)}\"";

    public void Draw(StringBuilder svg)
    {
        DrawFrame(svg);
        foreach (ChartBand band in _chart.Bands)
        {
            (double top, double bottom) = (_y.Map(band.High), _y.Map(band.Low));
            svg.Append($"<rect class=\"band\" x=\"{P(_left)}\" y=\"{P(top)}\" width=\"{P(_right - _left)}\" height=\"{P(Math.Max(1, bottom - top))}\"/>\n");
            _labels.Add(((top + bottom) / 2, band.Label, ""));
        }
        foreach (ChartMark mark in _chart.Marks)
        {
            double x = _x.Map(mark.X);
            svg.Append($"<line class=\"mark\" x1=\"{P(x)}\" x2=\"{P(x)}\" y1=\"{P(_top)}\" y2=\"{P(_bottom)}\"/>\n");
            bool leftward = x > (_left + _right) / 2;
            svg.Append($"<text x=\"{P(x + (leftward ? -4 : 4))}\" y=\"{P(_bottom - 5)}\"{(leftward ? " text-anchor=\"end\"" : "")}>{Escape.Text(mark.Label)}</text>\n");
        }
        foreach (ChartReference reference in _chart.References)
        {
            double y = _y.Map(reference.Value);
            svg.Append($"<line class=\"ref\" x1=\"{P(_left)}\" x2=\"{P(_right)}\" y1=\"{P(y)}\" y2=\"{P(y)}\"/>\n");
            _labels.Add((y, reference.Label, "reft"));
        }
        foreach (ChartDots dots in _chart.Dots)
            DrawDots(svg, dots);
        foreach (ChartFan fan in _chart.Fans)
            DrawFan(svg, fan);
        foreach (ChartLine line in _chart.Lines)
            DrawLine(svg, line);
        DrawLabels(svg);
    }

    static (double Low, double High) XRange(SvgChart chart)
    {
        double[] all = [.. chart.Lines.SelectMany(line => line.X), .. chart.Fans.SelectMany(fan => fan.X)];
        if (all.Length == 0)
            return (0, 1);
        (double low, double high) = (all.Min(), all.Max());
        return high > low ? (low, high) : (low - 0.5, high + 0.5);
    }

    static (double Low, double High) YRange(SvgChart chart)
    {
        IEnumerable<double> values = chart.Lines.SelectMany(line => line.Y)
            .Concat(chart.Fans.SelectMany(fan => fan.Values.SelectMany(value => new[] { value.Min, value.Max })))
            .Concat(chart.References.Select(reference => reference.Value));
        if (!chart.LogY)
            return AxisScale.Around(values);
        double[] positive = [.. values.Where(value => value > 0 && double.IsFinite(value))];
        return positive.Length == 0 ? (0.1, 10) : (positive.Min() / 1.3, positive.Max() * 1.3);
    }

    void DrawFrame(StringBuilder svg)
    {
        if (_chart.Title.Length > 0)
        {
            string quiet = _chart.Subtitle.Length == 0 ? "" : $"<tspan dx=\"8\" style=\"font-weight:400;font-size:11px;fill:var(--quiet)\">{Escape.Text(_chart.Subtitle)}</tspan>";
            svg.Append($"<text class=\"title\" x=\"6\" y=\"16\">{Escape.Text(_chart.Title)}{quiet}</text>\n");
        }
        foreach (double tick in _y.Ticks(Math.Max(3, (int)((_bottom - _top) / (_chart.LogY ? 25 : 38)))))
        {
            double y = _y.Map(tick);
            svg.Append($"<line class=\"hair\" x1=\"{P(_left)}\" x2=\"{P(_right)}\" y1=\"{P(y)}\" y2=\"{P(y)}\"/>");
            svg.Append($"<text x=\"{P(_left - 6)}\" y=\"{P(y + 4)}\" text-anchor=\"end\">{AxisScale.Text(tick, _chart.LogY)}</text>\n");
        }
        svg.Append($"<line class=\"axis\" x1=\"{P(_left)}\" x2=\"{P(_right)}\" y1=\"{P(_bottom)}\" y2=\"{P(_bottom)}\"/>\n");
        foreach (double tick in _x.Ticks(Math.Clamp((int)((_right - _left) / 42), 3, 8), whole: true))
        {
            double x = _x.Map(tick);
            svg.Append($"<line class=\"axis\" x1=\"{P(x)}\" x2=\"{P(x)}\" y1=\"{P(_bottom)}\" y2=\"{P(_bottom + 4)}\"/>");
            svg.Append($"<text x=\"{P(x)}\" y=\"{P(_bottom + 16)}\" text-anchor=\"middle\">{NumberText.Short(tick)}</text>\n");
        }
        svg.Append($"<text x=\"{P(_right)}\" y=\"{P(_bottom + 29)}\" text-anchor=\"end\">{Escape.Text(_chart.XLabel)}</text>\n");
    }

    void DrawLine(StringBuilder svg, ChartLine line)
    {
        StringBuilder path = new();
        int last = -1;
        bool pen = false;
        for (int i = 0; i < line.X.Count; i++)
        {
            if (!double.IsFinite(line.Y[i]))
            {
                pen = false;
                continue;
            }
            path.Append(pen ? 'L' : 'M').Append(P(_x.Map(line.X[i]))).Append(' ').Append(P(_y.Map(line.Y[i])));
            (pen, last) = (true, i);
        }
        if (last < 0)
            return;
        svg.Append($"<path class=\"line s{line.Color}{(line.Dashed ? " dash" : "")}\" d=\"{path}\"/>\n");
        svg.Append($"<circle class=\"f{line.Color}\" cx=\"{P(_x.Map(line.X[last]))}\" cy=\"{P(_y.Map(line.Y[last]))}\" r=\"2.6\"/>\n");
        if (_chart.Labels)
            _labels.Add((_y.Map(line.Y[last]), line.Name, $"label f{line.Color}"));
    }

    void DrawFan(StringBuilder svg, ChartFan fan)
    {
        int[] there = [.. Enumerable.Range(0, fan.X.Count).Where(i => fan.Values[i].Count > 0)];
        if (there.Length == 0)
            return;
        double[] x = [.. there.Select(i => fan.X[i])];
        Distribution[] values = [.. there.Select(i => fan.Values[i])];
        Area(d => d.P5, d => d.P95, "wide");
        Area(d => d.P25, d => d.P75, "mid");
        Outline(d => d.Max);
        Outline(d => d.Min);
        DrawMedian(svg, fan, x, values);
        DrawSpikes(svg, fan, x, values);

        void Area(Func<Distribution, double> low, Func<Distribution, double> high, string kind)
        {
            if (x.Length == 1)
            {
                (double top, double bottom) = (_y.Map(high(values[0])), _y.Map(low(values[0])));
                svg.Append($"<rect class=\"{kind} f{fan.Color}\" x=\"{P(_x.Map(x[0]) - 5)}\" y=\"{P(top)}\" width=\"10\" height=\"{P(Math.Max(0.5, bottom - top))}\"/>\n");
                return;
            }
            string up = string.Join('L', Enumerable.Range(0, x.Length).Select(i => $"{P(_x.Map(x[i]))} {P(_y.Map(high(values[i])))}"));
            string down = string.Join('L', Enumerable.Range(0, x.Length).Reverse().Select(i => $"{P(_x.Map(x[i]))} {P(_y.Map(low(values[i])))}"));
            svg.Append($"<path class=\"{kind} f{fan.Color}\" d=\"M{up}L{down}Z\"/>\n");
        }

        void Outline(Func<Distribution, double> value) =>
            svg.Append($"<path class=\"outer s{fan.Color}\" d=\"M{string.Join('L', Enumerable.Range(0, x.Length).Select(i => $"{P(_x.Map(x[i]))} {P(_y.Map(value(values[i])))}"))}\"/>\n");
    }

    void DrawMedian(StringBuilder svg, ChartFan fan, double[] x, Distribution[] values)
    {
        string points = string.Join('L', Enumerable.Range(0, x.Length).Select(i => $"{P(_x.Map(x[i]))} {P(_y.Map(values[i].P50))}"));
        svg.Append($"<path class=\"line s{fan.Color}\" d=\"M{points}\"/>\n");
        if (x.Length == 1)
            svg.Append($"<circle class=\"f{fan.Color}\" cx=\"{P(_x.Map(x[0]))}\" cy=\"{P(_y.Map(values[0].P50))}\" r=\"2.6\"/>\n");
    }

    /// <summary>Extremes beyond the axis: an arrow at the edge, the three largest with their value.</summary>
    void DrawSpikes(StringBuilder svg, ChartFan fan, double[] x, Distribution[] values)
    {
        int[] beyond = [.. Enumerable.Range(0, x.Length).Where(i => values[i].Max > _y.High).OrderByDescending(i => values[i].Max)];
        for (int rank = 0; rank < beyond.Length; rank++)
        {
            double at = _x.Map(x[beyond[rank]]);
            svg.Append($"<path class=\"f{fan.Color}\" d=\"M{P(at - 4)} {P(_top + 6)}L{P(at)} {P(_top - 1)}L{P(at + 4)} {P(_top + 6)}Z\"/>\n");
            if (rank < 3 && beyond[..rank].All(other => Math.Abs(_x.Map(x[other]) - at) > 34))
                svg.Append($"<text class=\"label f{fan.Color}\" x=\"{P(at + 6)}\" y=\"{P(_top + 7)}\">{NumberText.Short(values[beyond[rank]].Max, 3)}</text>\n");
        }
    }

    void DrawDots(StringBuilder svg, ChartDots dots)
    {
        StringBuilder path = new();
        for (int i = 0; i < dots.X.Count; i++)
        {
            if (double.IsFinite(dots.Y[i]) && dots.Y[i] >= _y.Low && dots.Y[i] <= _y.High)
                path.Append($"M{P(_x.Map(dots.X[i]))} {P(_y.Map(dots.Y[i]))}h0");
        }
        if (path.Length > 0)
            svg.Append($"<path class=\"dot s{dots.Color}\" d=\"{path}\"/>\n");
    }

    /// <summary>Labels at the right end, moved apart so that none covers another.</summary>
    void DrawLabels(StringBuilder svg)
    {
        (double Y, string Text, string Class)[] labels = [.. _labels.OrderBy(label => label.Y)];
        double[] y = [.. labels.Select(label => label.Y)];
        for (int i = 1; i < y.Length; i++)
            y[i] = Math.Max(y[i], y[i - 1] + LineHeight);
        double limit = _bottom;
        for (int i = y.Length - 1; i >= 0; i--)
        {
            y[i] = Math.Min(y[i], limit);
            limit = y[i] - LineHeight;
        }
        for (int i = 0; i < y.Length; i++)
            svg.Append($"<text class=\"{labels[i].Class}\" x=\"{P(_right + 7)}\" y=\"{P(y[i] + 4)}\">{Escape.Text(labels[i].Text)}</text>\n");
    }

    static string P(double value) => NumberText.Place(value);
}
