using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>Sets each element to zero with the given probability and divides the others by 1 − p (inverted dropout).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">p, in 0..1 (1 excluded).</param>
    /// <param name="rng">Where the coins come from.</param>
    /// <remarks>Source: Srivastava et al., "Dropout", JMLR 2014; scaling as torch.nn.Dropout.</remarks>
    public static Tensor Dropout(Tensor x, double probability, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(rng);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: expected a probability of at least 0 and below 1.");
        }
        if (probability == 0) return x;
        return x.DType == DType.Float32 ? DropoutNode<float>.Apply(x, probability, rng) : DropoutNode<double>.Apply(x, probability, rng);
    }

    sealed class DropoutNode<T>(Tensor output, Tensor x, Tensor mask) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, double probability, Rng rng)
        {
            Tensor mask = Result(x, x.Shape, requiresGrad: false);
            T kept = Of<T>(1 / (1 - probability));
            uint threshold = (uint)(probability * uint.MaxValue);
            foreach (ref T m in mask.Span<T>()) m = rng.NextUInt32() < threshold ? T.Zero : kept;
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            Elementwise.Multiply<T>(x.Span<T>(), mask.Span<T>(), y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new DropoutNode<T>(y, x, mask));
            return y;
        }

        public override void Backward() => Elementwise.AddProduct<T>(Output.GradientSpan<T>(), mask.Span<T>(), x.GradientSpan<T>());
    }
}
