using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = tanh(x), element by element.</summary>
    public static Tensor Tanh(Tensor x) => Activate(x, Nn.Activation.Tanh);

    /// <summary>y = 1 / (1 + e⁻ˣ), element by element.</summary>
    public static Tensor Sigmoid(Tensor x) => Activate(x, Nn.Activation.Sigmoid);

    /// <summary>y = max(x, 0), element by element; the gradient at 0 is 0, as in PyTorch.</summary>
    public static Tensor Relu(Tensor x) => Activate(x, Nn.Activation.Relu);

    /// <summary>The given activation, element by element.</summary>
    public static Tensor Activate(Tensor x, Nn.Activation activation)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Float32 ? ActivationNode<float>.Apply(x, activation) : ActivationNode<double>.Apply(x, activation);
    }

    sealed class ActivationNode<T>(Tensor output, Tensor x, Nn.Activation activation) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, Nn.Activation activation)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            ReadOnlySpan<T> from = x.Span<T>();
            Span<T> to = y.Span<T>();
            switch (activation)
            {
                case Nn.Activation.Tanh: Elementwise.Tanh(from, to); break;
                case Nn.Activation.Relu: Elementwise.Relu(from, to); break;
                case Nn.Activation.Sigmoid: Elementwise.Sigmoid(from, to); break;
                default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "Activate: expected Tanh, Relu or Sigmoid.");
            }
            if (y.RequiresGrad) Tape.Record(new ActivationNode<T>(y, x, activation));
            return y;
        }

        public override void Backward()
        {
            ReadOnlySpan<T> y = Output.Span<T>();
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = x.GradientSpan<T>();
            switch (activation)
            {
                case Nn.Activation.Tanh: Elementwise.TanhBackward(y, dy, dx); break;
                case Nn.Activation.Relu: Elementwise.ReluBackward(y, dy, dx); break;
                default: Elementwise.SigmoidBackward(y, dy, dx); break;
            }
        }
    }
}
