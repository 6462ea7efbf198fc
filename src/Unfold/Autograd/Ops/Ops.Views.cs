using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>The same numbers in another shape of the same length; nothing is copied.</summary>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public static Tensor Reshape(Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != shape.Length)
        {
            throw new ShapeException($"Reshape: expected a shape of {x.Length} elements for {x.Shape}, got {shape}. Check the sizes.");
        }
        return x.DType == DType.Float32 ? ReshapeNode<float>.Apply(x, shape) : ReshapeNode<double>.Apply(x, shape);
    }

    /// <summary>Columns <paramref name="start"/> .. start + count − 1 of a matrix.</summary>
    /// <exception cref="ShapeException">Not a matrix, or the range is not inside it.</exception>
    public static Tensor SliceColumns(Tensor x, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix("SliceColumns", x);
        if (start < 0 || count < 0 || start > x.Shape[1] - count) TensorErrors.Range("SliceColumns", start, count, x.Shape[1]);
        return x.DType == DType.Float32 ? SliceColumnsNode<float>.Apply(x, start, count) : SliceColumnsNode<double>.Apply(x, start, count);
    }

    /// <summary>Matrices with the same number of rows, side by side.</summary>
    /// <exception cref="ShapeException">Not matrices with the same number of rows.</exception>
    public static Tensor ConcatColumns(params ReadOnlySpan<Tensor> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("ConcatColumns: expected at least one matrix, got none.", nameof(parts));
        foreach (Tensor part in parts)
        {
            Matrix("ConcatColumns", part);
            SameDType("ConcatColumns", parts[0], part);
            if (part.Shape[0] != parts[0].Shape[0]) TensorErrors.InnerAxes("ConcatColumns", parts[0].Shape, part.Shape);
        }
        return parts[0].DType == DType.Float32 ? ConcatColumnsNode<float>.Apply(parts.ToArray()) : ConcatColumnsNode<double>.Apply(parts.ToArray());
    }

    sealed class ReshapeNode<T>(Tensor output, Tensor x) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, Shape shape)
        {
            Tensor y = Tape.View<T>(x, shape);
            if (y.RequiresGrad) Tape.Record(new ReshapeNode<T>(y, x));
            return y;
        }

        public override void Backward()
        {
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = x.GradientSpan<T>(out bool fresh);
            if (fresh) dy.CopyTo(dx);
            else Elementwise.AddScaled(dy, T.One, dx);
        }
    }

    sealed class SliceColumnsNode<T>(Tensor output, Tensor x, int start) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, int start, int count)
        {
            Tensor y = Result(x, new Shape(x.Shape[0], count), x.RequiresGrad);
            ReadOnlySpan<T> from = x.Span<T>();
            Span<T> to = y.Span<T>();
            for (int r = 0; r < x.Shape[0]; r++) from.Slice((r * x.Shape[1]) + start, count).CopyTo(to[(r * count)..]);
            if (y.RequiresGrad) Tape.Record(new SliceColumnsNode<T>(y, x, start));
            return y;
        }

        public override void Backward()
        {
            (int rows, int count, int width) = (Output.Shape[0], Output.Shape[1], x.Shape[1]);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = x.GradientSpan<T>();
            for (int r = 0; r < rows; r++)
            {
                Elementwise.AddScaled(dy.Slice(r * count, count), T.One, dx.Slice((r * width) + start, count));
            }
        }
    }

    sealed class ConcatColumnsNode<T>(Tensor output, Tensor[] parts) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor[] parts)
        {
            (int rows, int width) = (parts[0].Shape[0], parts.Sum(part => part.Shape[1]));
            Tensor y = Result(parts[0], new Shape(rows, width), parts.Any(part => part.RequiresGrad));
            Span<T> to = y.Span<T>();
            int start = 0;
            foreach (Tensor part in parts)
            {
                int count = part.Shape[1];
                ReadOnlySpan<T> from = part.Span<T>();
                for (int r = 0; r < rows; r++) from.Slice(r * count, count).CopyTo(to[((r * width) + start)..]);
                start += count;
            }
            if (y.RequiresGrad) Tape.Record(new ConcatColumnsNode<T>(y, parts));
            return y;
        }

        public override void Backward()
        {
            (int rows, int width) = (Output.Shape[0], Output.Shape[1]);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            int start = 0;
            foreach (Tensor part in parts)
            {
                int count = part.Shape[1];
                if (part.RequiresGrad)
                {
                    Span<T> dx = part.GradientSpan<T>();
                    for (int r = 0; r < rows; r++)
                    {
                        Elementwise.AddScaled(dy.Slice((r * width) + start, count), T.One, dx.Slice(r * count, count));
                    }
                }
                start += count;
            }
        }
    }
}
