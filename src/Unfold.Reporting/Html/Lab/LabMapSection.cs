using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The gradients of two implementations side by side, their difference, and how far all ways to the gradient are apart.</summary>
static class LabMapSection
{
    public static Section Of(LabDocument lab)
    {
        Section section = new("lab-gradients", "The lab: one gradient, several ways",
            "The hand-written gradient beside that of another implementation, number by number, on one scale; then their difference on a scale of its own. Of the embedding the rows of the sentence’s words are shown; all others are zero.");
        foreach (LabMap map in lab.Maps)
            section.Add("three", [Gradient(lab, map, "by hand", map.ByHand), Gradient(lab, map, map.Way, map.Other), Difference(lab, map)], Heading(map));
        if (lab.Comparisons.Count > 0)
        {
            section.Html("<h3>All ways</h3>" + TableSections.Table(["matrix", "against", "numbers compared", "largest difference", "largest relative difference"], lab.Comparisons.Select(entry =>
                (IReadOnlyList<string>)[entry.Parameter, entry.Way, NumberText.Count(entry.Checked), Scientific(entry.MaxAbsolute), Scientific(entry.MaxRelative)])));
        }
        return section;
    }

    static string Heading(LabMap map) => $"{map.Parameter}: largest difference {Scientific(map.MaxAbsolute)}, relative {Scientific(map.MaxRelative)}";

    static Figure? Gradient(LabDocument lab, LabMap map, string way, IReadOnlyList<double[]> values)
    {
        double most = map.ByHand.Concat(map.Other).SelectMany(row => row).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return Heat(lab, map, way, values, $"∂L/∂{map.Parameter}, {way}", "", most);
    }

    static Figure? Difference(LabDocument lab, LabMap map)
    {
        double[][] apart = [.. map.ByHand.Zip(map.Other, (ours, theirs) => ours.Zip(theirs, (a, b) => a - b).ToArray())];
        return Heat(lab, map, "difference", apart, "Difference", map.MaxAbsolute == 0 ? "every number is the same" : $"at most {Scientific(map.MaxAbsolute)}", map.MaxAbsolute);
    }

    static Figure? Heat(LabDocument lab, LabMap map, string way, IReadOnlyList<double[]> values, string title, string subtitle, double most)
    {
        bool words = map.Parameter == "W_e", names = words || map.Parameter == "W_y";
        return FigureKit.Heat($"lab-gradient-{map.Parameter}-{way}", new()
        {
            Title = title, Subtitle = subtitle, Width = 410, Height = Math.Clamp(64 + map.Rows.Count * 17, 150, 500), Signed = true, Range = most > 0 ? (-most, most) : (-1, 1), RightMargin = 84,
            LeftMargin = names ? 16 + 6.3 * Math.Min(12, map.Rows.Max(row => row.Length)) : 46,
            Rows = [.. map.Rows.Select((_, i) => (double)i)], RowNames = names ? [.. map.Rows.Select(row => Escape.Middle(row, 12))] : [], Values = values,
            XLabel = words || map.Parameter == "W_x" ? "place in the word’s vector" : "unit of the state", YLabel = words ? "word" : names ? "tag" : "unit",
        }, words ? "word" : names ? "tag" : "unit") is { } figure ? LabText.Exact(figure) : null;
    }

    static string Scientific(double value) => value == 0 ? "0" : double.IsNaN(value) ? "not a number" : value.ToString("0.0e+0", CultureInfo.InvariantCulture).Replace('-', '−').Replace("+", "", StringComparison.Ordinal);
}
