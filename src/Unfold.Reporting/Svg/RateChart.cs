namespace Unfold.Reporting;

/// <summary>The picture of a search for a learning rate.</summary>
public static class RateChart
{
    /// <summary>Loss over the rate, on a logarithmic axis.</summary>
    /// <param name="title">What was searched for.</param>
    /// <param name="rates">The rate of each step.</param>
    /// <param name="losses">The batch's loss at each step.</param>
    /// <param name="smooth">Their running mean.</param>
    /// <param name="suggested">The rate that is suggested.</param>
    /// <param name="atMinimum">The rate at which the running mean is least.</param>
    public static SvgChart Of(string title, IReadOnlyList<double> rates, IReadOnlyList<double> losses, IReadOnlyList<double> smooth, double suggested, double atMinimum)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(smooth);
        double top = Math.Min(losses.Max(), 2 * smooth[0]);
        return new SvgChart
        {
            Title = title,
            Subtitle = "one step a rate, from fresh weights; dots are single batches",
            XLabel = "learning rate",
            YLabel = "loss",
            Width = 720,
            LogX = true,
            YRange = (Math.Max(0, smooth.Min() - (0.3 * (top - smooth.Min()))), top),
            Dots = [new ChartDots(rates, losses, 0)],
            Lines = [new ChartLine("running mean", rates, smooth, 0)],
            Marks = [new ChartMark("suggested", suggested), new ChartMark("least", atMinimum)],
        };
    }
}
