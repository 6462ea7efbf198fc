using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Arithmetic, element by element. All operands are of one length; the destination may be one of them.</summary>
static partial class Elementwise
{
    /// <summary>destination = x + y.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(AddOperator<T>), x, y, destination);

    /// <summary>destination += x.</summary>
    public static void AddTo<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(AddOperator<T>), x, destination, destination);

    /// <summary>destination = x − y.</summary>
    public static void Subtract<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(SubtractOperator<T>), x, y, destination);

    /// <summary>destination = x·y, element by element.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(MultiplyOperator<T>), x, y, destination);

    /// <summary>destination = x / y, element by element.</summary>
    public static void Divide<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(DivideOperator<T>), x, y, destination);

    /// <summary>destination += x·y, element by element: backward of a product.</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(MultiplyAddOperator<T>), x, y, destination, destination);

    /// <summary>destination = factor·x.</summary>
    public static void Scale<T>(T factor, ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(new ScaleOperator<T>(factor), x, destination);

    /// <summary>destination = x + term.</summary>
    public static void Shift<T>(T term, ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(new ShiftOperator<T>(term), x, destination);

    /// <summary>destination += factor·x.</summary>
    public static void AddScaled<T>(ReadOnlySpan<T> x, T factor, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(new AddScaledOperator<T>(factor), x, destination, destination);

    /// <summary>destination = √x.</summary>
    public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map.Apply(default(SqrtOperator<T>), x, destination);
}
