namespace Unfold.Reporting;

/// <summary>The weights themselves: their size, each one's share, how well conditioned they are.</summary>
static class WeightSections
{
    public static Section Norms(RunView run)
    {
        Section section = new("weights", "Weights", "Norms at the end of each epoch, and each tensor’s share among those of its kind.", open: false);
        string[] names = [.. run.Seen.Series("weights", "norm").Where(name => !GateName.Is(name))];
        string[] biases = [.. names.Where(name => name.Contains("bias", StringComparison.Ordinal))];
        string[] weights = [.. names.Except(biases, StringComparer.Ordinal)];
        section.Add("two", [
            Several(run, "weight-norms", "Norm of the weights", "norm", weights),
            Several(run, "bias-norms", "Norm of the biases", "norm", biases),
            Shares(run, "weight-shares", "Comparison: share among the weights", weights),
            Shares(run, "bias-shares", "Comparison: share among the biases", biases),
            Several(run, "weight-rms", "Root mean square of an element", "rms", names),
        ]);
        return section.Add("four", run.Seen.Series("weights", "norm").Where(GateName.Is).GroupBy(GateName.Whole, StringComparer.Ordinal).Select(parameter => FigureKit.Lines(
            $"gate-norms:{parameter.Key}",
            FigureKit.Small with { Title = Escape.Middle(parameter.Key, 28), Labels = true },
            parameter.Select((name, i) => run.Line("weights", name, "norm", GateName.Letter(name), i)))), "Norms, gate by gate");
    }

    public static Section Condition(RunView run)
    {
        Section section = new("condition", "Condition of the weights", "σ₁ / σ_min: how differently a matrix stretches the directions of its input. 1 is a rotation; a large number loses some direction altogether.", open: false);
        string[] names = [.. run.Seen.Series("condition", "condition")];
        section.Add("two", [FigureKit.Lines("condition", new() { Title = "Condition number", LogY = true, Height = 260 }, names.Where(name => !GateName.Is(name)).Select((name, i) => Line(run, name, "condition", i)))]);
        return section.Add("four", names.Select(name => FigureKit.Lines(
            $"singular-values:{name}",
            FigureKit.Small with { Title = Escape.Middle(name, 28), LogY = true, Labels = true },
            [run.Line("condition", name, "largest", "σ₁", 0), run.Line("condition", name, "smallest", "σ_min", 1)])), "Largest and smallest singular value");
    }

    static Figure? Several(RunView run, string id, string title, string statistic, string[] names) =>
        FigureKit.Lines(id, new() { Title = title, LogY = true, Height = 260 }, names.Select((name, i) => Line(run, name, statistic, i, "weights")));

    static Figure? Shares(RunView run, string id, string title, string[] names) =>
        FigureKit.Stack(id, new() { Title = title, Height = 240, YRange = (0, 1) }, run.Epochs, names.Select((name, i) => (Escape.Middle(name, 22), run.Seen.Line("weights", name, "share"), i % 8)));

    static ChartLine? Line(RunView run, string name, string statistic, int number, string lens = "condition") =>
        run.Seen.Line(lens, name, statistic) is { } values ? FigureKit.Numbered(Escape.Middle(name, 22), run.Epochs, values, number) : null;
}
