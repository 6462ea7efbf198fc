using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = a + b, element by element; b may be one row [C] that is added to every row of a [..., C].</summary>
    /// <remarks>Shapes: a <c>[..., C]</c>, b the same or <c>[C]</c> → y as a.</remarks>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    public static Tensor Add(Tensor a, Tensor b) => AddScaled("Add", a, b, 1);

    /// <summary>y = a − b, element by element; b may be one row.</summary>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    public static Tensor Subtract(Tensor a, Tensor b) => AddScaled("Subtract", a, b, -1);

    static Tensor AddScaled(string operation, Tensor a, Tensor b, double sign)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        SameDType(operation, a, b);
        bool row = b.Shape.Rank == 1 && b.Shape != a.Shape && b.Length == a.Shape.Columns;
        if (!row && a.Shape != b.Shape) TensorErrors.SameShape(operation, a.Shape, b.Shape);
        return a.DType == DType.Float32 ? AddNode<float>.Apply(a, b, sign) : AddNode<double>.Apply(a, b, sign);
    }

    sealed class AddNode<T>(Tensor output, Tensor a, Tensor b, double sign) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor a, Tensor b, double sign)
        {
            Tensor y = Result(a, a.Shape, a.RequiresGrad || b.RequiresGrad);
            Span<T> values = y.Span<T>();
            ReadOnlySpan<T> right = b.Span<T>();
            a.Span<T>().CopyTo(values);
            for (int start = 0; start < values.Length; start += right.Length)
            {
                Elementwise.AddScaled(right, Of<T>(sign), values.Slice(start, right.Length));
            }
            if (y.RequiresGrad) Tape.Record(new AddNode<T>(y, a, b, sign));
            return y;
        }

        public override void Backward()
        {
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            if (a.RequiresGrad) Elementwise.AddScaled(dy, T.One, a.GradientSpan<T>());
            if (!b.RequiresGrad) return;
            Span<T> db = b.GradientSpan<T>();
            for (int start = 0; start < dy.Length; start += db.Length)
            {
                Elementwise.AddScaled(dy.Slice(start, db.Length), Of<T>(sign), db);
            }
        }
    }
}
