using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = a · b, element by element.</summary>
    /// <remarks>Shapes: a and b alike → y alike.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        SameDType("Multiply", a, b);
        if (a.Shape != b.Shape) TensorErrors.SameShape("Multiply", a.Shape, b.Shape);
        return a.DType == DType.Float32 ? MultiplyNode<float>.Apply(a, b) : MultiplyNode<double>.Apply(a, b);
    }

    /// <summary>y = factor · x.</summary>
    public static Tensor Scale(Tensor x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Float32 ? ScaleNode<float>.Apply(x, factor) : ScaleNode<double>.Apply(x, factor);
    }

    sealed class MultiplyNode<T>(Tensor output, Tensor a, Tensor b) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor a, Tensor b)
        {
            Tensor y = Result(a, a.Shape, a.RequiresGrad || b.RequiresGrad);
            Elementwise.Multiply<T>(a.Span<T>(), b.Span<T>(), y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new MultiplyNode<T>(y, a, b));
            return y;
        }

        public override void Backward()
        {
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            if (a.RequiresGrad) Elementwise.AddProduct(dy, b.Span<T>(), a.GradientSpan<T>());
            if (b.RequiresGrad) Elementwise.AddProduct(dy, a.Span<T>(), b.GradientSpan<T>());
        }
    }

    sealed class ScaleNode<T>(Tensor output, Tensor x, double factor) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, double factor)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            y.Span<T>().Clear();
            Elementwise.AddScaled(x.Span<T>(), Of<T>(factor), y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new ScaleNode<T>(y, x, factor));
            return y;
        }

        public override void Backward() => Elementwise.AddScaled(Output.GradientSpan<T>(), Of<T>(factor), x.GradientSpan<T>());
    }
}
