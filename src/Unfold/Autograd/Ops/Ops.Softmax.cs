using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = eˣ / Σ eˣ along the last axis, the maximum taken off first.</summary>
    public static Tensor Softmax(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Float32 ? SoftmaxNode<float>.Apply(x) : SoftmaxNode<double>.Apply(x);
    }

    /// <summary>y = x − ln Σ eˣ along the last axis, the maximum taken off first.</summary>
    public static Tensor LogSoftmax(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Float32 ? LogSoftmaxNode<float>.Apply(x) : LogSoftmaxNode<double>.Apply(x);
    }

    sealed class SoftmaxNode<T>(Tensor output, Tensor x) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            RowKernels.Softmax<T>(x.Span<T>(), x.Shape.Columns, y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new SoftmaxNode<T>(y, x));
            return y;
        }

        /// <summary>dx = y ∘ (dy − Σ dy ∘ y), row by row.</summary>
        public override void Backward() =>
            RowKernels.SoftmaxBackward<T>(Output.Span<T>(), Output.GradientSpan<T>(), Output.Shape.Columns, x.GradientSpan<T>());
    }

    sealed class LogSoftmaxNode<T>(Tensor output, Tensor x) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad);
            RowKernels.LogSoftmax<T>(x.Span<T>(), x.Shape.Columns, y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new LogSoftmaxNode<T>(y, x));
            return y;
        }

        /// <summary>dx = dy − eʸ · Σ dy, row by row.</summary>
        public override void Backward() =>
            RowKernels.LogSoftmaxBackward<T>(Output.Span<T>(), Output.GradientSpan<T>(), Output.Shape.Columns, x.GradientSpan<T>());
    }
}
