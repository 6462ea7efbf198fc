using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Nn;

/// <summary>The loss of one answer out of C classes, from logits.</summary>
/// <remarks>
/// l = −Σ_c q_c w_c ln softmax(z)_c with q the target, smoothed by ε; the loss is Σ l / Σ w_target, the plain mean where
/// there are no weights. Source: torch.nn.CrossEntropyLoss, PyTorch 1.13.
/// </remarks>
public static class CrossEntropy
{
    static readonly CrossEntropyOptions Defaults = new();

    /// <summary>The mean loss over the rows of a batch.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="targets">[B] classes in 0..C−1.</param>
    /// <param name="options">Class weights and label smoothing. <value>Default: none.</value></param>
    /// <param name="perExample">Where given, [B]: receives each row's loss, its weight included.</param>
    /// <exception cref="ShapeException">Not one row of logits a target, or not one weight a class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target outside 0..C−1.</exception>
    public static Tensor WithLogits(
        Tensor logits, ReadOnlySpan<int> targets, CrossEntropyOptions? options = null, Span<double> perExample = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        options ??= Defaults;
        if (logits.Shape.Rank != 2 || logits.Shape[0] != targets.Length || targets.IsEmpty)
        {
            TensorErrors.Targets("CrossEntropy", targets.Length, logits.Shape.Rows);
        }
        int classes = logits.Shape[1];
        foreach (int target in targets)
        {
            if ((uint)target >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"CrossEntropy: expected classes in 0..{classes - 1}. Is the output layer wide enough?");
            }
        }
        if (options.ClassWeights is { } weights && weights.Count != classes)
        {
            throw new ShapeException($"CrossEntropy: expected {classes} class weights, got {weights.Count}. Give one a class, in the order of the classes.");
        }
        return logits.DType == DType.Float32
            ? LossNode<float>.Apply(logits, targets, options, perExample)
            : LossNode<double>.Apply(logits, targets, options, perExample);
    }

    sealed class LossNode<T>(Tensor output, Tensor logits, Tensor slopes) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor logits, ReadOnlySpan<int> targets, CrossEntropyOptions options, Span<double> perExample)
        {
            int classes = logits.Shape[1];
            Tensor loss = Tape.Allocate(Shape.Scalar, logits.DType, logits.RequiresGrad);
            Tensor slopes = Tape.Allocate(logits.Shape, logits.DType, requiresGrad: false);
            Span<T> logs = slopes.Span<T>();
            RowKernels.LogSoftmax<T>(logits.Span<T>(), classes, logs);

            bool plain = options is { ClassWeights: null, LabelSmoothing: 0 };
            double total = 0, sum = 0;
            foreach (int target in targets) total += Weight(options, target);
            double even = options.LabelSmoothing / classes;
            for (int i = 0; i < targets.Length; i++)
            {
                Span<T> row = logs.Slice(i * classes, classes);
                double l = plain ? -double.CreateTruncating(row[targets[i]]) : Loss(row, options, targets[i], even);
                if (plain) Slopes(row, targets[i], total);
                else Slopes(row, options, targets[i], even, total);
                sum += l;
                if (!perExample.IsEmpty) perExample[i] = l;
            }
            loss.Span<T>()[0] = T.CreateTruncating(sum / total);
            if (loss.RequiresGrad) Tape.Record(new LossNode<T>(loss, logits, slopes));
            return loss;
        }

        public override void Backward()
        {
            T dy = Output.GradientSpan<T>()[0];
            Elementwise.AddScaled(slopes.Span<T>(), dy, logits.GradientSpan<T>());
        }

        /// <summary>−Σ_c q_c ln softmax(z)_c, from the logarithms.</summary>
        static double Loss(ReadOnlySpan<T> row, CrossEntropyOptions options, int target, double even)
        {
            double l = 0;
            for (int c = 0; c < row.Length; c++) l -= Target(options, target, c, even) * double.CreateTruncating(row[c]);
            return l;
        }

        /// <summary>Logarithms become slopes: d/dz_c of −Σ q ln softmax(z) is softmax(z)_c · Σ q − q_c.</summary>
        static void Slopes(Span<T> row, CrossEntropyOptions options, int target, double even, double total)
        {
            double mass = 0;
            for (int c = 0; c < row.Length; c++) mass += Target(options, target, c, even);
            for (int c = 0; c < row.Length; c++)
                row[c] = T.CreateTruncating(((Math.Exp(double.CreateTruncating(row[c])) * mass) - Target(options, target, c, even)) / total);
        }

        /// <summary>The same where q is 1 for the target and 0 elsewhere. Single precision keeps the exponentials' digits by taking them in double.</summary>
        static void Slopes(Span<T> row, int target, double total)
        {
            if (typeof(T) == typeof(double))
            {
                Elementwise.Exp(row, row);
                row[target] -= T.One;
                Elementwise.Scale(T.CreateTruncating(1 / total), row, row);
                return;
            }
            for (int c = 0; c < row.Length; c++)
                row[c] = T.CreateTruncating((Math.Exp(double.CreateTruncating(row[c])) - (c == target ? 1 : 0)) / total);
        }

        static double Weight(CrossEntropyOptions options, int target) => options.ClassWeights is { } weights ? weights[target] : 1;

        static double Target(CrossEntropyOptions options, int target, int c, double even) =>
            Weight(options, c) * ((c == target ? 1 - options.LabelSmoothing : 0) + even);
    }
}
