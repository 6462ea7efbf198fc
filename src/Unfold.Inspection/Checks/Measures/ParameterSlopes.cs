using System.Numerics;

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

    /// <summary>Compares the gradient that the parameter has with the slopes along some of its elements.</summary>
    public ParameterGradientCheck Compare(Parameter parameter, int[] elements)
    {
        (double norm, double[] gradient) = isDouble ? Gradient<double>(parameter.Gradient, elements) : Gradient<float>(parameter.Gradient, elements);
        double worst = 0;
        if (elements.Length == 0)
            return new(parameter.Name, norm, 0, 0);
        double expected = 0.01 * norm / Math.Sqrt(elements.Length), least = Math.Max(expected, isDouble ? 1e-9 : 1e-3);
        int largest = Enumerable.Range(0, elements.Length).MaxBy(i => Math.Abs(gradient[i]));
        for (int turn = 0; turn < directions; turn++)
        {
            (int[] at, double[] way) = turn % 2 == 0 ? (elements, Everywhere(elements.Length)) : ([], [1d]);
            double analytic = 0;
            if (turn % 2 == 0)
            {
                for (int i = 0; i < way.Length; i++)
                    analytic += gradient[i] * way[i];
            }
            else
            {
                int one = turn == 1 ? largest : _rng.Next(elements.Length);
                (at, analytic) = ([elements[one]], gradient[one]);
            }
            double error = double.PositiveInfinity;
            foreach (double step in (double[])(isDouble ? [1e-3, 1e-5] : [1e-2, 1e-3]))
            {
                double numeric = isDouble ? Slope<double>(parameter.Value, at, way, step) : Slope<float>(parameter.Value, at, way, step);
                error = Math.Min(error, Math.Abs(analytic - numeric) / Math.Max(least, Math.Max(Math.Abs(analytic), Math.Abs(numeric))));
                if (error < Agrees)
                    break;
            }
            worst = double.IsFinite(error) ? Math.Max(worst, error) : double.PositiveInfinity;
        }
        return new(parameter.Name, norm, worst, directions);
    }

    /// <summary>The norm of a whole gradient, and those of its numbers that are compared; a table's is not spread out over all its rows.</summary>
    static (double Norm, double[] Chosen) Gradient<T>(Gradient gradient, int[] elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = gradient.Values<T>();
        double squares = 0;
        foreach (T value in values)
            squares += double.CreateTruncating(value) * double.CreateTruncating(value);
        double[] chosen = new double[elements.Length];
        int width = gradient.RowLength;
        Dictionary<int, int>? slots = gradient.IsRowSparse ? gradient.Rows.ToArray().Select((row, slot) => KeyValuePair.Create(row, slot)).ToDictionary() : null;
        for (int i = 0; i < chosen.Length; i++)
        {
            int at = slots is null ? elements[i] : slots.TryGetValue(elements[i] / width, out int slot) ? (slot * width) + (elements[i] % width) : values.Length;
            chosen[i] = at < values.Length ? double.CreateTruncating(values[at]) : 0; // nothing where no gradient came
        }
        return (Math.Sqrt(squares), chosen);
    }

    /// <summary>A direction of length 1 with as much of every element.</summary>
    double[] Everywhere(int count)
    {
        double[] way = new double[count];
        double part = 1 / Math.Sqrt(count);
        for (int i = 0; i < way.Length; i++)
            way[i] = (_rng.NextUInt32() & 1) == 0 ? part : -part;
        return way;
    }

    double Slope<T>(Tensor value, int[] at, double[] way, double step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] centre = new T[at.Length];
        ReadOnlySpan<T> all = value.Span<T>();
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
            Span<T> numbers = value.Span<T>();
            for (int i = 0; i < at.Length; i++)
                numbers[at[i]] = T.CreateTruncating(double.CreateTruncating(centre[i]) + (distance * way[i]));
        }
    }
}
