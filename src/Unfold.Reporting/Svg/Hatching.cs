using System.Text;

namespace Unfold.Reporting;

/// <summary>Slanted lines over what does not count; drawn as one path, since ids of patterns would clash on a page of many charts.</summary>
static class Hatching
{
    const double Gap = 6;

    /// <summary>Over paper.</summary>
    public static string Rectangle(double left, double top, double width, double height) => Lines(left, top, width, height, Gap, "hatch");

    /// <summary>Over colours, dark and light: a dark line with a light one beside it.</summary>
    public static string OverColors(double left, double top, double width, double height) =>
        Lines(left, top, width, height, Gap, "hatch under") + Lines(left, top, width, height, Gap + 1.4, "hatch over");

    static string Lines(double left, double top, double width, double height, double first, string css)
    {
        StringBuilder path = new();
        for (double offset = first; offset < width + height; offset += Gap) // from the left or the upper edge down to the lower or the right one
        {
            (double x1, double y1) = offset < height ? (left, top + height - offset) : (left + offset - height, top);
            (double x2, double y2) = offset < width ? (left + offset, top + height) : (left + width, top + height - (offset - width));
            path.Append($"M{NumberText.Place(x1)} {NumberText.Place(y1)}L{NumberText.Place(x2)} {NumberText.Place(y2)}");
        }
        return $"<path class=\"{css}\" d=\"{path}\"/>\n";
    }
}
