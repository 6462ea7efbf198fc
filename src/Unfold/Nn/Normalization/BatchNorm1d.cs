namespace Unfold.Nn;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias, each feature over the rows of the batch; of sequences over their real steps only.
/// </summary>
/// <remarks>
/// Shapes: x <c>[..., Features]</c>, or sequences packed <c>[N, Features]</c> → y alike. While training (<see cref="Module.Training"/>, and
/// gradients are recorded) the moments are the batch's own, and the running ones follow: running = (1 − Momentum) · running + Momentum · batch,
/// its variance divided by rows − 1. Otherwise the running moments are used. One row alone has no variance: it is normalised by the
/// running moments, and they stay; PyTorch throws there. Init: weight 1, bias 0, running mean 0, running variance 1.
/// Source: S. Ioffe, C. Szegedy, "Batch Normalization", 2015; torch.nn.BatchNorm1d, PyTorch 1.13.
/// </remarks>
public sealed class BatchNorm1d : Layer
{
    readonly BatchMoments _moments;

    /// <summary>A layer that changes nothing but mean and spread at first.</summary>
    /// <param name="features">The last axis, at least 1.</param>
    /// <param name="momentum">How much of the newest batch goes into the running moments, above 0 and at most 1. <value>Default: 0.1.</value></param>
    /// <param name="epsilon">ε. <value>Default: 1e-5.</value></param>
    public BatchNorm1d(int features, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        if (momentum is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "BatchNorm1d: expected a momentum above 0 and at most 1.");
        }
        (Momentum, Epsilon, _moments) = (momentum, epsilon, new BatchMoments(features));
        Weight = Register("weight", Init.Constant(1, new Shape(features)));
        Bias = Register("bias", Init.Constant(0, new Shape(features)));
        RunningMean = RegisterBuffer("running_mean", Init.Constant(0, new Shape(features)));
        RunningVariance = RegisterBuffer("running_var", Init.Constant(1, new Shape(features)));
        BatchesTracked = RegisterBuffer("num_batches_tracked", Init.Constant(0, Shape.Scalar));
    }

    /// <summary>[Features], what the normal numbers are multiplied by.</summary>
    public Parameter Weight { get; }

    /// <summary>[Features], what is added to them.</summary>
    public Parameter Bias { get; }

    /// <summary>[Features], <c>running_mean</c>: what stands for the mean after training.</summary>
    public ModuleBuffer RunningMean { get; }

    /// <summary>[Features], <c>running_var</c>: what stands for the variance after training.</summary>
    public ModuleBuffer RunningVariance { get; }

    /// <summary>A number, <c>num_batches_tracked</c>: how many batches the running moments have seen.</summary>
    public ModuleBuffer BatchesTracked { get; }

    /// <summary>The newest batch's share of the running moments.</summary>
    public double Momentum { get; }

    /// <summary>ε, which keeps the division from exploding where a feature is constant.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!Training || !Tape.IsRecording || x.Shape.Rows < 2)
        {
            return Ops.BatchNorm(x, Weight.Value, Bias.Value, RunningMean.Value, RunningVariance.Value, Epsilon);
        }
        Tensor y = Ops.BatchNorm(x, Weight.Value, Bias.Value, Epsilon, _moments);
        Follow(RunningMean.Value, _moments.Mean, 1);
        Follow(RunningVariance.Value, _moments.Variance, x.Shape.Rows / (x.Shape.Rows - 1d));
        Set(BatchesTracked.Value, 0, BatchesTracked.Value.Item() + 1);
        return y;
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]}";

    void Follow(Tensor running, double[] batch, double factor)
    {
        double[] before = running.ToDoubles();
        for (int i = 0; i < batch.Length; i++) Set(running, i, ((1 - Momentum) * before[i]) + (Momentum * factor * batch[i]));
    }

    static void Set(Tensor tensor, int index, double value)
    {
        if (tensor.DType == DType.Float32) tensor.Span<float>()[index] = (float)value;
        else tensor.Span<double>()[index] = value;
    }
}
