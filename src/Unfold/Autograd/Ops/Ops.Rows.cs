using System.Diagnostics;
using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y[i] = x[rows[i]]; a row of −1 gives zeros. The gradient of a row taken several times is the sum.</summary>
    /// <remarks>Shapes: x <c>[R, C]</c>, rows <c>[M]</c> → y <c>[M, C]</c>.</remarks>
    /// <exception cref="ShapeException">Not a matrix, or a row that it has not.</exception>
    public static Tensor GatherRows(Tensor x, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(rows);
        Matrix("GatherRows", x);
        return GatherRows(x, rows, new Shape(rows.Length, x.Shape[1]), once: false);
    }

    /// <summary>The same in another shape of as many elements.</summary>
    /// <param name="x">[R, C].</param>
    /// <param name="rows">Which rows, −1 for zeros.</param>
    /// <param name="shape">The result's, of rows.Length · C elements.</param>
    /// <param name="once">Whether every row of x is taken just once: then its gradient is no sum.</param>
    internal static Tensor GatherRows(Tensor x, int[] rows, Shape shape, bool once)
    {
        Debug.Assert(!once || rows.Count(row => row >= 0) == x.Shape[0], "every row just once");
        foreach (int row in rows)
        {
            if (row < -1 || row >= x.Shape[0]) TensorErrors.Range("GatherRows", row, 1, x.Shape[0]);
        }
        return x.DType == DType.Float32 ? GatherRowsNode<float>.Apply(x, rows, shape, once) : GatherRowsNode<double>.Apply(x, rows, shape, once);
    }

    /// <summary>Rows <paramref name="start"/> .. start + count − 1 of a matrix.</summary>
    /// <exception cref="ShapeException">Not a matrix, or the range is not inside it.</exception>
    public static Tensor SliceRows(Tensor x, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix("SliceRows", x);
        if (start < 0 || count < 0 || start > x.Shape[0] - count) TensorErrors.Range("SliceRows", start, count, x.Shape[0]);
        return GatherRows(x, [.. Enumerable.Range(start, count)]);
    }

    /// <summary>Matrices with the same number of columns, one below the other.</summary>
    /// <exception cref="ShapeException">Not matrices with the same number of columns.</exception>
    public static Tensor ConcatRows(params ReadOnlySpan<Tensor> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("ConcatRows: expected at least one matrix, got none.", nameof(parts));
        foreach (Tensor part in parts)
        {
            Matrix("ConcatRows", part);
            SameDType("ConcatRows", parts[0], part);
            if (part.Shape[1] != parts[0].Shape[1]) TensorErrors.InnerAxes("ConcatRows", parts[0].Shape, part.Shape);
        }
        return parts[0].DType == DType.Float32 ? ConcatRowsNode<float>.Apply(parts.ToArray()) : ConcatRowsNode<double>.Apply(parts.ToArray());
    }

    sealed class GatherRowsNode<T>(Tensor output, Tensor x, int[] rows, bool once) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, int[] rows, Shape shape, bool once)
        {
            Tensor y = Result(x, shape, x.RequiresGrad);
            TableRows.Gather<T>(x.Span<T>(), rows, x.Shape[1], y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new GatherRowsNode<T>(y, x, rows, once));
            return y;
        }

        public override void Backward()
        {
            Span<T> dx = x.GradientSpan<T>(out bool fresh);
            if (fresh && once) TableRows.Scatter<T>(Output.GradientSpan<T>(), rows, x.Shape[1], dx);
            else TableRows.Add(Output.GradientSpan<T>(), rows, x.Shape[1], dx, clear: fresh);
        }
    }

    sealed class ConcatRowsNode<T>(Tensor output, Tensor[] parts) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor[] parts)
        {
            Shape shape = new(parts.Sum(part => part.Shape[0]), parts[0].Shape[1]);
            Tensor y = Result(parts[0], shape, parts.Any(part => part.RequiresGrad));
            int at = 0;
            foreach (Tensor part in parts)
            {
                part.Span<T>().CopyTo(y.Span<T>()[at..]);
                at += part.Length;
            }
            if (y.RequiresGrad) Tape.Record(new ConcatRowsNode<T>(y, parts));
            return y;
        }

        public override void Backward()
        {
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            int at = 0;
            foreach (Tensor part in parts)
            {
                if (part.RequiresGrad) Elementwise.AddScaled(dy.Slice(at, part.Length), T.One, part.GradientSpan<T>());
                at += part.Length;
            }
        }
    }
}
