namespace Unfold.Training;

/// <summary>The loss of a logistic model on sparse rows, with its slope.</summary>
/// <remarks>
/// logits[row, k] = Σ_f x[row, f] · s[f, k] · w[f, k] + w[F, k]; two classes have one logit, more have one each. The loss is
/// Σ_row u[class(row)] · −ln p(class(row)) / rows. Without a scale s is 1.
/// </remarks>
sealed class LogisticProblem
{
    readonly SparseMatrix _rows;
    readonly int[] _targets;
    readonly double[] _classWeights;
    readonly float[]? _scale;
    readonly float[] _effective;
    readonly double[] _slopes, _losses;

    public LogisticProblem(SparseMatrix rows, int[] targets, int classes, ClassWeighting weighting, float[]? scale = null)
    {
        (_rows, _targets, _scale, Width) = (rows, targets, scale, classes == 2 ? 1 : classes);
        _classWeights = ClassBalance.Weights(weighting, targets, classes);
        _effective = new float[rows.Columns * Width];
        _slopes = new double[rows.Rows * Width];
        _losses = new double[(rows.Rows + SparseMatrix.BlockRows - 1) / SparseMatrix.BlockRows];
    }

    /// <summary>Looked at before each block of rows or features.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Logits of a row.</summary>
    public int Width { get; }

    public int Rows => _rows.Rows;

    /// <summary>Weights that are penalised; behind them stand the intercepts.</summary>
    public int Penalised => _rows.Columns * Width;

    /// <summary>The loss at w; fills its gradient.</summary>
    public double Loss(double[] w, double[] gradient)
    {
        int width = Width, penalised = Penalised;
        if (_scale is null) VectorMath.InSpans(penalised, (from, to) => Narrow(w, _effective, from, to));
        else VectorMath.InSpans(penalised, (from, to) => Narrow(w, _scale, _effective, from, to));
        SparseMatrix.InBlocks(_losses.Length, block =>
        {
            Span<double> logits = stackalloc double[width];
            double sum = 0;
            int end = Math.Min(_rows.Rows, (block + 1) * SparseMatrix.BlockRows);
            for (int row = block * SparseMatrix.BlockRows; row < end; row++)
            {
                _rows.Multiply(row, _effective, logits);
                for (int k = 0; k < width; k++) logits[k] += w[penalised + k];
                int target = _targets[row];
                double weight = _classWeights[target] / _rows.Rows;
                sum += weight * Predictions.Loss(logits, target);
                for (int k = 0; k < width; k++) _slopes[(row * width) + k] = weight * Slope(logits, k, target);
            }
            _losses[block] = sum;
        }, Cancellation);
        _rows.MultiplyTransposed(_slopes, width, gradient, Cancellation);
        if (_scale is not null) VectorMath.InSpans(penalised, (from, to) => Multiply(_scale, gradient, from, to));
        gradient.AsSpan(penalised).Clear();
        for (int i = 0; i < _slopes.Length; i++) gradient[penalised + (i % width)] += _slopes[i];
        double loss = 0;
        foreach (double part in _losses) loss += part;
        return loss;
    }

    static void Narrow(double[] w, float[] to, int from, int end)
    {
        for (int i = from; i < end; i++) to[i] = (float)w[i];
    }

    static void Narrow(double[] w, float[] scale, float[] to, int from, int end)
    {
        for (int i = from; i < end; i++) to[i] = (float)(w[i] * scale[i]);
    }

    static void Multiply(float[] scale, double[] gradient, int from, int end)
    {
        for (int i = from; i < end; i++) gradient[i] *= scale[i];
    }

    static double Slope(ReadOnlySpan<double> logits, int k, int target) => logits.Length == 1
        ? Predictions.Sigmoid(logits[0]) - target
        : Math.Exp(-Predictions.Loss(logits, k)) - (k == target ? 1 : 0);
}
