using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Puts a chart on paper: axes, then what lies behind, then the data, then the labels.</summary>
sealed class ChartDrawing
{
    const double RailHeight = 12, RailRoom = RailHeight + 6;

    readonly SvgChart _chart;
    readonly AxisScale _x;
    readonly AxisScale _y;
    readonly double _left;
    readonly double _right;
    readonly double _top;
    readonly double _bottom;
    readonly ChartShapes _shapes;
    readonly (string Name, int Color)[] _legend;
    readonly double _legendLine = 16;
    readonly List<(double Y, string Text, string Class)> _labels = [];

    public ChartDrawing(SvgChart chart)
    {
        _chart = chart;
        double bold = chart.Labels && !chart.ReverseX ? chart.Lines.Select(line => line.Name.Length).Concat(chart.Areas.Select(area => area.Name.Length)).DefaultIfEmpty(0).Max() * 7.3 : 0;
        double plain = chart.References.Select(reference => reference.Label).Concat(chart.Bands.Select(band => band.Label)).Select(label => label.Length).DefaultIfEmpty(0).Max() * 6.2;
        _left = chart.LeftMargin ?? 46;
        _right = chart.Width - (chart.RightMargin ?? Math.Max(12, Math.Min(Math.Max(bold, plain) + 12, chart.Width * 0.45)));
        _top = (chart.Title.Length > 0 ? 30 : 10) + (chart.YLabel.Length > 0 ? 8 : 0);
        _legend = [.. (chart.ReverseX && chart.Labels ? chart.Lines : []).Select(line => (line.Name, line.Color)).Concat(chart.Points.Select(points => (points.Name, points.Color))).Concat(chart.Bars.Select(bars => (bars.Name, bars.Color))).Where(entry => entry.Name.Length > 0)];
        if (_legend.Length > 1 && chart.Title.Length * 7.6 + chart.Subtitle.Length * 5.8 + ChartText.LegendWidth(_legend) > _right) // no room beside the title
            (_top, _legendLine) = (_top + (16 * ChartText.LegendRows(_legend, _right).Count), 32);
        if (chart.Rail is not null)
            _top += RailRoom;
        _bottom = chart.Height - (chart.Words.Count > 0 ? ChartText.RoomForWords(chart.Words) : chart.XLabel.Length > 0 ? 34 : 20);
        (double low, double high) = ChartRanges.X(chart);
        _x = chart.ReverseX ? new(low, high, chart.LogX, _right, _left + 4) : new(low, high, chart.LogX, _left + 4, _right);
        (low, high) = ChartRanges.Y(chart);
        _y = new(low, high, chart.LogY, _bottom, _top);
        _shapes = new(_x, _y, _top, _bottom);
    }

