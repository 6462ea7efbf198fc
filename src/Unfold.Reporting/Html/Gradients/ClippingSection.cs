using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What clipping does: how often, how much, and what is left of each gradient.</summary>
static class ClippingSection
{
    public static Section Of(RunView run)
    {
        Section section = new("clipping", "Clipping", "The norm of all gradients before and after clipping, the share of steps that were clipped, and what was left of them. Clipping in nearly every step means that the threshold, not the gradient, decides how far a step goes.");
        return section.Add("three", [BeforeAfter(run), Rate(run), Shrink(run)])
            .Add("four", run.Seen.Series("gradients", "clipped").Where(name => name != "all" && !GateName.Is(name)).Select(name => Parameter(run, name)), "Medians before and after, parameter by parameter");
    }

    static Figure? BeforeAfter(RunView run) => run.Seen.Fan("gradients", "all", "clipped") is not { } clipped || run.Seen.Fan("gradients", "all", "norm") is not { } norm ? null
        : FigureKit.Lines(
            "clipping:norms",
            FigureKit.Third with { Title = "Norm of all gradients, 5 %, median, 95 %", LogY = true },
            [
                new("95 %", run.Epochs, [.. norm.Values.Select(value => value.P95)], 0) { Dashed = true },
                new("before", run.Epochs, norm.Medians, 0),
                new("5 %", run.Epochs, [.. norm.Values.Select(value => value.P5)], 0) { Dashed = true },
                new("after", run.Epochs, clipped.Medians, 1),
            ]);

    static Figure? Rate(RunView run) => Bars(run, "rate", "Share of steps that were clipped", 7);

    static Figure? Shrink(RunView run) => Bars(run, "shrink", "What was left of a clipped norm, mean", 1);

    static Figure? Bars(RunView run, string statistic, string title, int color) => run.Seen.Line("clipping", "all", statistic) is not { } values ? null
        : FigureKit.Histogram(
            $"clipping:{statistic}",
            FigureKit.Third with { Title = title, YRange = (0, 1), Labels = false },
            [new(statistic, [.. run.Epochs.Select(epoch => epoch - 0.42)], [.. run.Epochs.Select(epoch => epoch + 0.42)], values, color)],
            "epoch",
            statistic);

    static Figure? Parameter(RunView run, string name) => FigureKit.Lines(
        $"clipping:{name}",
        FigureKit.Small with { Title = Escape.Middle(name, 28), LogY = true, Labels = true },
        [
            run.Seen.Fan("gradients", name, "norm") is { } norm ? new("before", run.Epochs, norm.Medians, 0) : null,
            run.Seen.Fan("gradients", name, "clipped") is { } clipped ? new("after", run.Epochs, clipped.Medians, 1) : null,
        ]);
}
