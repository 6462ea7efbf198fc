using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>C = A · B.</summary>
    /// <remarks>Shapes: A <c>[M, K]</c>, B <c>[K, N]</c> → C <c>[M, N]</c>.</remarks>
    /// <exception cref="ShapeException">Not two matrices whose inner axes agree.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        SameDType("MatMul", a, b);
        Matrix("MatMul", a);
        Matrix("MatMul", b);
        if (a.Shape[1] != b.Shape[0]) TensorErrors.InnerAxes("MatMul", a.Shape, b.Shape);
        return a.DType == DType.Float32 ? MatMulNode<float>.Apply(a, b) : MatMulNode<double>.Apply(a, b);
    }

    sealed class MatMulNode<T>(Tensor output, Tensor a, Tensor b) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor a, Tensor b)
        {
            (int m, int k, int n) = (a.Shape[0], a.Shape[1], b.Shape[1]);
            Tensor c = Result(a, new Shape(m, n), a.RequiresGrad || b.RequiresGrad);
            Kernels.MatMul.Multiply(a.Segment<T>(), b.Segment<T>(), c.Segment<T>(), m, n, k, accumulate: false);
            if (c.RequiresGrad) Tape.Record(new MatMulNode<T>(c, a, b));
            return c;
        }

        public override void Backward()
        {
            (int m, int k, int n) = (a.Shape[0], a.Shape[1], b.Shape[1]);
            ArraySegment<T> dc = Output.GradientSegment<T>(out _);
            if (a.RequiresGrad)
            {
                ArraySegment<T> da = a.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.MultiplyTransposedB(dc, b.Segment<T>(), da, m, k, n, accumulate: !fresh);
            }
            if (b.RequiresGrad)
            {
                ArraySegment<T> db = b.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.MultiplyTransposedA(a.Segment<T>(), dc, db, k, n, m, accumulate: !fresh);
            }
        }
    }
}
