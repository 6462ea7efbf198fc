namespace Unfold.Training;

/// <summary>Minimises a smooth function from its values and gradients.</summary>
/// <remarks>
/// The direction comes from the last ten steps by the two-loop recursion; the step is shortened until the Armijo condition
/// holds, and a pair is kept only where its curvature is positive. Source: J. Nocedal, S. Wright, "Numerical Optimization", 2006, algorithm 7.4.
/// </remarks>
static class LimitedMemoryBfgs
{
    const int Memory = 10;

    /// <summary>A function: fills the gradient at x and returns the value.</summary>
    public delegate double Objective(double[] x, double[] gradient);

    /// <summary>Moves x until the largest element of the gradient is at most the tolerance, or an iteration gains less than <paramref name="gain"/> of the value; returns the number of iterations.</summary>
    public static int Minimize(Objective objective, double[] x, double tolerance, double gain, int maxIterations, CancellationToken cancellation)
    {
        int n = x.Length;
        double[] gradient = new double[n], direction = new double[n], next = new double[n], nextGradient = new double[n];
        var pairs = new List<(double[] Step, double[] Change, double Curvature)>(Memory);
        double value = objective(x, gradient);
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (VectorMath.Largest(gradient) <= tolerance) return iteration;
            Direction(gradient, pairs, direction);
            double slope = VectorMath.Dot(gradient, direction, n);
            double step = pairs.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(VectorMath.Dot(gradient, gradient, n))) : 1;
            double nextValue;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                x.CopyTo(next, 0);
                VectorMath.AddScaled(direction, step, next, n);
                nextValue = objective(next, nextGradient);
                if (nextValue <= value + (1e-4 * step * slope)) break;
                step /= 2;
                if (step < 1e-12) return iteration; // no descent left in the numbers' precision
            }
            Remember(pairs, x, next, gradient, nextGradient);
            (double before, value) = (value, nextValue);
            next.CopyTo(x, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
            if (before - value <= gain * Math.Max(Math.Abs(before), 1)) return iteration + 1;
        }
        return maxIterations;
    }

    static void Remember(List<(double[] Step, double[] Change, double Curvature)> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        double[] step, change;
        if (pairs.Count == Memory)
        {
            (step, change, _) = pairs[0];
            pairs.RemoveAt(0);
        }
        else
        {
            (step, change) = (new double[x.Length], new double[x.Length]);
        }
        VectorMath.InSpans(x.Length, (start, end) =>
        {
            for (int i = start; i < end; i++) (step[i], change[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        });
        double curvature = VectorMath.Dot(step, change, x.Length);
        if (curvature > 1e-12 * VectorMath.Dot(change, change, x.Length)) pairs.Add((step, change, curvature));
    }

    static void Direction(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> pairs, double[] direction)
    {
        int n = gradient.Length;
        VectorMath.InSpans(n, (start, end) =>
        {
            for (int i = start; i < end; i++) direction[i] = -gradient[i];
        });
        Span<double> alphas = stackalloc double[Memory];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = VectorMath.Dot(pairs[k].Step, direction, n) / pairs[k].Curvature;
            VectorMath.AddScaled(pairs[k].Change, -alphas[k], direction, n);
        }
        if (pairs.Count > 0)
        {
            double scale = pairs[^1].Curvature / VectorMath.Dot(pairs[^1].Change, pairs[^1].Change, n);
            VectorMath.InSpans(n, (start, end) =>
            {
                for (int i = start; i < end; i++) direction[i] *= scale;
            });
        }
        for (int k = 0; k < pairs.Count; k++)
        {
            double beta = VectorMath.Dot(pairs[k].Change, direction, n) / pairs[k].Curvature;
            VectorMath.AddScaled(pairs[k].Step, alphas[k] - beta, direction, n);
        }
    }
}
