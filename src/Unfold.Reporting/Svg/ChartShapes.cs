using System.Text;

namespace Unfold.Reporting;

/// <summary>Draws areas, bars, points, guides and flags of a chart.</summary>
sealed class ChartShapes(AxisScale x, AxisScale y, double top, double bottom)
{
    public void Area(StringBuilder svg, ChartArea area)
    {
        for (int from = 0; from < area.X.Count; from++)
        {
            if (!Whole(area, from))
                continue;
            int to = from;
            while (to + 1 < area.X.Count && Whole(area, to + 1))
                to++;
            string css = $"{(area.Solid ? "solid" : "wide")} f{area.Color}";
            if (from == to)
            {
                (double high, double low) = (y.Map(area.High[from]), y.Map(area.Low[from]));
                svg.Append($"<rect class=\"{css}\" x=\"{P(x.Map(area.X[from]) - 5)}\" y=\"{P(high)}\" width=\"10\" height=\"{P(Math.Max(0.5, low - high))}\"/>\n");
            }
            else
            {
                string up = string.Join('L', Enumerable.Range(from, to - from + 1).Select(i => $"{P(x.Map(area.X[i]))} {P(y.Map(area.High[i]))}"));
                string down = string.Join('L', Enumerable.Range(from, to - from + 1).Reverse().Select(i => $"{P(x.Map(area.X[i]))} {P(y.Map(area.Low[i]))}"));
                svg.Append($"<path class=\"{css}\" d=\"M{up}L{down}Z\"/>\n");
            }
            from = to;
        }
    }

    public void Bars(StringBuilder svg, ChartBars bars)
    {
        StringBuilder path = new();
        double zero = y.Log ? bottom : y.Map(0);
        for (int i = 0; i < bars.Heights.Count; i++)
        {
            if (bars.Heights[i] is 0 or double.NaN || (y.Log && bars.Heights[i] <= y.Low))
                continue;
            (double a, double b) = (x.Map(bars.From[i]), x.Map(bars.To[i]));
            (double left, double right) = (Math.Min(a, b), Math.Max(a, b));
            double gap = right - left > 4 ? 0.5 : 0;
            path.Append($"M{P(left + gap)} {P(zero)}V{P(y.Map(bars.Heights[i]))}H{P(Math.Max(left + 0.5, right - gap))}V{P(zero)}Z");
        }
        if (path.Length > 0)
            svg.Append($"<path class=\"{(bars.Faint ? "faint" : "solid")} f{bars.Color}\" d=\"{path}\"/>\n");
    }

    /// <summary>Bars that stand on a line of their own; beside the largest its share.</summary>
    public void Rail(StringBuilder svg, ChartRail rail, double railTop, double height, double left, double right)
    {
        double foot = railTop + height;
        svg.Append($"<line class=\"hair\" x1=\"{P(left)}\" x2=\"{P(right)}\" y1=\"{P(foot)}\" y2=\"{P(foot)}\"/><text x=\"{P(left - 6)}\" y=\"{P(foot)}\" text-anchor=\"end\">{Escape.Text(rail.Label)}</text>\n");
        int[] there = [.. Enumerable.Range(0, rail.X.Count).Where(i => rail.Shares[i] > 0)];
        if (there.Length == 0)
            return;
        double half = rail.X.Count < 2 ? 5 : Math.Clamp(Math.Abs(x.Map(rail.X[1]) - x.Map(rail.X[0])) * 0.4, 0.5, 5);
        foreach (int i in there)
        {
            double share = Math.Max(1, Math.Min(1, rail.Shares[i]) * height);
            svg.Append($"<rect class=\"f{rail.Color}\" x=\"{P(x.Map(rail.X[i]) - half)}\" y=\"{P(foot - share)}\" width=\"{P(2 * half)}\" height=\"{P(share)}\"/>");
        }
        int most = there.MaxBy(i => rail.Shares[i]);
        bool leftward = x.Map(rail.X[most]) > (left + right) / 2;
        svg.Append($"<text class=\"f{rail.Color}\" x=\"{P(x.Map(rail.X[most]) + (leftward ? -half - 3 : half + 3))}\" y=\"{P(foot - 2)}\"{(leftward ? " text-anchor=\"end\"" : "")}>{NumberText.Percent(rail.Shares[most], rail.Shares[most] < 0.1 ? 1 : 0)}</text>\n");
    }

    public void Points(StringBuilder svg, ChartPoints points)
    {
        StringBuilder path = new();
        for (int i = 0; i < points.X.Count; i++)
        {
            if (double.IsFinite(points.X[i]) && double.IsFinite(points.Y[i]))
                path.Append($"M{P(x.Map(points.X[i]))} {P(y.Map(points.Y[i]))}h0");
        }
        if (path.Length > 0)
            svg.Append($"<path class=\"point s{points.Color}\" style=\"stroke-width:{P(points.Radius * 2)}\" d=\"{path}\"/>\n");
    }

    public void Guide(StringBuilder svg, ChartGuide guide)
    {
        StringBuilder path = new();
        bool pen = false;
        for (int i = 0; i < guide.X.Count; i++)
        {
            bool there = double.IsFinite(guide.X[i]) && double.IsFinite(guide.Y[i]);
            if (there)
                path.Append(pen ? 'L' : 'M').Append(P(x.Map(guide.X[i]))).Append(' ').Append(P(y.Map(guide.Y[i])));
            pen = there;
        }
        svg.Append($"<path class=\"guide{(guide.Color is { } color ? $" s{color}" : "")}\" d=\"{path}\"/>\n");
    }

    public void Flag(StringBuilder svg, ChartFlag flag)
    {
        (double at, double height) = (x.Map(flag.X), Math.Max(top + 3, y.Map(flag.Y)));
        svg.Append($"<a href=\"#{Escape.Attribute(flag.Target)}\"><title>{Escape.Text(flag.Label)}</title>");
        svg.Append($"<path class=\"flag\" d=\"M{P(at)} {P(height - 5)}L{P(at + 5)} {P(height)}L{P(at)} {P(height + 5)}L{P(at - 5)} {P(height)}Z\"/></a>\n");
    }

    static bool Whole(ChartArea area, int i) => double.IsFinite(area.Low[i]) && double.IsFinite(area.High[i]);

    static string P(double value) => NumberText.Place(value);
}
