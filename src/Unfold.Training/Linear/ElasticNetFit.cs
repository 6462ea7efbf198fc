namespace Unfold.Training;

/// <summary>Fits a logistic model with an L1 and an L2 penalty: minimises C Σ u · loss + (1 − ρ)/2 |w|² + ρ Σ |w|. The intercept is not penalised.</summary>
/// <remarks>
/// Proximal gradient steps with momentum, begun anew when they turn back; the step is shortened until the quadratic bound holds.
/// Sources: A. Beck, M. Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm", 2009; B. O'Donoghue, E. Candès, "Adaptive Restart", 2015.
/// </remarks>
static class ElasticNetFit
{
    const int MostIterations = 1000;

    /// <summary>The weights <c>[features, logits]</c>, then an intercept a logit, and the iterations they took.</summary>
    /// <param name="problem">The loss.</param>
    /// <param name="strength">The inverse strength C of the penalty.</param>
    /// <param name="share">ρ: the share of L1, 0..1.</param>
    /// <param name="tolerance">The fit ends when no weight would move by more than this at a step of size 1.</param>
    /// <param name="cancellation">Ends the fit.</param>
    public static (double[] Weights, int Iterations) Run(LogisticProblem problem, double strength, double share, double tolerance, CancellationToken cancellation)
    {
        int n = problem.Penalised + problem.Width, penalised = problem.Penalised;
        double scale = 1 / (strength * problem.Rows), ridge = (1 - share) * scale, lasso = share * scale;
        double[] at = new double[n], next = new double[n], ahead = new double[n], gradient = new double[n], unused = new double[n], step = new double[n];
        (double bound, double momentum) = (1, 1);
        for (int iteration = 1; iteration <= MostIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double value = Smooth(ahead, gradient);
            while (true)
            {
                VectorMath.InSpans(n, (start, end) => Shrink(ahead, gradient, next, start, end, bound, lasso, penalised));
                VectorMath.InSpans(n, (start, end) => Subtract(next, ahead, step, start, end));
                double model = value + VectorMath.Dot(gradient, step, n) + (0.5 * bound * VectorMath.Dot(step, step, n));
                if (Smooth(next, unused) <= model + 1e-12 || bound > 1e12) break;
                bound *= 2;
            }
            if (VectorMath.Largest(step) * bound <= tolerance) return (next, iteration);
            VectorMath.InSpans(n, (start, end) => Subtract(next, at, unused, start, end));
            double before = VectorMath.Dot(step, unused, n) < 0 ? 1 : momentum; // the step turns back on the way so far
            momentum = (1 + Math.Sqrt(1 + (4 * before * before))) / 2;
            double carry = before == 1 ? 0 : (before - 1) / momentum;
            next.CopyTo(ahead, 0);
            VectorMath.AddScaled(unused, carry, ahead, n);
            (at, next) = (next, at);
        }
        return (at, MostIterations);

        double Smooth(double[] w, double[] slope)
        {
            double loss = problem.Loss(w, slope);
            VectorMath.AddScaled(w, ridge, slope, penalised);
            return loss + (0.5 * ridge * VectorMath.Dot(w, w, penalised));
        }
    }

    static void Shrink(double[] from, double[] gradient, double[] to, int start, int end, double bound, double lasso, int penalised)
    {
        for (int i = start; i < end; i++)
        {
            double moved = from[i] - (gradient[i] / bound);
            to[i] = i >= penalised ? moved : Math.Sign(moved) * Math.Max(Math.Abs(moved) - (lasso / bound), 0);
        }
    }

    static void Subtract(double[] a, double[] b, double[] to, int start, int end)
    {
        for (int i = start; i < end; i++) to[i] = a[i] - b[i];
    }
}