    /// <summary>What a script needs to find values under the pointer.</summary>
    public string Attributes() =>
        $" data-x=\"{NumberText.Exact(_x.Low)},{NumberText.Exact(_x.High)},{NumberText.Place(_x.From)},{NumberText.Place(_x.To)}\""
        + $" data-y=\"{NumberText.Exact(_y.Low)},{NumberText.Exact(_y.High)},{NumberText.Place(_top)},{NumberText.Place(_bottom)}\" data-log=\"{(_chart.LogY ? 1 : 0)}\"{(_chart.LogX ? " data-logx=\"1\"" : "")}";

    public void Draw(StringBuilder svg)
    {
        DrawFrame(svg);
        foreach (ChartBand band in _chart.Bands)
        {
            (double top, double bottom) = (_y.Map(band.High), _y.Map(band.Low));
            svg.Append($"<rect class=\"band{(band.Color is { } color ? $" f{color}" : "")}\" x=\"{P(_left)}\" y=\"{P(top)}\" width=\"{P(_right - _left)}\" height=\"{P(Math.Max(1, bottom - top))}\"/>\n");
            if (band.Label.Length > 0)
                _labels.Add(((top + bottom) / 2, band.Label, ""));
        }
        if (_chart.Hatched is { } hatched)
        {
            (double a, double b) = (_x.Map(hatched.Low), _x.Map(hatched.High));
            svg.Append(Hatching.Rectangle(Math.Min(a, b), _top, Math.Abs(b - a), _bottom - _top));
        }
        if (_chart.Rail is { } rail)
            _shapes.Rail(svg, rail, _top - RailRoom, RailHeight, _left, _right);
        foreach (ChartBars bars in _chart.Bars)
            _shapes.Bars(svg, bars);
        foreach (ChartArea area in _chart.Areas)
            DrawArea(svg, area);
        foreach (ChartGuide guide in _chart.Guides)
            _shapes.Guide(svg, guide);
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
        foreach (ChartPoints points in _chart.Points)
            _shapes.Points(svg, points);
        foreach (ChartFlag flag in _chart.Flags)
            _shapes.Flag(svg, flag);
        if (_legend.Length > 1)
            ChartText.Legend(svg, _legend, _right, _legendLine);
        ChartText.Labels(svg, _labels, _right + 7, _bottom);
    }

    void DrawArea(StringBuilder svg, ChartArea area)
    {
        _shapes.Area(svg, area);
        int last = Enumerable.Range(0, area.X.Count).LastOrDefault(i => double.IsFinite(area.High[i]) && double.IsFinite(area.Low[i]), -1);
        if (_chart.Labels && area.Name.Length > 0 && last >= 0)
            _labels.Add(((_y.Map(area.High[last]) + _y.Map(area.Low[last])) / 2, area.Name, $"label f{area.Color}"));
    }

    void DrawFrame(StringBuilder svg)
    {
        ChartText.Title(svg, _chart.Title, _chart.Subtitle);
        if (_chart.YLabel.Length > 0)
            svg.Append($"<text x=\"6\" y=\"{P(_top - 7 - (_chart.Rail is null ? 0 : RailRoom))}\">{Escape.Text(_chart.YLabel)}</text>\n");
        IReadOnlyList<double> ticks = _y.Ticks(Math.Max(_bottom - _top < 70 ? 2 : 3, (int)((_bottom - _top) / (_chart.LogY ? 25 : 38))));
        int digits = AxisScale.DigitsFor(ticks, _chart.LogY);
        foreach (double tick in ticks)
        {
            double y = _y.Map(tick);
            svg.Append($"<line class=\"hair\" x1=\"{P(_left)}\" x2=\"{P(_right)}\" y1=\"{P(y)}\" y2=\"{P(y)}\"/>");
            svg.Append($"<text x=\"{P(_left - 6)}\" y=\"{P(y + 4)}\" text-anchor=\"end\">{AxisScale.Text(tick, _chart.LogY, digits)}</text>\n");
        }
        if (_chart.Words.Count > 0)
            ChartText.Words(svg, _chart.Words, i => _x.Map(i + 1), _left, _right, _bottom);
        else
            ChartText.XAxis(svg, _x, _left, _right, _bottom, _chart.XLabel, whole: !_chart.FractionalX);
    }

    /// <summary>A line is broken where a value is missing; then its points are marked, so that single ones are seen.</summary>
    void DrawLine(StringBuilder svg, ChartLine line)
    {
        StringBuilder path = new();
        int last = -1;
        bool gaps = false;
        List<(double X, double Y)> points = [];
        for (int i = 0; i < line.X.Count; i++)
        {
            if (!double.IsFinite(line.Y[i]) || (_chart.LogY && line.Y[i] <= 0))
                continue;
            bool pen = last >= 0 && last == i - 1;
            gaps |= last >= 0 && !pen;
            points.Add((_x.Map(line.X[i]), _y.Map(line.Y[i])));
            path.Append(pen ? 'L' : 'M').Append(P(points[^1].X)).Append(' ').Append(P(points[^1].Y));
            last = i;
        }
        if (last < 0)
            return;
        svg.Append($"<path class=\"line s{line.Color}{(line.Dashed ? " dash" : "")}\" d=\"{path}\"/>\n");
        foreach ((double x, double y) in gaps ? points : points[^1..])
            svg.Append($"<circle class=\"f{line.Color}\" cx=\"{P(x)}\" cy=\"{P(y)}\" r=\"{P(line.Radius)}\"/>\n");
        if (!_chart.Labels || _chart.ReverseX)
            return;
        if (line.LabelAtEnd && _right - points[^1].X > line.Name.Length * 7.3 + 20)
            svg.Append($"<text class=\"label f{line.Color}\" x=\"{P(points[^1].X + 7)}\" y=\"{P(points[^1].Y + (points[^1].Y < _top + 12 ? 10 : -2))}\">{Escape.Text(line.Name)}</text>\n");
        else
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

    /// <summary>Extremes beyond the axis: an arrow at the edge, the three largest with their value where it covers no other arrow or value, the largest else below the arrows.</summary>
    void DrawSpikes(StringBuilder svg, ChartFan fan, double[] x, Distribution[] values)
    {
        int[] beyond = [.. Enumerable.Range(0, x.Length).Where(i => values[i].Max > _y.High).OrderByDescending(i => values[i].Max)];
        double[] places = [.. beyond.Select(i => _x.Map(x[i]))];
        List<(double From, double To)> taken = [.. places.Select(at => (at - 4, at + 4))];
        for (int rank = 0; rank < beyond.Length; rank++)
        {
            double at = places[rank];
            svg.Append($"<path class=\"f{fan.Color}\" d=\"M{P(at - 4)} {P(_top + 6)}L{P(at)} {P(_top - 1)}L{P(at + 4)} {P(_top + 6)}Z\"/>\n");
            if (rank >= 3)
                continue;
            string text = NumberText.Short(values[beyond[rank]].Max, 3);
            double width = text.Length * 7;
            (double From, double To) right = (at + 6, at + 6 + width), left = (at - 6 - width, at - 6);
            bool leftward = right.To > _right + 10 || !Free(right);
            (double From, double To) place = leftward ? left : right;
            bool free = Free(place);
            if (!free && rank > 0)
                continue;
            if (free)
                taken.Add(place);
            else
                leftward = right.To > _right + 10;
            svg.Append($"<text class=\"label f{fan.Color}\" x=\"{P(leftward ? at - 6 : at + 6)}\" y=\"{P(_top + (free ? 7 : 19))}\"{(leftward ? " text-anchor=\"end\"" : "")}>{text}</text>\n");
        }

        bool Free((double From, double To) place) => place.From > _left && taken.TrueForAll(other => place.To < other.From || place.From > other.To);
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

    static string P(double value) => NumberText.Place(value);
}
