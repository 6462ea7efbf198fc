namespace Unfold.Reporting;

/// <summary>Gradients of the gates of LSTM and GRU layers apart: the blocks of one stacked tensor, each a fan of its own.</summary>
static class GateGradientSection
{
    public static Section Of(RunView run)
    {
        Section section = new("gate-gradients", "Gradient norms, gate by gate", "An LSTM's weights are four gates on top of one another, a GRU's three. One norm for all of them hides which gate learns; here each has its own, on one scale a parameter.", open: false);
        string[] gates = [.. run.Seen.Series("gradients", "norm").Where(GateName.Is)];
        foreach (IGrouping<string, string> parameter in gates.GroupBy(GateName.Whole, StringComparer.Ordinal))
        {
            FanData[] data = [.. parameter.Select(name => run.Seen.Fan("gradients", name, "norm")).OfType<FanData>()];
            (double, double) range = FanRange.Log(data.Select(fan => fan.Values));
            section.Add("four", data.Select(fan => FigureKit.Fan(
                $"gradient-norm:{fan.Key.Series}",
                FigureKit.Small with { Title = GateName.Words(GateName.Letter(fan.Key.Series)), Height = 170, LogY = true, YRange = range },
                run,
                fan)), parameter.Key);
        }
        section.Add("four", gates.GroupBy(GateName.Whole, StringComparer.Ordinal).Select(parameter => FigureKit.Lines(
            $"gate-cosine:{parameter.Key}",
            FigureKit.Small with { Title = Escape.Middle(parameter.Key, 28), YRange = (-1, 1), Labels = true },
            parameter.Select((name, i) => new ChartLine(GateName.Letter(name), run.Epochs, run.Seen.Fan("gradients", name, "cosine")?.Medians ?? [], i)))), "Median cosine of consecutive gradients");
        return section;
    }
}
