using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The size of what layers put out, each layer's share of it, and the gradients that come back at it.</summary>
static class OutputSections
{
    public static Section Norms(RunView run)
    {
        Section section = new("outputs", "Output norms", "Mean over the batch of the norm of each layer’s output: the fan is training, step by step; the orange line is validation.", open: false);
        string[] modules = [.. run.Seen.Series("outputs", "norm")];
        section.Add("two", [FigureKit.Stack("output-shares", new() { Title = "Comparison: share of each layer", Height = 240, YRange = (0, 1) }, run.Epochs, modules.Select((name, i) => (Escape.Middle(name, 22), run.Seen.Line("outputs", name, "share"), i % 8)))]);
        return section.Add("four", modules.Select(name => FigureKit.Fan(
            $"output-norm:{name}",
            FigureKit.Small with
            {
                Title = Escape.Middle(name, 28),
                YRange = FanRange.Linear([run.Seen.Fan("outputs", name, "norm")?.Values ?? []]),
                Lines = run.Line("outputs", name, "norm.validation", "validation", 1) is { } validation ? [validation] : [],
            },
            run,
            run.Seen.Fan("outputs", name, "norm"))));
    }

    public static Section Gradients(RunView run)
    {
        Section section = new("output-gradients", "Gradients at the outputs", "Norm of ∂L/∂output of each layer, on one logarithmic scale, and its cosine with the step before where both have the same shape.", open: false);
        string[] modules = [.. run.Seen.Series("outputGradients", "norm")];
        FanData[] norms = [.. modules.Select(name => run.Seen.Fan("outputGradients", name, "norm")).OfType<FanData>()];
        (double, double) range = FanRange.Log(norms.Select(norm => norm.Values));
        section.Add("four", norms.Select(norm => FigureKit.Fan($"output-gradient-norm:{norm.Key.Series}", FigureKit.Small with { Title = Escape.Middle(norm.Key.Series, 28), LogY = true, YRange = range }, run, norm)), "Norm");
        return section.Add("four", modules.Select(name => FigureKit.Fan($"output-gradient-cosine:{name}", FigureKit.Small with { Title = Escape.Middle(name, 28), YRange = (-1, 1), Height = 170 }, run, run.Seen.Fan("outputGradients", name, "cosine"), color: 4)), "Cosine");
    }
}
