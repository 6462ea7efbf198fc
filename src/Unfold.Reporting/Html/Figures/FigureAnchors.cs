using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Where the figures that findings point at stand on a page: <see cref="FigureNames"/> to sections and charts.</summary>
static class FigureAnchors
{
    /// <summary>Sections that are such a figure as a whole.</summary>
    static readonly Dictionary<string, string> OfSections = new(StringComparer.Ordinal)
    {
        ["gradients"] = FigureNames.GradientNorms,
        ["cosines"] = FigureNames.Cosine,
        ["clipping"] = FigureNames.Clipping,
        ["updates"] = FigureNames.Updates,
        ["weights"] = FigureNames.Weights,
        ["gates"] = FigureNames.Gates,
        ["memory"] = FigureNames.Memory,
        ["states"] = FigureNames.States,
        ["padding"] = FigureNames.Padding,
        ["rank"] = FigureNames.Rank,
        ["spectrum"] = FigureNames.Spectrum,
        ["noise"] = FigureNames.Noise,
        ["embedding"] = FigureNames.Embedding,
        ["lengths"] = FigureNames.Lengths,
        ["spikes"] = FigureNames.Spikes,
        ["data"] = FigureNames.Data,
        ["checks"] = FigureNames.Checks,
    };

    /// <summary>Charts that are one, by the beginning of their name; the first on the page is it.</summary>
    static readonly (string Begin, string Anchor)[] OfFigures =
    [
        ("loss", FigureNames.Loss), ("compare-validation-loss", FigureNames.Loss),
        ("accuracy", FigureNames.Metrics), ("positive", FigureNames.Metrics), ("macroF1", FigureNames.Metrics), ("compare-validation-accuracy", FigureNames.Metrics),
        ("text-lengths:", FigureNames.Time), ("time-map:", FigureNames.Time), ("time-profile:", FigureNames.Time), ("compare-time", FigureNames.Time),
        ("confusion", FigureNames.Confusion),
        ("compare-gradient-norm", FigureNames.GradientNorms), ("compare-update-ratio", FigureNames.Updates),
    ];

    public static string? OfSection(string id) => OfSections.GetValueOrDefault(id);

    public static string? OfFigure(string id) => OfFigures.FirstOrDefault(entry => id.StartsWith(entry.Begin, StringComparison.Ordinal)).Anchor;
}
