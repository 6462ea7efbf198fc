using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The gradient through time of several runs on the same axes.</summary>
static class ComparisonTime
{
    public static Section Of(IReadOnlyList<RunView> runs, IReadOnlyList<RunGroup> groups)
    {
        Section section = new("time", "Gradient through time", "G(lag) relative to the last real token in the last epoch, of each run’s last recurrent layer; the half-life in steps and the share of the gradient that reaches words before the last five.");
        RecordArray[] profiles = [.. runs.Select(Profile).OfType<RecordArray>()];
        if (profiles.Length == 0)
            return section;
        LagAxis axis = LagAxis.Of(profiles);
        return section.Add("two", [
            ComparisonSection.Overlay(groups, "compare-time-profile", new()
            {
                Title = "G(lag) / G(0), last epoch",
                LogY = true,
                ReverseX = true,
                Height = 320,
                XRange = axis.Range,
                Hatched = axis.Pads,
                XLabel = "← steps before the last real token",
            }, run => Profile(run) is { } profile ? (axis.Lags, axis.Grouped(profile, value => value > 1e-12 ? value : double.NaN, relative: true)) : ([], []), "lag"),
            ComparisonSection.Overlay(groups, "compare-half-life", new() { Title = "Half-life in steps", LogY = true, Height = 320 }, run => Medians(run, "halfLife")),
            ComparisonSection.Overlay(groups, "compare-reach", new() { Title = "Reach: share before the last five words", YRange = (0, 1), Height = 240 }, run => Medians(run, "reach")),
            ComparisonSection.Overlay(groups, "compare-first-to-last", new() { Title = "First word’s gradient / last word’s", LogY = true, Height = 240 }, run => Medians(run, "firstToLast")),
        ]);
    }

    static RecordArray? Profile(RunView run) => TimeSection.Layers(run) is [.., var layer] ? run.Seen.Last("time", layer, "profile") : null;

    static double[] Medians(RunView run, string statistic) => TimeSection.Layers(run) is [.., var layer] ? run.Seen.Fan("time", layer, statistic)?.Medians ?? [] : [];
}
