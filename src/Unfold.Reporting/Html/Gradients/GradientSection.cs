using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Gradient norms and cosines of every parameter, each a fan by epoch, on one scale for tensors of a kind.</summary>
static class GradientSection
{
    const int MostNonFinite = 12;

    public static Section Norms(RunView run)
    {
        Section section = new("gradients", "Gradient norms", run.RecordTrouble is { } trouble ? Escape.Text(trouble)
            : "Every step of every epoch, before clipping, on a logarithmic scale that all tensors of a kind share. Dots are single steps; an arrow is a spike beyond the scale, with its value; a diamond leads to the texts of its batch.");
        if (run.RecordTrouble is not null)
            return section.Html("<p></p>");
        if (run.Parameters.Count == 0)
            return section;
        section.Html(NonFinite(run)).Html(Key());
        section.Add("two", [Overall(run), Medians(run)]);
        AddNorms(section, run, "Recurrent layers", [.. run.Parameters.Where(parameter => parameter.IsRecurrent)]);
        AddNorms(section, run, "Embedding and output", [.. run.Parameters.Where(parameter => !parameter.IsRecurrent)]);
        return section.Add("two", [RootMeanSquares(run)]);
    }

    /// <summary>The first steps whose gradients were not numbers, in words.</summary>
    static string NonFinite(RunView run)
    {
        string[] found = [.. run.Seen.Series("gradients", "nonFinite").SelectMany(name => (run.Seen.Fan("gradients", name, "nonFinite")?.Points ?? []).Where(point => point.Value > 0).Select(point => (name, point)))
            .OrderBy(entry => entry.point.Step).Take(MostNonFinite)
            .Select(entry => $"{Escape.Text(entry.name)}: {NumberText.Count((long)entry.point.Value)} in epoch {entry.point.Epoch}, step {entry.point.Step}")];
        return found.Length == 0 ? "" : $"<p class=\"aside\"><b>NaN or infinite elements of gradients.</b> {string.Join("; ", found)}.</p>";
    }

    static Figure? RootMeanSquares(RunView run) => FigureKit.Lines(
        "gradient-rms",
        new() { Title = "Root mean square of an element, medians", LogY = true, Height = 260 },
        run.Seen.Series("gradients", "rms").Where(name => !GateName.Is(name)).Select((name, i) => FigureKit.Numbered(Escape.Middle(name, 22), run.Epochs, run.Seen.Fan("gradients", name, "rms")?.Medians ?? [], i)));

    public static Section Cosines(RunView run)
    {
        Section section = new("cosines", "Cosine of consecutive gradients", "Above 0 the steps agree, below 0 they turn back. The grey band is ±3/√N: what noise alone would give in a tensor of N numbers. All N are counted, so the band is too narrow where a step touches only some rows, as in an embedding.", open: false);
        section.Add("four", run.Parameters.Select(parameter => Cosine(run, parameter)));
        return LagCharts.AddTo(section, run);
    }

    /// <summary>The fan of one parameter's norms.</summary>
    public static Figure? Norm(RunView run, ParameterView parameter, (double, double) range) => FigureKit.Fan(
        $"gradient-norm:{parameter.Name}",
        FigureKit.Small with
        {
            Title = Escape.Middle(parameter.Name, 28),
            Subtitle = parameter.Elements > 0 ? NumberText.Count(parameter.Elements) : "",
            Height = 200,
            LogY = true,
            YRange = range,
            Flags = SpikeMarks.Of(run, parameter.Norm),
        },
        run,
        parameter.Norm,
        dots: true);

    static void AddNorms(Section section, RunView run, string heading, ParameterView[] parameters)
    {
        (double, double) range = FanRange.Log(parameters.Select(parameter => parameter.Norm.Values));
        section.Add("four", parameters.Select(parameter => Norm(run, parameter, range)), heading);
    }

    static Figure? Cosine(RunView run, ParameterView parameter)
    {
        double spread = parameter.Elements > 0 ? Math.Min(1, 3 / Math.Sqrt(parameter.Elements)) : 0;
        return FigureKit.Fan(
            $"gradient-cosine:{parameter.Name}",
            FigureKit.Small with { Title = Escape.Middle(parameter.Name, 28), Height = 170, YRange = (-1, 1), Bands = spread > 0 ? [new("", -spread, spread)] : [] },
            run,
            parameter.Cosine,
            color: 4);
    }

    static Figure? Overall(RunView run)
    {
        if (run.Seen.Fan("gradients", "all", "norm") is not { } all)
            return null;
        FanData? clipped = run.Seen.Fan("gradients", "all", "clipped");
        return FigureKit.Fan(
            "gradient-norm:all",
            new()
            {
                Title = "All parameters together",
                Height = 260,
                LogY = true,
                YRange = FanRange.Log(clipped is null ? [all.Values] : [all.Values, clipped.Values]),
                Lines = clipped is null ? [] : [new("median, clipped", run.Epochs, clipped.Medians, 1)],
                Flags = SpikeMarks.Of(run, all),
            },
            run,
            all,
            dots: true);
    }

    static Figure? Medians(RunView run) => FigureKit.Lines(
        "gradient-medians",
        new() { Title = "Medians, parameter by parameter", LogY = true, Height = 260 },
        run.Parameters.Select((parameter, i) => FigureKit.Numbered(Escape.Middle(parameter.Name, 22), run.Epochs, parameter.Norm.Medians, i)));

    /// <summary>How to read a fan, as a small drawing.</summary>
    static string Key() =>
        """
        <svg class="chart key" viewBox="0 0 470 46" role="img" aria-label="How to read the charts: line median, dark quartiles, light 5 to 95 percent, thin extremes"><path class="wide f0" d="M8 10L70 6L70 42L8 38Z"/><path class="mid f0" d="M8 18L70 15L70 33L8 30Z"/><path class="outer s0" d="M8 4L70 2M8 44L70 45"/><path class="line s0" d="M8 24L70 24"/><text x="80" y="28">line: median</text><text x="160" y="28">dark: middle half</text><text x="266" y="28">light: 5–95 %</text><text x="352" y="28">thin lines: extremes</text></svg>
        """;
}
