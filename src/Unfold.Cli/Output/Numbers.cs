using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Numbers as tables show them.</summary>
static class Numbers
{
    /// <summary>Four digits behind the point; nothing where there is no number.</summary>
    public static string Four(double? value) => value is { } number ? $"{number:F4}" : "";

    /// <summary>A share as a percentage with two digits behind the point; nothing where there is no number.</summary>
    public static string Percent(double? share) => share is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * number:F2} %") : "";

    /// <summary>F1 of two classes, else the mean over the classes.</summary>
    public static double? F1(MetricValues metrics) => metrics.F1 ?? metrics.Find(MetricNames.MacroF1);

    /// <summary>Seconds, with a digit more where they are few.</summary>
    public static string Seconds(double seconds) => seconds < 10 ? $"{seconds:F2}" : $"{seconds:F1}";
}
