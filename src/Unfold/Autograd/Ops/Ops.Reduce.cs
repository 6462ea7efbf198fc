using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>The sum of all elements, a scalar.</summary>
    public static Tensor Sum(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Float32 ? SumNode<float>.Apply(x, 1) : SumNode<double>.Apply(x, 1);
    }

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public static Tensor Mean(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length == 0) throw new ShapeException($"Mean: expected at least one element, got shape {x.Shape}. Leave empty batches out.");
        return x.DType == DType.Float32 ? SumNode<float>.Apply(x, 1d / x.Length) : SumNode<double>.Apply(x, 1d / x.Length);
    }

    sealed class SumNode<T>(Tensor output, Tensor x, double factor) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, double factor)
        {
            Tensor y = Result(x, Shape.Scalar, x.RequiresGrad);
            y.Span<T>()[0] = Of<T>(Reduce.Sum<T>(x.Span<T>()) * factor);
            if (y.RequiresGrad) Tape.Record(new SumNode<T>(y, x, factor));
            return y;
        }

        public override void Backward()
        {
            T dy = Output.GradientSpan<T>()[0] * Of<T>(factor);
            Span<T> dx = x.GradientSpan<T>(out bool fresh);
            if (fresh) dx.Fill(dy);
            else Elementwise.Shift(dy, dx, dx);
        }
    }
}
