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

        public override void Backward()
        {
            // dx = y ∘ (dy − Σ dy ∘ y), row by row.
            ReadOnlySpan<T> y = Output.Span<T>(), dy = Output.GradientSpan<T>();
            Span<T> dx = x.GradientSpan<T>();
            int width = Math.Max(1, x.Shape.Columns);
            for (int start = 0; start < y.Length; start += width)
            {
                T dot = T.Zero;
                for (int i = start; i < start + width; i++) dot += y[i] * dy[i];
                for (int i = start; i < start + width; i++) dx[i] += y[i] * (dy[i] - dot);
            }
        }
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

        public override void Backward()
        {
            // dx = dy − eʸ · Σ dy, row by row.
            ReadOnlySpan<T> y = Output.Span<T>(), dy = Output.GradientSpan<T>();
            Span<T> dx = x.GradientSpan<T>();
            int width = Math.Max(1, x.Shape.Columns);
            for (int start = 0; start < y.Length; start += width)
            {
                T sum = T.Zero;
                for (int i = start; i < start + width; i++) sum += dy[i];
                for (int i = start; i < start + width; i++) dx[i] += dy[i] - (T.Exp(y[i]) * sum);
            }
        }
    }
}
