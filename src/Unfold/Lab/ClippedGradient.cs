namespace Unfold.Lab;

/// <summary>A gradient clipped, and what that did to its length and its direction.</summary>
/// <remarks>
/// By value every element is cut to −threshold … threshold: large elements lose, small ones do not, and the direction turns. By norm all are
/// scaled by threshold / ‖g‖ where ‖g‖ is above the threshold: the direction stays.
/// Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training Recurrent Neural Networks", 2013, algorithm 1 (by norm).
/// </remarks>
/// <param name="Threshold">The largest element, or the largest norm.</param>
/// <param name="Values">The elements afterwards.</param>
/// <param name="Before">The norm before.</param>
/// <param name="After">The norm afterwards.</param>
/// <param name="Cosine">Of the angle between the two; 1 where the direction stays, NaN where one is zero.</param>
/// <param name="Changed">The share of the elements that are not as they were.</param>
public sealed record ClippedGradient(double Threshold, double[] Values, double Before, double After, double Cosine, double Changed)
{
    /// <summary>Cuts every element to −threshold … threshold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not above 0.</exception>
    public static ClippedGradient ByValue(IReadOnlyList<double> gradient, double threshold)
    {
        Check(gradient, threshold);
        return Of(gradient, threshold, [.. gradient.Select(value => Math.Clamp(value, -threshold, threshold))]);
    }

    /// <summary>Scales a gradient whose norm is above the threshold down to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not above 0.</exception>
    public static ClippedGradient ByNorm(IReadOnlyList<double> gradient, double threshold)
    {
        Check(gradient, threshold);
        double norm = Unfolding.Norm(gradient);
        return Of(gradient, threshold, norm > threshold ? [.. gradient.Select(value => value * (threshold / norm))] : [.. gradient]);
    }

    /// <summary>The threshold by value that leaves a gradient with a given norm, to a part in 1e12; the largest element where it has that norm already.</summary>
    /// <param name="gradient">The elements.</param>
    /// <param name="norm">The norm to be left, above 0.</param>
    public static double ThresholdFor(IReadOnlyList<double> gradient, double norm)
    {
        Check(gradient, norm);
        (double low, double high) = (0, gradient.Select(Math.Abs).DefaultIfEmpty(0).Max());
        if (Unfolding.Norm(gradient) <= norm) return high > 0 ? high : norm;
        for (int i = 0; i < 200 && high - low > 1e-13 * high; i++)
        {
            double middle = (low + high) / 2;
            if (ByValue(gradient, middle).After > norm) high = middle;
            else low = middle;
        }
        return (low + high) / 2;
    }

    static ClippedGradient Of(IReadOnlyList<double> before, double threshold, double[] after)
    {
        double dot = 0, a = Unfolding.Norm(before), b = Unfolding.Norm(after);
        int changed = 0;
        for (int i = 0; i < after.Length; i++)
        {
            dot += before[i] * after[i];
            changed += before[i] == after[i] ? 0 : 1;
        }
        return new ClippedGradient(threshold, after, a, b, a > 0 && b > 0 ? Math.Clamp(dot / a / b, -1, 1) : double.NaN, after.Length == 0 ? 0 : (double)changed / after.Length);
    }

    static void Check(IReadOnlyList<double> gradient, double threshold)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (!(threshold > 0 && double.IsFinite(threshold))) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "ClippedGradient: expected a threshold above 0.");
    }
}
