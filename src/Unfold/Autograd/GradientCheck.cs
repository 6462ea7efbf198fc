namespace Unfold;

/// <summary>Compares gradients of the tape with central differences, in double precision.</summary>
/// <remarks>
/// The numeric slope is the five-point stencil (−f(x+2h) + 8 f(x+h) − 8 f(x−h) + f(x−2h)) / 12h, whose error is of order
/// h⁴ (Abramowitz and Stegun 1964, 25.3.6), so that a relative bound of 1e-7 is a real one. The relative error of an element is
/// |a − n| / max(|a|, |n|, s), where s is a thousandth of the largest slope of its tensor: slopes that are zero up to
/// rounding do not count as wrong. Where the two differences of the stencil disagree there is a kink between its points, as ReLU and
/// the maximum have, or strong bending: the step becomes a sixteenth, at most twice. The analytic slope has no say in that.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Two central differences, one twice as wide, that differ by more than this share are not of a smooth piece.</summary>
    const double Bend = 1e-4;

    /// <summary>A smaller difference of the two is rounding.</summary>
    const double Least = 1e-9;

    /// <summary>What the step is divided by there.</summary>
    const double Finer = 16;

    /// <summary>Checks every trainable parameter of a module and any further inputs.</summary>
    /// <param name="loss">Computes a scalar in Float64; called many times, and must give the same each time.</param>
    /// <param name="parameters">The parameters to check.</param>
    /// <param name="inputs">Leaves that require a gradient, with their names. <value>Default: none.</value></param>
    /// <param name="options">Step and how many elements of each tensor to check. <value>Default: all elements.</value></param>
    /// <exception cref="ArgumentException">A tensor is not Float64, or an input requires no gradient.</exception>
    public static IReadOnlyList<GradientCheckEntry> Run(
        Func<Tensor> loss,
        IEnumerable<Parameter> parameters,
        IEnumerable<(string Name, Tensor Leaf)>? inputs = null,
        GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        options ??= new GradientCheckOptions();
        List<Parameter> checkedParameters = [.. parameters.Where(parameter => parameter.Trainable)];
        List<(string Name, Tensor Leaf)> leaves = [.. inputs ?? []];
        foreach (Tensor leaf in leaves.Select(entry => entry.Leaf).Concat(checkedParameters.Select(parameter => parameter.Value)))
        {
            if (leaf.DType != DType.Float64 || !leaf.RequiresGrad)
            {
                throw new ArgumentException(
                    $"GradientCheck: expected Float64 tensors that require a gradient, got {leaf}. Convert the model with To(DType.Float64).", nameof(parameters));
            }
        }

        foreach (Parameter parameter in checkedParameters) parameter.Gradient.Clear();
        foreach (var (_, leaf) in leaves) leaf.ClearGradient();
        loss().Backward();

        var entries = new List<GradientCheckEntry>();
        foreach (Parameter parameter in checkedParameters)
        {
            entries.Add(Compare(parameter.Name, parameter.Value, parameter.Gradient.ToDoubles(), loss, options));
        }
        foreach (var (name, leaf) in leaves)
        {
            entries.Add(Compare(name, leaf, leaf.Grad?.ToDoubles() ?? new double[leaf.Length], loss, options));
        }
        foreach (Parameter parameter in checkedParameters) parameter.Gradient.Clear();
        return entries;
    }

    static GradientCheckEntry Compare(string name, Tensor leaf, double[] analytic, Func<Tensor> loss, GradientCheckOptions options)
    {
        int stride = Math.Max(1, leaf.Length / Math.Max(1, options.MaxElements));
        double floor = 1e-3 * analytic.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double worstAbsolute = 0, worstRelative = 0;
        int count = 0;
        for (int i = 0; i < leaf.Length; i += stride, count++)
        {
            double numeric = Slope(leaf, i, loss, options.Step);
            double error = Math.Abs(analytic[i] - numeric);
            double scale = Math.Max(Math.Max(Math.Abs(analytic[i]), Math.Abs(numeric)), Math.Max(floor, 1e-9));
            worstAbsolute = NanMax(worstAbsolute, error);
            worstRelative = NanMax(worstRelative, error / scale);
        }
        return new GradientCheckEntry(name, worstAbsolute, worstRelative, count);
    }

    static double Slope(Tensor leaf, int index, Func<Tensor> loss, double h, int finer = 2)
    {
        double centre = leaf.Span<double>()[index];
        double inner = (At(centre + h) - At(centre - h)) / (2 * h), outer = (At(centre + (2 * h)) - At(centre - (2 * h))) / (4 * h);
        leaf.Span<double>()[index] = centre;
        bool bends = Math.Abs(inner - outer) > Math.Max(Least, Bend * Math.Max(Math.Abs(inner), Math.Abs(outer)));
        return bends && finer > 0 ? Slope(leaf, index, loss, h / Finer, finer - 1) : ((4 * inner) - outer) / 3;

        double At(double x)
        {
            leaf.Span<double>()[index] = x;
            return Tape.NoGrad(loss).Item();
        }
    }

    /// <summary>The larger of the two; a NaN is larger than everything.</summary>
    static double NanMax(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
}
