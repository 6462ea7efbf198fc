using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = x · Wᵀ + b on the last axis, as one operation.</summary>
    /// <remarks>Shapes: x <c>[..., In]</c>, W <c>[Out, In]</c>, b <c>[Out]</c> or null → y <c>[..., Out]</c>. Source: torch.nn.functional.linear.</remarks>
    /// <exception cref="ShapeException">The last axis of x is not In, or b is not Out wide.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        SameDType("Linear", x, weight);
        Matrix("Linear", weight);
        if (x.Shape.Columns != weight.Shape[1] || x.Shape.Rank == 0) TensorErrors.InputWidth("Linear", x.Shape, weight.Shape[1]);
        if (bias is not null && bias.Length != weight.Shape[0]) TensorErrors.SameShape("Linear bias", weight.Shape, bias.Shape);
        return x.DType == DType.Float32 ? LinearNode<float>.Apply(x, weight, bias) : LinearNode<double>.Apply(x, weight, bias);
    }

    sealed class LinearNode<T>(Tensor output, Tensor x, Tensor weight, Tensor? bias) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
        {
            (int outputs, int inputs) = (weight.Shape[0], weight.Shape[1]);
            Tensor y = Result(x, x.Shape.WithColumns(outputs), x.RequiresGrad || weight.RequiresGrad || bias is { RequiresGrad: true });
            int rows = y.Shape.Rows;
            if (bias is null) Kernels.MatMul.MultiplyTransposedB(x.Segment<T>(), weight.Segment<T>(), y.Segment<T>(), rows, outputs, inputs, accumulate: false);
            else Kernels.MatMul.MultiplyTransposedB(rows, outputs, inputs, x.Span<T>(), inputs, weight.Span<T>(), inputs, bias.Span<T>(), y.Span<T>(), outputs);
            if (y.RequiresGrad) Tape.Record(new LinearNode<T>(y, x, weight, bias));
            return y;
        }

        public override void Backward()
        {
            (int outputs, int inputs, int rows) = (weight.Shape[0], weight.Shape[1], Output.Shape.Rows);
            ArraySegment<T> dy = Output.GradientSegment<T>(out _);
            if (x.RequiresGrad)
            {
                ArraySegment<T> dx = x.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.Multiply(dy, weight.Segment<T>(), dx, rows, inputs, outputs, accumulate: !fresh);
            }
            if (weight.RequiresGrad)
            {
                ArraySegment<T> dw = weight.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.MultiplyTransposedA(dy, x.Segment<T>(), dw, outputs, inputs, rows, accumulate: !fresh);
            }
            if (bias is { RequiresGrad: true }) RowKernels.AddColumnSums<T>(dy, bias.GradientSpan<T>());
        }
    }
}
