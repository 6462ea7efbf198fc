using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>Sets whole features of a text to zero with the given probability, the same ones at all of its steps, and divides the others by 1 − p.</summary>
    /// <param name="x">Packed [N, F].</param>
    /// <param name="probability">p, in 0..1 (1 excluded).</param>
    /// <param name="rng">Where the coins come from: B · F of them, in the caller's order of texts.</param>
    /// <remarks>Source: Y. Gal, Z. Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks", 2016.</remarks>
    public static SequenceTensor VariationalDropout(SequenceTensor x, double probability, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(rng);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "VariationalDropout: expected a probability of at least 0 and below 1.");
        }
        if (probability == 0) return x;
        return new SequenceTensor(x.Layout, x.Values.DType == DType.Float32
            ? VariationalDropoutNode<float>.Apply(x, probability, rng)
            : VariationalDropoutNode<double>.Apply(x, probability, rng));
    }

    sealed class VariationalDropoutNode<T>(Tensor output, SequenceTensor x, Tensor mask) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x, double probability, Rng rng)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor mask = Result(x.Values, new Shape(layout.Count, width), requiresGrad: false); // sorted: running texts stand together
            T kept = Of<T>(1 / (1 - probability));
            uint threshold = (uint)(probability * uint.MaxValue);
            for (int i = 0; i < layout.Count; i++)
            {
                foreach (ref T m in mask.Span<T>().Slice(layout.Positions[i] * width, width)) m = rng.NextUInt32() < threshold ? T.Zero : kept;
            }
            Tensor y = Result(x.Values, x.Values.Shape, x.Values.RequiresGrad);
            ReadOnlySpan<T> from = x.Values.Span<T>(), masks = mask.Span<T>();
            Span<T> to = y.Span<T>();
            for (int t = 0; t < layout.MaxLength; t++)
            {
                (int start, int count) = (layout.StepOffsets[t] * width, layout.ActiveCounts[t] * width);
                Elementwise.Multiply(from.Slice(start, count), masks[..count], to.Slice(start, count));
            }
            if (y.RequiresGrad) Tape.Record(new VariationalDropoutNode<T>(y, x, mask));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>(), masks = mask.Span<T>();
            Span<T> dx = x.Values.GradientSpan<T>();
            for (int t = 0; t < layout.MaxLength; t++)
            {
                (int start, int count) = (layout.StepOffsets[t] * width, layout.ActiveCounts[t] * width);
                Elementwise.AddProduct(dy.Slice(start, count), masks[..count], dx.Slice(start, count));
            }
        }
    }
}
