using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Gradient norms and cosines of every parameter, each a fan by epoch, on one scale for tensors of a kind.</summary>
static class GradientSection
{
    public static void Write(Page page, RunView run)
    {
        if (run.RecordTrouble is { } trouble)
            page.Section("Gradients", Escape.Text(trouble), () => { });
        if (run.Parameters.Count == 0 || run.Record is null)
            return;
        page.Section("Gradient norms", "Every step of every epoch, before clipping, on a logarithmic scale that all tensors of a kind share. Dots are single steps; an arrow is a spike beyond the scale, with its value.", () =>
        {
            page.Add(Key());
            Distribution[] all = run.ByEpoch(run.Record.Steps, new("gradients", "all", "norm"));
            if (all.Any(value => value.Count > 0))
                page.Add("<div class=\"grid two\">" + Overall(run, all).ToHtml() + Medians(run).ToHtml() + "</div>");
            WriteNorms(page, run, "Recurrent layers", parameter => parameter.Group == "recurrent");
            WriteNorms(page, run, "Embedding and output", parameter => parameter.Group != "recurrent");
        });
        if (run.Parameters.Any(parameter => parameter.Cosine.Any(value => value.Count > 0)))
        {
            page.Section("Cosine of consecutive gradients", "Above 0 the steps agree, below 0 they turn back. The grey band is ±3/√N: what noise alone would give in a tensor of N numbers. All N are counted, so the band is too narrow where a step touches only some rows, as in an embedding.", () =>
            {
                page.Add("<div class=\"grid four\">");
                foreach (ParameterView parameter in run.Parameters)
                    page.Add(Cosine(run, parameter).ToHtml());
                page.Add("</div>");
            });
        }
    }

    /// <summary>How to read a fan, as a small drawing.</summary>
    static string Key() =>
        """
        <svg class="chart key" viewBox="0 0 470 46" role="img" aria-label="How to read the charts: line median, dark quartiles, light 5 to 95 percent, thin extremes"><path class="wide f0" d="M8 10L70 6L70 42L8 38Z"/><path class="mid f0" d="M8 18L70 15L70 33L8 30Z"/><path class="outer s0" d="M8 4L70 2M8 44L70 45"/><path class="line s0" d="M8 24L70 24"/><text x="80" y="28">line: median</text><text x="160" y="28">dark: middle half</text><text x="266" y="28">light: 5–95 %</text><text x="352" y="28">thin lines: extremes</text></svg>
        """;

    static void WriteNorms(Page page, RunView run, string heading, Func<ParameterView, bool> which)
    {
        ParameterView[] parameters = [.. run.Parameters.Where(which)];
        if (parameters.Length == 0)
            return;
        page.Add($"<h3>{heading}</h3><div class=\"grid four\">");
        (double, double) range = FanRange.Log(parameters.Select(parameter => parameter.Norm));
        foreach (ParameterView parameter in parameters)
            page.Add(Norm(run, parameter, range).ToHtml());
        page.Add("</div>");
    }

    public static Figure Norm(RunView run, ParameterView parameter, (double, double) range) => new(
        new()
        {
            Title = Escape.Middle(parameter.Name, 28),
            Subtitle = parameter.Elements > 0 ? $"{NumberText.Count(parameter.Elements)}" : "",
            Width = 300,
            Height = 200,
            Labels = false,
            LogY = true,
            YRange = range,
            XRange = XRange(run),
            Fans = [new(parameter.Name, run.Epochs, parameter.Norm, 0)],
            Dots = [parameter.NormDots],
        },
        [new("epoch", run.Epochs), .. FigureColumn.Fan(parameter.Norm, 0)]);

    static Figure Cosine(RunView run, ParameterView parameter)
    {
        double spread = parameter.Elements > 0 ? Math.Min(1, 3 / Math.Sqrt(parameter.Elements)) : 0;
        return new(
            new()
            {
                Title = Escape.Middle(parameter.Name, 28),
                Width = 300,
                Height = 170,
                Labels = false,
                YRange = (-1, 1),
                XRange = XRange(run),
                Bands = spread > 0 ? [new("", -spread, spread)] : [],
                Fans = [new(parameter.Name, run.Epochs, parameter.Cosine, 4)],
            },
            [new("epoch", run.Epochs), .. FigureColumn.Fan(parameter.Cosine, 4)]);
    }

    static Figure Overall(RunView run, Distribution[] all)
    {
        Distribution[] clipped = run.ByEpoch(run.Record!.Steps, new("gradients", "all", "clipped"));
        double[] after = [.. clipped.Select(value => value.P50)];
        bool clips = after.Any(double.IsFinite);
        return new(
            new()
            {
                Title = "All parameters together",
                Labels = clips,
                LogY = true,
                YRange = FanRange.Log([all, clipped]),
                XRange = XRange(run),
                Fans = [new("norm", run.Epochs, all, 0)],
                Lines = clips ? [new("median, clipped", run.Epochs, after, 1)] : [],
                Height = 260,
            },
            [new("epoch", run.Epochs), .. FigureColumn.Fan(all, 0), .. clips ? [new FigureColumn("median, clipped", after, 1, "line")] : Array.Empty<FigureColumn>()]);
    }

    static Figure Medians(RunView run)
    {
        ChartLine[] lines = [.. run.Parameters.Select((parameter, i) =>
            new ChartLine(Escape.Middle(parameter.Name, 22), run.Epochs, [.. parameter.Norm.Select(value => value.P50)], i % 8) { Dashed = i >= 8 })];
        return new(
            new() { Title = "Medians, parameter by parameter", LogY = true, Lines = lines, Height = 260 },
            [new("epoch", run.Epochs), .. lines.Select(line => new FigureColumn(line.Name, line.Y, line.Color, "line"))]);
    }

    static (double, double) XRange(RunView run) => run.Epochs.Length == 0 ? (0, 1) : (run.Epochs[0] - 0.5, run.Epochs[^1] + 0.5);
}
