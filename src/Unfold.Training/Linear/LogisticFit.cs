namespace Unfold.Training;

/// <summary>Fits a logistic model with an L2 penalty: minimises Σ u · loss + |w|² / (2 C), both divided by the number of rows. The intercept is not penalised.</summary>
static class LogisticFit
{
    const int MostIterations = 200;

    /// <summary>The weights <c>[features, logits]</c>, then an intercept a logit, and the iterations they took.</summary>
    /// <param name="problem">The loss.</param>
    /// <param name="strength">The inverse strength C of the penalty.</param>
    /// <param name="gain">The fit ends when an iteration gains less than this share of the value.</param>
    /// <param name="cancellation">Ends the fit.</param>
    /// <param name="start">Where it starts; by default from zero.</param>
    public static (double[] Weights, int Iterations) Run(LogisticProblem problem, double strength, double gain, CancellationToken cancellation, double[]? start = null)
    {
        double scale = 1 / (strength * problem.Rows);
        double[] weights = start is null ? new double[problem.Penalised + problem.Width] : [.. start];
        int iterations = LimitedMemoryBfgs.Minimize(Objective, weights, tolerance: 1e-6, gain, MostIterations, cancellation);
        return (weights, iterations);

        double Objective(double[] w, double[] gradient)
        {
            double loss = problem.Loss(w, gradient);
            double penalty = VectorMath.Dot(w, w, problem.Penalised);
            VectorMath.AddScaled(w, scale, gradient, problem.Penalised);
            return loss + (0.5 * scale * penalty);
        }
    }
}
