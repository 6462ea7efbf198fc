using Unfold.Nn;

namespace Unfold.Tests;

/// <summary>A matrix, and gradients for it as a backward pass would leave them.</summary>
sealed class OneParameter : Module
{
    public OneParameter(ReadOnlySpan<double> start, Shape shape, DType dtype = DType.Float64)
    {
        var values = Tensor.From(start, shape);
        Weight = Register("weight", dtype == DType.Float64 ? values : values.To(dtype));
    }

    public Parameter Weight { get; }

    public void AddDense(ReadOnlySpan<double> gradient)
    {
        if (Weight.DType == DType.Float32) AddDense<float>(gradient);
        else AddDense<double>(gradient);
    }

    /// <summary>Only the given rows of a whole gradient.</summary>
    public void AddRows(ReadOnlySpan<double> gradient, ReadOnlySpan<int> rows)
    {
        if (Weight.DType == DType.Float32) AddRows<float>(gradient, rows);
        else AddRows<double>(gradient, rows);
    }

    void AddDense<T>(ReadOnlySpan<double> gradient)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Span<T> values = Weight.Gradient.Dense<T>(out bool fresh);
        for (int i = 0; i < values.Length; i++) values[i] = (fresh ? T.Zero : values[i]) + T.CreateTruncating(gradient[i]);
    }

    void AddRows<T>(ReadOnlySpan<double> gradient, ReadOnlySpan<int> rows)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        int length = Weight.Shape.Columns;
        foreach (int row in rows)
        {
            Span<T> values = Weight.Gradient.Row<T>(row);
            for (int i = 0; i < length; i++) values[i] += T.CreateTruncating(gradient[(row * length) + i]);
        }
    }
}
