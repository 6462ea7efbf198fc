using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Single charts of a run as SVG files that stand alone, for a README or a paper.</summary>
public static class RunCharts
{
    /// <summary>Loss by epoch, with the entropy of the class frequencies drawn in.</summary>
    public static string Loss(string runFolder) => Alone(CurveSection.Loss(Load(runFolder)));

    /// <summary>Accuracy by epoch, with the majority answer and the baselines drawn in.</summary>
    public static string Accuracy(string runFolder) => Alone(CurveSection.Accuracy(Load(runFolder)));

    /// <summary>The fan of a parameter's gradient norms by epoch.</summary>
    /// <exception cref="DataException">The run's record has no such parameter.</exception>
    public static string GradientNorm(string runFolder, string parameter)
    {
        RunView run = Load(runFolder);
        ParameterView view = run.Parameters.FirstOrDefault(candidate => candidate.Name == parameter)
            ?? throw new DataException($"{runFolder}: expected a recorded parameter \"{parameter}\", got none of that name. The record has: {string.Join(", ", run.Parameters.Select(candidate => candidate.Name))}.");
        SvgChart chart = (SvgChart)GradientSection.Norm(run, view, FanRange.Log([view.Norm.Values]))!.Chart;
        return (chart with { Flags = [] } with { Width = 560, Height = 300, Subtitle = "gradient norm, step by step" }).ToSvg(standalone: true);
    }

    static string Alone(Figure? figure) => (figure?.Chart ?? new SvgChart()).ToSvg(standalone: true);

    static RunView Load(string runFolder) => RunView.Load(RunFolder.Open(runFolder));
}
