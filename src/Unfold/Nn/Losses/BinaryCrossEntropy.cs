using System.Numerics;

namespace Unfold.Nn;

/// <summary>The loss of a yes-or-no answer, from logits.</summary>
/// <remarks>
/// l = (1 − y) z + w (ln(1 + e^−|z|) + max(−z, 0)) with w = 1 + (p − 1) y for a positive weight p; the loss is the mean
/// over the examples. Never a sigmoid first: large logits stay exact. Source: torch.nn.BCEWithLogitsLoss, PyTorch 1.13.
/// </remarks>
public static class BinaryCrossEntropy
{
    /// <summary>The mean loss over the examples of a batch.</summary>
    /// <param name="logits">[B] or [B, 1].</param>
    /// <param name="targets">[B] in 0..1.</param>
    /// <param name="positiveWeight">p: how many times a positive example counts. <value>Default: 1.</value></param>
    /// <param name="perExample">Where given, [B]: receives each example's loss.</param>
    /// <exception cref="ShapeException">Not one logit a target.</exception>
    public static Tensor WithLogits(Tensor logits, ReadOnlySpan<float> targets, double positiveWeight = 1, Span<double> perExample = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Length != targets.Length || targets.IsEmpty) TensorErrors.Targets("BinaryCrossEntropy", targets.Length, logits.Length);
        return logits.DType == DType.Float32
            ? LossNode<float>.Apply(logits, targets, positiveWeight, perExample)
            : LossNode<double>.Apply(logits, targets, positiveWeight, perExample);
    }

    sealed class LossNode<T>(Tensor output, Tensor logits, Tensor slopes) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor logits, ReadOnlySpan<float> targets, double positiveWeight, Span<double> perExample)
        {
            Tensor loss = Tape.Allocate(Shape.Scalar, logits.DType, logits.RequiresGrad);
            Tensor slopes = Tape.Allocate(new Shape(targets.Length), logits.DType, requiresGrad: false);
            ReadOnlySpan<T> zs = logits.Span<T>();
            Span<T> dz = slopes.Span<T>();
            double sum = 0;
            for (int i = 0; i < targets.Length; i++)
            {
                (double z, double y) = (double.CreateTruncating(zs[i]), targets[i]);
                double weight = 1 + ((positiveWeight - 1) * y);
                double small = Math.Exp(-Math.Abs(z));
                double l = ((1 - y) * z) + (weight * (double.LogP1(small) + Math.Max(-z, 0)));
                double no = z >= 0 ? small / (1 + small) : 1 / (1 + small); // 1 − σ(z)
                dz[i] = T.CreateTruncating((1 - y - (weight * no)) / targets.Length);
                sum += l;
                if (!perExample.IsEmpty) perExample[i] = l;
            }
            loss.Span<T>()[0] = T.CreateTruncating(sum / targets.Length);
            if (loss.RequiresGrad) Tape.Record(new LossNode<T>(loss, logits, slopes));
            return loss;
        }

        public override void Backward()
        {
            T dy = Output.GradientSpan<T>()[0];
            ReadOnlySpan<T> dz = slopes.Span<T>();
            Span<T> dx = logits.GradientSpan<T>();
            for (int i = 0; i < dx.Length; i++) dx[i] += dy * dz[i];
        }
    }
}
