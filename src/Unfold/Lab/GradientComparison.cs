namespace Unfold.Lab;

/// <summary>How far two gradients of one matrix are apart.</summary>
/// <param name="Parameter">The matrix.</param>
/// <param name="Way">How the other gradient was taken.</param>
/// <param name="MaxAbsolute">The largest difference of two elements; NaN where one is.</param>
/// <param name="MaxRelative">The largest difference over the larger magnitude of the two, elements below a millionth of the matrix's largest counted as that (and below 1e-5 as that, where one is a central difference: the loss is rounded); NaN where one is.</param>
/// <param name="Checked">Elements compared.</param>
public sealed record GradientComparison(string Parameter, string Way, double MaxAbsolute, double MaxRelative, int Checked)
{
    /// <summary>Compares two gradients of one matrix.</summary>
    /// <param name="parameter">The matrix.</param>
    /// <param name="way">How the other gradient was taken.</param>
    /// <param name="expected">One, row by row.</param>
    /// <param name="actual">The other.</param>
    /// <param name="least">The least magnitude that a difference is put in relation to. <value>Default: none beyond the millionth.</value></param>
    public static GradientComparison Of(string parameter, string way, double[] expected, double[] actual, double least = 0)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        double floor = Math.Max(least, 1e-6 * expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        double absolute = 0, relative = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]), scale = Math.Max(Math.Max(Math.Abs(expected[i]), Math.Abs(actual[i])), floor);
            absolute = Worse(absolute, difference);
            relative = Worse(relative, difference == 0 ? 0 : difference / scale);
        }
        return new GradientComparison(parameter, way, absolute, relative, expected.Length);
    }

    static double Worse(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
}
