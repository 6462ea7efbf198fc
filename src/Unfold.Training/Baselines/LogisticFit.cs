namespace Unfold.Training;

/// <summary>Fits the weights of a logistic model to sparse rows.</summary>
sealed class LogisticFit
{
    const int MaxIterations = 200;
    readonly SparseRows _rows;
    readonly int[] _targets;
    readonly double[] _classWeights;
    readonly double[] _logits; // of one row
    readonly int _width;
    readonly double _scale;

    public LogisticFit(SparseRows rows, int[] targets, int classes, BaselineRecipe options, CancellationToken cancellation)
    {
        (_rows, _targets, _width) = (rows, targets, classes == 2 ? 1 : classes);
        _classWeights = ClassBalance.Weights(options.ClassWeights, targets, classes);
        _logits = new double[_width];
        // The sum is divided by C · rows, which leaves the minimum where it is and makes the tolerance mean the same for all sizes.
        _scale = 1 / (options.Strength * rows.Count);
        Weights = new double[(rows.Columns + 1) * _width];
        Iterations = LimitedMemoryBfgs.Minimize(Objective, Weights, tolerance: 1e-6, MaxIterations, cancellation);
    }

    /// <summary>[feature, logit], then an intercept a logit.</summary>
    public double[] Weights { get; }

    public int Iterations { get; }

    double Objective(ReadOnlySpan<double> w, Span<double> gradient)
    {
        int intercepts = _rows.Columns * _width;
        double penalty = 0;
        for (int i = 0; i < intercepts; i++)
        {
            penalty += w[i] * w[i];
            gradient[i] = w[i] * _scale;
        }
        gradient[intercepts..].Clear();
        double sum = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            for (int c = 0; c < _width; c++) _logits[c] = _rows.Dot(row, w, _width, c) + w[intercepts + c];
            int target = _targets[row];
            double weight = _classWeights[target] / _rows.Count;
            double loss = Predictions.Loss(_logits, target);
            sum += weight * loss;
            for (int c = 0; c < _width; c++)
            {
                double slope = weight * Slope(c, target);
                _rows.AddTo(row, slope, gradient, _width, c);
                gradient[intercepts + c] += slope;
            }
        }
        return sum + (0.5 * penalty * _scale);
    }

    double Slope(int c, int target)
    {
        if (_width == 1) return Predictions.Sigmoid(_logits[0]) - target;
        return Math.Exp(-Predictions.Loss(_logits, c)) - (c == target ? 1 : 0);
    }
}
