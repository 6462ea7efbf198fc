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
        const int BlockElements = 1 << 15;

        public static Tensor Apply(Tensor x, Nn.Activation activation)
        {
            if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "Activate: expected Tanh, Relu or Sigmoid.");
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            Workers.Run(new ForwardWork(x.Segment<T>(), y.Segment<T>(), activation), (x.Length + BlockElements - 1) / BlockElements);
            if (y.RequiresGrad) Tape.Record(new ActivationNode<T>(y, x, activation));
            return y;
        }

        public override void Backward()
        {
            ArraySegment<T> dx = x.GradientSegment<T>(out bool fresh);
            Workers.Run(new BackwardWork(Output.Segment<T>(), Output.GradientSegment<T>(out _), dx, fresh, activation), (x.Length + BlockElements - 1) / BlockElements);
        }

        readonly struct ForwardWork(ArraySegment<T> x, ArraySegment<T> y, Nn.Activation activation) : IWork
        {
            public void Run(int block)
            {
                (int start, int count) = (block * BlockElements, Math.Min(BlockElements, x.Count - (block * BlockElements)));
                ReadOnlySpan<T> from = x.AsSpan(start, count);
                Span<T> to = y.AsSpan(start, count);
                switch (activation)
                {
                    case Nn.Activation.Tanh: Elementwise.Tanh(from, to); break;
                    case Nn.Activation.Relu: Elementwise.Relu(from, to); break;
                    default: Elementwise.Sigmoid(from, to); break;
                }
            }
        }

        readonly struct BackwardWork(ArraySegment<T> y, ArraySegment<T> dy, ArraySegment<T> dx, bool fresh, Nn.Activation activation) : IWork
        {
            public void Run(int block)
            {
                (int start, int count) = (block * BlockElements, Math.Min(BlockElements, y.Count - (block * BlockElements)));
                ReadOnlySpan<T> values = y.AsSpan(start, count), gradient = dy.AsSpan(start, count);
                Span<T> to = dx.AsSpan(start, count);
                if (fresh) to.Clear();
                switch (activation)
                {
                    case Nn.Activation.Tanh: Elementwise.TanhBackward(values, gradient, to); break;
                    case Nn.Activation.Relu: Elementwise.ReluBackward(values, gradient, to); break;
                    default: Elementwise.SigmoidBackward(values, gradient, to); break;
                }
            }
        }
    }
}
