namespace Unfold.Reporting;

/// <summary>Numbers as a row of small bars, for a terminal.</summary>
public static class Sparkline
{
    const string Blocks = "▁▂▃▄▅▆▇█";
    const string Plain = "_.-~=+*#";

    /// <summary>A bar for each number; of more numbers than fit, the last ones.</summary>
    /// <param name="values">The numbers; what is not finite is a blank.</param>
    /// <param name="width">The most characters.</param>
    /// <param name="logarithmic">Whether a step up is a factor; numbers of 0 and below are blanks then.</param>
    /// <param name="unicode">Whether the terminal shows block characters; other characters stand in for them where not.</param>
    public static string Of(ReadOnlySpan<double> values, int width, bool logarithmic = false, bool unicode = true)
    {
        ReadOnlySpan<double> shown = values.Length > width ? values[^width..] : values;
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        double[] heights = new double[shown.Length];
        for (int i = 0; i < shown.Length; i++)
        {
            heights[i] = logarithmic ? Math.Log(shown[i]) : shown[i];
            if (double.IsFinite(heights[i]))
                (low, high) = (Math.Min(low, heights[i]), Math.Max(high, heights[i]));
        }
        string bars = unicode ? Blocks : Plain;
        return string.Create(shown.Length, (heights, low, high, bars), static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                double share = state.high > state.low ? (state.heights[i] - state.low) / (state.high - state.low) : 0.5;
                text[i] = double.IsFinite(state.heights[i]) ? state.bars[(int)Math.Round(share * (state.bars.Length - 1))] : ' ';
            }
        });
    }
}
