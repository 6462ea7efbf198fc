using System.Text;

namespace Unfold.Reporting;

/// <summary>The element around a chart, alone or within a page.</summary>
static class SvgDocument
{
    public static string Wrap(string title, int width, int height, string attributes, StringBuilder body, bool standalone)
    {
        StringBuilder svg = new();
        svg.Append($"<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Escape.Attribute(title)}\"{attributes}");
        if (standalone)
            svg.Append($" width=\"{width}\" height=\"{height}\"");
        svg.Append(">\n");
        if (standalone)
            svg.Append(ChartStyle.Standalone).Append($"<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n");
        return svg.Append(body).Append("</svg>").ToString();
    }

    /// <summary>A standalone chart on white with every colour written out, for programs that turn SVG into pictures without knowing CSS variables.</summary>
    public static string Plain(ISvgChart chart)
    {
        StringBuilder svg = new(chart.ToSvg(standalone: true).Replace(ChartStyle.Standalone, $"<style>{ChartStyle.Rules}{ColorMap.Rules}</style>\n", StringComparison.Ordinal));
        foreach (string pair in ChartStyle.LightColors.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = pair.IndexOf(':');
            svg.Replace($"var({pair[..colon]})", pair[(colon + 1)..]);
        }
        return svg.ToString();
    }
}
