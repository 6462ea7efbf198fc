using System.Text;

namespace Unfold.Reporting;

/// <summary>Puts a heat map on paper.</summary>
sealed class HeatDrawing
{
    const double LetterWidth = 6.2;

    readonly SvgHeatMap _map;
    readonly string[] _words;
    readonly AxisScale _x;
    readonly double _left;
    readonly double _right;
    readonly double _top;
    readonly double _bottom;
    readonly double _low;
    readonly double _high;

    public HeatDrawing(SvgHeatMap map)
    {
        _map = map;
        _words = [.. map.Words];
        (_left, _right) = (map.LeftMargin, map.Width - map.RightMargin);
        double below = _words.Length > 0 ? ChartText.RoomForWords(_words) : map.XLabel.Length > 0 ? 34 : 20;
        (_top, _bottom) = (map.Title.Length > 0 ? 30 : 10, map.Height - below);
        double half = Math.Abs(map.Spacing) / 2;
        (double low, double high) = map.XRange ?? (map.Start - half, map.Start + (Columns - 1) * map.Spacing + half);
        _x = map.ReverseX ? new(low, high, Log: false, _right, _left + 4) : new(low, high, Log: false, _left + 4, _right);
        double[] finite = [.. map.Values.SelectMany(row => row).Where(double.IsFinite)];
        (_low, _high) = map.Range ?? (finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max()));
        if (map.Signed)
        {
            _high = Math.Max(Math.Abs(_low), Math.Abs(_high));
            _low = -_high;
        }
    }

    int Columns => _map.Values.Select(row => row.Count).DefaultIfEmpty(0).Max();

    double RowHeight => (_bottom - _top) / Math.Max(1, _map.Rows.Count);

    public string Attributes() =>
        $" data-x=\"{NumberText.Exact(_x.Low)},{NumberText.Exact(_x.High)},{NumberText.Place(_x.From)},{NumberText.Place(_x.To)}\""
        + $" data-y=\"0,{_map.Rows.Count},{NumberText.Place(_top)},{NumberText.Place(_bottom)}\" data-columns=\"{NumberText.Exact(_map.Start)},{NumberText.Exact(_map.Spacing)}\"";

    public void Draw(StringBuilder svg)
    {
        ChartText.Title(svg, _map.Title, _map.Subtitle);
        if (_map.Hatched is { } hatched)
        {
            (double a, double b) = (_x.Map(hatched.Low), _x.Map(hatched.High));
            DrawCells(svg);
            svg.Append(Hatching.OverColors(Math.Min(a, b), _top, Math.Abs(b - a), _bottom - _top));
        }
        else
        {
            DrawCells(svg);
        }
        if (_map.Contours)
            DrawContours(svg);
        DrawCellTexts(svg);
        DrawRows(svg);
        if (_words.Length > 0)
            ChartText.Words(svg, [.. _words.Take(Columns)], column => (Edge(column) + Edge(column + 1)) / 2, _left, _right, _bottom);
        else
            ChartText.XAxis(svg, _x, _left, _right, _bottom, _map.XLabel, whole: Math.Abs(_map.Spacing) >= 1);
        DrawScale(svg);
    }

    void DrawCells(StringBuilder svg)
    {
        if (_map.Signed)
            svg.Append($"<rect class=\"frame\" x=\"{P(_left + 4)}\" y=\"{P(_top)}\" width=\"{P(_right - _left - 4)}\" height=\"{P(_bottom - _top)}\"/>\n");
        StringBuilder[] paths = [.. Enumerable.Range(0, ColorMap.Count).Select(_ => new StringBuilder())];
        for (int row = 0; row < _map.Values.Count; row++)
        {
            IReadOnlyList<double> values = _map.Values[row];
            for (int from = 0; from < values.Count; from++)
            {
                if (!double.IsFinite(values[from]))
                    continue;
                int color = Index(values[from]);
                int to = from;
                while (to + 1 < values.Count && double.IsFinite(values[to + 1]) && Index(values[to + 1]) == color)
                    to++;
                if (color < 0)
                {
                    from = to;
                    continue;
                }
                (double a, double b) = (Edge(from), Edge(to + 1));
                (double left, double right) = (Math.Min(a, b), Math.Max(a, b));
                double y = _top + row * RowHeight;
                paths[color].Append($"M{P(left)} {P(y)}H{P(right)}V{P(y + RowHeight)}H{P(left)}Z");
                from = to;
            }
        }
        for (int color = 0; color < paths.Length; color++)
        {
            if (paths[color].Length > 0)
                svg.Append($"<path class=\"cell {ColorMap.Class(color, _map.Signed)}\" d=\"{paths[color]}\"/>\n");
        }
    }

    int Index(double value) => _map.Signed ? ColorMap.SignedIndex(value, _high) : ColorMap.Index(value, _low, _high);

    /// <summary>Words that have room in their cells.</summary>
    void DrawCellTexts(StringBuilder svg)
    {
        double width = Math.Abs(Edge(1) - Edge(0));
        for (int row = 0; RowHeight >= 12 && row < Math.Min(_map.CellTexts.Count, _map.Values.Count); row++)
        {
            for (int column = 0; column < Math.Min(_map.CellTexts[row].Count, _map.Values[row].Count); column++)
            {
                string text = _map.CellTexts[row][column];
                if (text.Length == 0 || text.Length * LetterWidth > width)
                    continue;
                svg.Append($"<text x=\"{P((Edge(column) + Edge(column + 1)) / 2)}\" y=\"{P(_top + ((row + 0.5) * RowHeight) + 4)}\" text-anchor=\"middle\" style=\"fill:{Letters(At(row, column))};stroke:none\">{Escape.Text(text)}</text>\n");
            }
        }
    }

    /// <summary>The lower half of the plain colours is dark; signed ones are a tint of the paper.</summary>
    string Letters(double value) => !double.IsFinite(value) ? "var(--quiet)" : _map.Signed ? "var(--ink)" : Index(value) < ColorMap.Count / 2 ? "#fff" : "#000";

    /// <summary>Along the edges of cells, wherever neighbours lie on two sides of a whole number.</summary>
    void DrawContours(StringBuilder svg)
    {
        StringBuilder path = new();
        for (int row = 0; row < _map.Values.Count; row++)
        {
            double y = _top + row * RowHeight;
            for (int column = 0; column < _map.Values[row].Count; column++)
            {
                if (column > 0 && Parts(At(row, column - 1), At(row, column)))
                    path.Append($"M{P(Edge(column))} {P(y)}v{P(RowHeight)}");
                if (row > 0 && Parts(At(row - 1, column), At(row, column)))
                    path.Append($"M{P(Edge(column))} {P(y)}H{P(Edge(column + 1))}");
            }
        }
        if (path.Length > 0)
            svg.Append($"<path class=\"contour\" d=\"{path}\"/>\n");
    }

    static bool Parts(double a, double b) => double.IsFinite(a) && double.IsFinite(b) && Math.Floor(a + 1e-9) != Math.Floor(b + 1e-9);

    double At(int row, int column) => column < _map.Values[row].Count ? _map.Values[row][column] : double.NaN;

    double Edge(int column) => _x.Map(_map.Start + (column - 0.5) * _map.Spacing);

    string RowName(int row, bool whole) => row < _map.RowNames.Count ? Escape.Text(_map.RowNames[row]) : NumberText.Short(_map.Rows[row], whole ? 6 : 2);

    void DrawRows(StringBuilder svg)
    {
        int every = Math.Max(1, (int)Math.Ceiling(_map.Rows.Count / Math.Max(1, (_bottom - _top) / 16)));
        for (int step = 2; every > 1 && step <= 1000; step = step switch { 2 => 5, 5 => 10, _ => step * 2 })
        {
            if (step >= every)
            {
                every = step;
                break;
            }
        }
        bool whole = _map.Rows.All(row => row == Math.Floor(row));
        for (int row = 0; row < _map.Rows.Count; row += every)
            svg.Append($"<text x=\"{P(_left - 6)}\" y=\"{P(_top + (row + 0.5) * RowHeight + 4)}\" text-anchor=\"end\">{RowName(row, whole)}</text>\n");
        if (_map.YLabel.Length > 0)
            svg.Append($"<text x=\"{P(_left - 6)}\" y=\"{P(_bottom + 16)}\" text-anchor=\"end\">{Escape.Text(_map.YLabel)}</text>\n");
    }

    void DrawScale(StringBuilder svg)
    {
        (double x, double step) = (_right + 14, (_bottom - _top) / ColorMap.Count);
        for (int color = 0; color < ColorMap.Count; color++)
        {
            (double y, double height) = (_bottom - (color + 1) * step, step + 0.3);
            if (_map.Signed) // these let the paper through: no part twice, none not at all
                (y, height) = (Math.Round(y), Math.Round(_bottom - color * step) - Math.Round(y));
            svg.Append($"<rect class=\"cell {ColorMap.Class(color, _map.Signed)}\" x=\"{P(x)}\" y=\"{P(y)}\" width=\"9\" height=\"{P(height)}\"/>");
        }
        svg.Append('\n');
        AxisScale scale = new(_low, _high > _low ? _high : _low + 1, Log: false, _bottom, _top);
        foreach (double tick in scale.Ticks(Math.Max(2, (int)((_bottom - _top) / 24)), whole: _map.Logarithms))
        {
            string text = _map.Logarithms ? NumberText.Power((int)Math.Round(tick)) : NumberText.Short(tick, 3);
            svg.Append($"<text x=\"{P(x + 13)}\" y=\"{P(scale.Map(tick) + 4)}\">{text}</text>\n");
        }
    }

    static string P(double value) => NumberText.Place(value);
}
