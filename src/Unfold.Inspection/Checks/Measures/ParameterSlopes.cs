namespace Unfold.Inspection;

/// <summary>Compares slopes of the loss with a parameter's gradient: along random directions over the whole tensor, and along single elements.</summary>
/// <remarks>
/// The slope is the five-point stencil (−f(x+2h) + 8 f(x+h) − 8 f(x−h) + f(x−2h)) / 12h along a direction of length 1 (Abramowitz and Stegun 1964,
/// 25.3.6). The error is |a − n| / max(|a|, |n|, s), where s is a hundredth of the slope to be expected along a random direction. Where the loss
/// has a kink nearby (ReLU, maximum), a smaller step avoids it: the smaller of two errors counts.
/// </remarks>
sealed class ParameterSlopes(Func<double> loss, bool isDouble, int directions)
{
    /// <summary>The most slopes of one parameter.</summary>
    public const int Most = 6;

    /// <summary>How often the loss is computed for a slope.</summary>
    public const int Evaluations = 4;
    const double Agrees = 1e-4;
    readonly Rng _rng = new Rng(0).Fork("slopes");

    public ParameterGradientCheck Compare(Parameter parameter, double[] gradient, int[] elements)
    {
        double norm = Math.Sqrt(RowMath.Dot(gradient, gradient)), worst = 0;
        if (elements.Length == 0)
            return new(parameter.Name, norm, 0, 0);
        double expected = 0.01 * norm / Math.Sqrt(elements.Length), least = Math.Max(expected, isDouble ? 1e-9 : 1e-3);
        int largest = elements.MaxBy(i => Math.Abs(gradient[i]));
        for (int turn = 0; turn < directions; turn++)
        {
            (int[] at, double[] way) = turn % 2 == 0 ? Everywhere(elements) : ([turn == 1 ? largest : elements[_rng.Next(elements.Length)]], [1d]);
            double analytic = 0;
            for (int i = 0; i < at.Length; i++)
                analytic += gradient[at[i]] * way[i];
            double error = double.PositiveInfinity;
            foreach (double step in (double[])(isDouble ? [1e-3, 1e-5] : [1e-2, 1e-3]))
            {
                double numeric = Slope(parameter.Value, at, way, step);
                error = Math.Min(error, Math.Abs(analytic - numeric) / Math.Max(least, Math.Max(Math.Abs(analytic), Math.Abs(numeric))));
                if (error < Agrees)
                    break;
            }
            worst = double.IsFinite(error) ? Math.Max(worst, error) : double.PositiveInfinity;
        }
        return new(parameter.Name, norm, worst, directions);
    }

    /// <summary>A direction of length 1 with as much of every element.</summary>
    (int[] At, double[] Way) Everywhere(int[] elements)
    {
        double[] way = new double[elements.Length];
        double part = 1 / Math.Sqrt(elements.Length);
        for (int i = 0; i < way.Length; i++)
            way[i] = (_rng.NextUInt32() & 1) == 0 ? part : -part;
        return (elements, way);
    }

    double Slope(Tensor value, int[] at, double[] way, double step)
    {
        double[] centre = new double[at.Length];
        double[] all = value.ToDoubles();
        for (int i = 0; i < at.Length; i++)
            centre[i] = all[at[i]];
        double slope = ((8 * (Loss(step) - Loss(-step))) - (Loss(2 * step) - Loss(-2 * step))) / (12 * step);
        Move(0);
        return slope;

        double Loss(double distance)
        {
            Move(distance);
            return loss();
        }

        void Move(double distance)
        {
            for (int i = 0; i < at.Length; i++)
            {
                double moved = centre[i] + (distance * way[i]);
                if (isDouble)
                    value.Span<double>()[at[i]] = moved;
                else
                    value.Span<float>()[at[i]] = (float)moved;
            }
        }
    }
}
