using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What clipping by value and by norm does to the length and the direction of a gradient.</summary>
static class LabClippingSection
{
    public static Section Of(LabDocument lab)
    {
        Section section = new("lab-clipping", "The lab: clipping");
        if (lab.Clipping is not { } clipping)
            return section;
        return new Section("lab-clipping", "The lab: clipping",
            $"The sentence’s gradient has {NumberText.Count(clipping.Elements)} elements (of W_e the rows of its words), the norm {NumberText.Short(clipping.Norm)} and a largest element of {NumberText.Short(clipping.Largest)}. "
            + $"By norm at {NumberText.Short(clipping.NormThreshold)} all elements are scaled: {NumberText.Short(clipping.ByNorm.Norm)} is left, the cosine to the gradient before is {Cosine(clipping.ByNorm.Cosine)}. "
            + $"By value at {NumberText.Short(clipping.ValueThreshold)}, {NumberText.Percent(clipping.ByValue.Changed, 1)} of the elements are cut: {NumberText.Short(clipping.ByValue.Norm)} is left, the cosine is {Cosine(clipping.ByValue.Cosine)}.")
            .Add("two", [Elements(clipping), Direction(clipping)]);
    }

    static Figure Elements(LabClipping clipping)
    {
        double[] x = [.. clipping.Ranks.Select(rank => (double)rank)];
        ChartLine[] lines =
        [
            new("before", x, Shown(clipping, clipping.Magnitudes), 6), new("by norm", x, Shown(clipping, clipping.ByNorm.Magnitudes), 0), new("by value", x, Shown(clipping, clipping.ByValue.Magnitudes), 1) { Dashed = true },
        ];
        return new(
            "lab-clipping-elements",
            new SvgChart
            {
                Title = "Elements by size, before and after", Subtitle = "the largest first", LogX = true, LogY = true, Height = 330, XLabel = "rank", Lines = lines,
                References = [new($"threshold {NumberText.Short(clipping.ValueThreshold, 3)}", clipping.ValueThreshold)],
            },
            [new("rank", x), new("before", clipping.Magnitudes, 6, "line"), new("by norm", clipping.ByNorm.Magnitudes, 0, "line"), new("by value", clipping.ByValue.Magnitudes, 1, "line")]);
    }

    static Figure Direction(LabClipping clipping)
    {
        ChartLine[] lines = [new("by norm", clipping.Left, clipping.CosineByNorm, 0), new("by value", clipping.Left, clipping.CosineByValue, 1)];
        return new(
            "lab-clipping-direction",
            new SvgChart
            {
                Title = "Direction that is kept", Subtitle = "cosine to the gradient before", LogX = true, ReverseX = true, Height = 330, XLabel = "share of the norm that is left", YRange = (Math.Min(0, clipping.CosineByValue.Where(double.IsFinite).DefaultIfEmpty(0).Min()), 1.02), Lines = lines, FractionalX = true,
            },
            [new("share of the norm left", clipping.Left), .. lines.Select(FigureColumn.Line), new("share of elements cut by value", clipping.ChangedByValue)]);
    }

    /// <summary>Five decades below the largest: what is smaller counts for nothing, and would take the paper.</summary>
    static double[] Shown(LabClipping clipping, IReadOnlyList<double> values) => [.. values.Select(value => value > clipping.Largest * 1e-5 ? value : double.NaN)];

    static string Cosine(double value) => NumberText.Short(value, 4);
}
