using System.Text;

namespace Unfold.Reporting;

/// <summary>What all charts have around their data: the title, the axis below, labels at the right.</summary>
static class ChartText
{
    const double LineHeight = 13;
    const int LongestWord = 14;

    public static void Title(StringBuilder svg, string title, string subtitle)
    {
        if (title.Length == 0)
            return;
        string quiet = subtitle.Length == 0 ? "" : $"<tspan dx=\"8\" style=\"font-weight:400;font-size:11px;fill:var(--quiet)\">{Escape.Text(subtitle)}</tspan>";
        svg.Append($"<text class=\"title\" x=\"6\" y=\"16\">{Escape.Text(title)}{quiet}</text>\n");
    }

    public static void XAxis(StringBuilder svg, AxisScale x, double left, double right, double bottom, string label, bool whole)
    {
        svg.Append($"<line class=\"axis\" x1=\"{P(left)}\" x2=\"{P(right)}\" y1=\"{P(bottom)}\" y2=\"{P(bottom)}\"/>\n");
        double last = double.NegativeInfinity;
        foreach (double tick in x.Ticks(Math.Clamp((int)((right - left) / 42), 3, 8), whole).OrderBy(x.Map))
        {
            double at = x.Map(tick);
            if (at - last < 22) // 1, 2, 5 of a logarithmic axis crowd
                continue;
            last = at;
            svg.Append($"<line class=\"axis\" x1=\"{P(at)}\" x2=\"{P(at)}\" y1=\"{P(bottom)}\" y2=\"{P(bottom + 4)}\"/>");
            svg.Append($"<text x=\"{P(at)}\" y=\"{P(bottom + 16)}\" text-anchor=\"middle\">{AxisScale.Text(tick, x.Log)}</text>\n");
        }
        svg.Append($"<text x=\"{P(right)}\" y=\"{P(bottom + 29)}\" text-anchor=\"end\">{Escape.Text(label)}</text>\n");
    }

    /// <summary>What slanted words need below the axis.</summary>
    public static double RoomForWords(IReadOnlyList<string> words) => 16 + 4.6 * words.Max(word => Math.Min(LongestWord, word.Length));

    /// <summary>The axis with slanted words, each ending under its place.</summary>
    public static void Words(StringBuilder svg, IReadOnlyList<string> words, Func<int, double> place, double left, double right, double bottom)
    {
        svg.Append($"<line class=\"axis\" x1=\"{P(left)}\" x2=\"{P(right)}\" y1=\"{P(bottom)}\" y2=\"{P(bottom)}\"/>\n");
        double last = double.NegativeInfinity;
        for (int i = 0; i < words.Count; i++)
        {
            double at = place(i);
            if (words[i].Length == 0 || at - last < 11)
                continue;
            last = at;
            svg.Append($"<text transform=\"translate({P(at + 4)} {P(bottom + 11)}) rotate(-45)\" text-anchor=\"end\">{Escape.Text(Escape.Middle(words[i], LongestWord))}</text>\n");
        }
    }

    /// <summary>Labels at the right end, moved apart so that none covers another.</summary>
    public static void Labels(StringBuilder svg, IEnumerable<(double Y, string Text, string Class)> all, double x, double bottom)
    {
        (double Y, string Text, string Class)[] labels = [.. all.OrderBy(label => label.Y)];
        double[] y = [.. labels.Select(label => label.Y)];
        for (int i = 1; i < y.Length; i++)
            y[i] = Math.Max(y[i], y[i - 1] + LineHeight);
        double limit = bottom;
        for (int i = y.Length - 1; i >= 0; i--)
        {
            y[i] = Math.Min(y[i], limit);
            limit = y[i] - LineHeight;
        }
        for (int i = 0; i < y.Length; i++)
        {
            if (labels[i].Text.Length > 0)
                svg.Append($"<text class=\"{labels[i].Class}\" x=\"{P(x)}\" y=\"{P(y[i] + 4)}\">{Escape.Text(labels[i].Text)}</text>\n");
        }
    }

    /// <summary>Small coloured dots with their names, up to the right end of the title's line, in as many lines as they need.</summary>
    public static void Legend(StringBuilder svg, IReadOnlyList<(string Name, int Color)> entries, double right, double y)
    {
        foreach (IReadOnlyList<(string Name, int Color)> row in LegendRows(entries, right))
        {
            double at = right;
            foreach ((string name, int color) in row.Reverse())
            {
                at -= Width(name);
                svg.Append($"<circle class=\"f{color}\" cx=\"{P(at)}\" cy=\"{P(y - 4)}\" r=\"3.5\"/><text x=\"{P(at + 7)}\" y=\"{P(y)}\">{Escape.Text(name)}</text>\n");
            }
            y += 16;
        }
    }

    /// <summary>The names line by line, none wider than so many pixels, unless a single name is.</summary>
    public static IReadOnlyList<IReadOnlyList<(string Name, int Color)>> LegendRows(IReadOnlyList<(string Name, int Color)> entries, double width)
    {
        List<List<(string Name, int Color)>> rows = [];
        double left = 0;
        foreach ((string Name, int Color) entry in entries)
        {
            left -= Width(entry.Name);
            if (rows.Count == 0 || left < 10)
            {
                rows.Add([]);
                left = width - Width(entry.Name);
            }
            rows[^1].Add(entry);
        }
        return rows;
    }

    public static double LegendWidth(IReadOnlyList<(string Name, int Color)> entries) => entries.Sum(entry => Width(entry.Name)) + 10;

    static double Width(string name) => (name.Length * 6.0) + 16;

    static string P(double value) => NumberText.Place(value);
}
