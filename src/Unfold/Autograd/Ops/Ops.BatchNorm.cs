using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias, mean and variance taken of each feature over all rows of the batch.</summary>
    /// <param name="x">[..., F], at least one row.</param>
    /// <param name="weight">[F].</param>
    /// <param name="bias">[F].</param>
    /// <param name="epsilon">ε. <value>Default: 1e-5.</value></param>
    /// <remarks>The variance divides by the number of rows. Source: torch.nn.functional.batch_norm with training=True, PyTorch 1.13.</remarks>
    /// <exception cref="ShapeException">The last axis is not F, or there is no row.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor weight, Tensor bias, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return BatchNorm(x, weight, bias, epsilon, new BatchMoments(weight.Length));
    }

    /// <summary>The same by given means and variances, which are constants: what is computed after training.</summary>
    /// <param name="x">[..., F].</param>
    /// <param name="weight">[F].</param>
    /// <param name="bias">[F].</param>
    /// <param name="mean">[F].</param>
    /// <param name="variance">[F].</param>
    /// <param name="epsilon">ε. <value>Default: 1e-5.</value></param>
    /// <exception cref="ShapeException">The last axis is not F.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon = 1e-5)
    {
        CheckNorm("BatchNorm", x, weight, bias);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        if (mean.Length != weight.Length) TensorErrors.SameShape("BatchNorm mean", weight.Shape, mean.Shape);
        if (variance.Length != weight.Length) TensorErrors.SameShape("BatchNorm variance", weight.Shape, variance.Shape);
        var moments = new BatchMoments(weight.Length);
        mean.ToDoubles().CopyTo(moments.Mean, 0);
        variance.ToDoubles().CopyTo(moments.Variance, 0);
        return x.DType == DType.Float32
            ? BatchNormNode<float>.Apply(x, weight, bias, moments, epsilon, ofBatch: false)
            : BatchNormNode<double>.Apply(x, weight, bias, moments, epsilon, ofBatch: false);
    }

    /// <summary>By the batch's own moments, which are written to <paramref name="moments"/>.</summary>
    internal static Tensor BatchNorm(Tensor x, Tensor weight, Tensor bias, double epsilon, BatchMoments moments)
    {
        CheckNorm("BatchNorm", x, weight, bias);
        if (x.Length == 0) throw new ShapeException($"BatchNorm: expected at least one row, got {x.Shape}. A mean over nothing does not exist; leave empty batches out.");
        return x.DType == DType.Float32
            ? BatchNormNode<float>.Apply(x, weight, bias, moments, epsilon, ofBatch: true)
            : BatchNormNode<double>.Apply(x, weight, bias, moments, epsilon, ofBatch: true);
    }

    sealed class BatchNormNode<T>(Tensor output, Tensor x, Tensor weight, Tensor bias, Tensor normal, Tensor inverse, bool ofBatch) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, BatchMoments moments, double epsilon, bool ofBatch)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad || weight.RequiresGrad || bias.RequiresGrad);
            Tensor normal = Result(x, x.Shape, requiresGrad: false), mean = Result(x, weight.Shape, requiresGrad: false), inverse = Result(x, weight.Shape, requiresGrad: false);
            if (ofBatch) Measure(x, moments, mean, normal);
            else Round(moments.Mean, mean.Span<T>());
            Span<T> scales = inverse.Span<T>();
            for (int i = 0; i < scales.Length; i++) scales[i] = Of<T>(1 / Math.Sqrt(moments.Variance[i] + epsilon));
            BatchNormKernel.Forward(x.Segment<T>(), mean.Segment<T>(), inverse.Segment<T>(), weight.Segment<T>(), bias.Segment<T>(), normal.Segment<T>(), y.Segment<T>());
            if (y.RequiresGrad) Tape.Record(new BatchNormNode<T>(y, x, weight, bias, normal, inverse, ofBatch));
            return y;
        }

        public override void Backward()
        {
            ArraySegment<T> dy = Output.GradientSegment<T>(out _);
            int rows = x.Shape.Rows, columns = weight.Length;
            double[] products = new double[columns], sums = new double[columns];
            if (weight.RequiresGrad || (ofBatch && x.RequiresGrad)) ColumnSums.AddProducts<T>(dy, normal.Span<T>(), products);
            if (bias.RequiresGrad || (ofBatch && x.RequiresGrad)) ColumnSums.Add<T>(dy, sums);
            AddNormGradients<T>(weight, bias, products, sums);
            if (!x.RequiresGrad) return;
            Tensor factor = Result(x, weight.Shape, requiresGrad: false), mean = Result(x, weight.Shape, requiresGrad: false), slope = Result(x, weight.Shape, requiresGrad: false);
            Elementwise.Multiply<T>(weight.Span<T>(), inverse.Span<T>(), factor.Span<T>());
            Span<T> minusMean = mean.Span<T>(), minusSlope = slope.Span<T>();
            for (int i = 0; i < columns; i++) (minusMean[i], minusSlope[i]) = (Of<T>(-sums[i] / rows), Of<T>(-products[i] / rows));
            x.GradientSpan<T>(); // zeros where it is new
            BatchNormKernel.Backward(
                dy, normal.Segment<T>(), factor.Segment<T>(), ofBatch ? mean.Segment<T>() : ArraySegment<T>.Empty, slope.Segment<T>(), x.GradientSegment<T>(out _));
        }

        /// <summary>Two passes: the means, and then the squares of what is left, so that nothing is taken from a large number.</summary>
        static void Measure(Tensor x, BatchMoments moments, Tensor mean, Tensor centred)
        {
            int rows = x.Shape.Rows;
            Array.Clear(moments.Mean);
            Array.Clear(moments.Variance);
            ColumnSums.Add<T>(x.Span<T>(), moments.Mean);
            foreach (ref double value in moments.Mean.AsSpan()) value /= rows;
            Round(moments.Mean, mean.Span<T>());
            BatchNormKernel.Centre(x.Segment<T>(), mean.Segment<T>(), centred.Segment<T>());
            ColumnSums.AddProducts<T>(centred.Span<T>(), centred.Span<T>(), moments.Variance);
            foreach (ref double value in moments.Variance.AsSpan()) value /= rows;
        }

        static void Round(double[] from, Span<T> to)
        {
            for (int i = 0; i < to.Length; i++) to[i] = Of<T>(from[i]);
        }
    }
}
