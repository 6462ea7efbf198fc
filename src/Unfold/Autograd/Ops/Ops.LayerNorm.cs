using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias, mean and variance taken along the last axis.</summary>
    /// <param name="x">[..., F].</param>
    /// <param name="weight">[F].</param>
    /// <param name="bias">[F].</param>
    /// <param name="epsilon">ε. <value>Default: 1e-5.</value></param>
    /// <remarks>The variance divides by F. Source: torch.nn.functional.layer_norm, PyTorch 1.13.</remarks>
    /// <exception cref="ShapeException">The last axis is not F.</exception>
    public static Tensor LayerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon = 1e-5)
    {
        CheckNorm("LayerNorm", x, weight, bias);
        return x.DType == DType.Float32 ? LayerNormNode<float>.Apply(x, weight, bias, epsilon) : LayerNormNode<double>.Apply(x, weight, bias, epsilon);
    }

    static void CheckNorm(string operation, Tensor x, Tensor weight, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        SameDType(operation, x, weight);
        SameDType(operation, x, bias);
        if (x.Shape.Rank == 0 || x.Shape.Columns != weight.Length) TensorErrors.InputWidth(operation, x.Shape, weight.Length);
        if (bias.Length != weight.Length) TensorErrors.SameShape($"{operation} bias", weight.Shape, bias.Shape);
    }

    /// <summary>weight += Σ over rows of dy · normal, bias += Σ over rows of dy.</summary>
    static void AddNormGradients<T>(Tensor weight, Tensor bias, ReadOnlySpan<double> products, ReadOnlySpan<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weight.RequiresGrad) AddRounded(products, weight.GradientSpan<T>());
        if (bias.RequiresGrad) AddRounded(sums, bias.GradientSpan<T>());

        static void AddRounded(ReadOnlySpan<double> from, Span<T> to)
        {
            for (int i = 0; i < to.Length; i++) to[i] += Of<T>(from[i]);
        }
    }

    sealed class LayerNormNode<T>(Tensor output, Tensor x, Tensor weight, Tensor bias, Tensor normal, Tensor inverse) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, double epsilon)
        {
            Tensor y = Result(x, x.Shape, x.RequiresGrad || weight.RequiresGrad || bias.RequiresGrad);
            Tensor normal = Result(x, x.Shape, requiresGrad: false), inverse = Result(x, new Shape(x.Shape.Rows), requiresGrad: false);
            LayerNormKernel.Forward(x.Segment<T>(), weight.Segment<T>(), bias.Segment<T>(), epsilon, normal.Segment<T>(), inverse.Segment<T>(), y.Segment<T>());
            if (y.RequiresGrad) Tape.Record(new LayerNormNode<T>(y, x, weight, bias, normal, inverse));
            return y;
        }

        public override void Backward()
        {
            ArraySegment<T> dy = Output.GradientSegment<T>(out _);
            if (x.RequiresGrad)
            {
                x.GradientSpan<T>(); // zeros where it is new
                LayerNormKernel.Backward(dy, weight.Segment<T>(), normal.Segment<T>(), inverse.Segment<T>(), x.GradientSegment<T>(out _));
            }
            double[] products = new double[weight.Length], sums = new double[weight.Length];
            if (weight.RequiresGrad) ColumnSums.AddProducts<T>(dy, normal.Span<T>(), products);
            if (bias.RequiresGrad) ColumnSums.Add<T>(dy, sums);
            AddNormGradients<T>(weight, bias, products, sums);
        }
    }
}
