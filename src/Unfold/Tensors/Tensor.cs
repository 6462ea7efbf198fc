using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Unfold.Kernels;

namespace Unfold;

/// <summary>
/// A dense row-major array of numbers with up to four axes, and the handle by which its gradient is asked for.
/// </summary>
/// <remarks>
/// Tensors that a user makes own their numbers. Results of operations live in the arena of their step: they can be read
/// until the next step starts (the first operation after <see cref="Backward()"/>, or after a
/// <see cref="Tape.NoGrad{TResult}(Func{TResult})"/> block that stood alone). Reading one later is an exception; take
/// <see cref="Detach"/> of what must live on. Nothing needs to be disposed.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Tensor
{
    readonly Array _data;
    readonly int _offset;
    readonly Arena? _arena;
    readonly long _generation;
    Tensor? _grad;

    internal Tensor(Array data, int offset, Shape shape, DType dtype, Arena? arena, bool requiresGrad)
    {
        (_data, _offset, Shape, DType, _arena, RequiresGrad) = (data, offset, shape, dtype, arena, requiresGrad);
        _generation = arena?.Generation ?? 0;
        Length = shape.Length;
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether <see cref="Backward()"/> computes a gradient for this tensor or for one it was made of.</summary>
    public bool RequiresGrad { get; }

    /// <summary>The parameter whose value this is, if it is one: its gradient is kept there.</summary>
    internal Parameter? Parameter { get; set; }

    /// <summary>True where a backward pass has left a gradient.</summary>
    internal bool HasGradient => Parameter is null ? _grad is not null : !Parameter.Gradient.IsEmpty;

    /// <summary>
    /// The gradient of the last backward pass with respect to this tensor, of the same shape; null before it, and for
    /// tensors that need none. Parameters keep theirs in <see cref="Unfold.Parameter"/>'s Gradient.
    /// </summary>
    public Tensor? Grad => _grad;

    /// <summary>A tensor of its own with these numbers, Float32.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's length.</exception>
    public static Tensor From(ReadOnlySpan<float> values, Shape shape, bool requiresGrad = false) =>
        Copy(values, shape, DType.Float32, requiresGrad);

    /// <summary>A tensor of its own with these numbers, Float64.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's length.</exception>
    public static Tensor From(ReadOnlySpan<double> values, Shape shape, bool requiresGrad = false) =>
        Copy(values, shape, DType.Float64, requiresGrad);

    /// <summary>A tensor of its own, filled with zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, bool requiresGrad = false)
    {
        Array data = dtype == DType.Float32 ? new float[shape.Length] : new double[shape.Length];
        return new Tensor(data, 0, shape, dtype, arena: null, requiresGrad);
    }

    /// <summary>The numbers themselves, row-major; writing to them changes the tensor.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as <see cref="DType"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The type is another one, or the buffer went back to the arena.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        if (_arena is not null && _arena.Generation != _generation) TensorErrors.BufferWentBack(Shape);
        if (typeof(T) != (DType == DType.Float32 ? typeof(float) : typeof(double))) TensorErrors.ElementType(DType, typeof(T));
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<T[]>(_data)), _offset), Length);
    }

    /// <summary>The array behind the numbers and where they start in it: for work that goes to other threads.</summary>
    internal ArraySegment<T> Segment<T>()
        where T : unmanaged
    {
        _ = Span<T>();
        return new ArraySegment<T>(Unsafe.As<T[]>(_data), _offset, Length);
    }

    /// <summary>The only number of a tensor with one element.</summary>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public double Item()
    {
        if (Length != 1) TensorErrors.NotOneElement(Shape);
        return DType == DType.Float32 ? Span<float>()[0] : Span<double>()[0];
    }

    /// <summary>A copy of the numbers as single precision.</summary>
    public float[] ToFloats() =>
        DType == DType.Float32 ? Span<float>().ToArray() : Converted<double, float>(Span<double>());

    /// <summary>A copy of the numbers as double precision.</summary>
    public double[] ToDoubles() =>
        DType == DType.Float64 ? Span<double>().ToArray() : Converted<float, double>(Span<float>());

    /// <summary>A copy that owns its numbers, outside the arena and the tape: it lives as long as it is referenced.</summary>
    public Tensor Detach() => DType == DType.Float32 ? From(Span<float>(), Shape) : From(Span<double>(), Shape);

    /// <summary>A copy that owns its numbers, in another precision.</summary>
    public Tensor To(DType dtype, bool requiresGrad = false) =>
        new(dtype == DType.Float32 ? ToFloats() : ToDoubles(), 0, Shape, dtype, arena: null, requiresGrad);

    /// <summary>Writes the numbers into another tensor of the same length, converted where it has another precision.</summary>
    internal void CopyTo(Tensor other)
    {
        if (DType == other.DType && DType == DType.Float32) Span<float>().CopyTo(other.Span<float>());
        else if (DType == other.DType) Span<double>().CopyTo(other.Span<double>());
        else if (DType == DType.Float32) Convert<float, double>(Span<float>(), other.Span<double>());
        else Convert<double, float>(Span<double>(), other.Span<float>());
    }

    /// <summary>
    /// Runs the tape backwards from this number: afterwards every parameter and every leaf that requires a gradient has
    /// one. Ends the step; its tensors stay readable until the next one starts.
    /// </summary>
    /// <exception cref="ShapeException">The tensor has more than one element: reduce it to a loss first.</exception>
    /// <exception cref="InvalidOperationException">Nothing was recorded, or the step has been run backwards already.</exception>
    public void Backward()
    {
        if (Length != 1) TensorErrors.BackwardOfNonScalar(Shape);
        if (!RequiresGrad) TensorErrors.NothingToDifferentiate();
        CheckReadable();
        Tape.RunBackward(this, gradient: null);
    }

    /// <summary>
    /// Runs the tape backwards from this tensor, as <see cref="Backward()"/> does from a loss, where the gradient of the loss with respect to it is
    /// known already: PyTorch's <c>y.backward(gradient)</c>.
    /// </summary>
    /// <param name="gradient">Of the shape and element type of this tensor. It is read until the step ends, and not changed.</param>
    /// <exception cref="ShapeException">The gradient has another shape.</exception>
    /// <exception cref="InvalidOperationException">
    /// The gradient has another element type, nothing was recorded, or the step has been run backwards already.
    /// </exception>
    public void Backward(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Shape != Shape) TensorErrors.GradientShape(Shape, gradient.Shape);
        if (gradient.DType != DType) TensorErrors.GradientType(DType, gradient.DType);
        if (!RequiresGrad) TensorErrors.NothingToDifferentiate();
        CheckReadable();
        gradient.CheckReadable();
        Tape.RunBackward(this, gradient);
    }

    /// <summary>Row-major element-wise sum; see <see cref="Ops.Add"/>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Ops.Add(left, right);

    /// <summary>Element-wise difference; see <see cref="Ops.Subtract"/>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Ops.Subtract(left, right);

    /// <summary>Element-wise product; see <see cref="Ops.Multiply"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Ops.Multiply(left, right);

    /// <summary>Product with a number; see <see cref="Ops.Scale"/>.</summary>
    public static Tensor operator *(double factor, Tensor tensor) => Ops.Scale(tensor, factor);

    /// <summary>For example <c>Tensor [32, 1] Float32</c>.</summary>
    public override string ToString() => $"Tensor {Shape} {DType}{(RequiresGrad ? ", requires grad" : "")}";

    /// <summary>
    /// Where a backward pass adds its share of this tensor's gradient; zeros at first. Callers check
    /// <see cref="RequiresGrad"/> before.
    /// </summary>
    internal Span<T> GradientSpan<T>()
        where T : unmanaged
    {
        Span<T> span = GradientSpan<T>(out bool fresh);
        if (fresh) span.Clear();
        return span;
    }

    /// <summary>The same without the zeros: where <paramref name="fresh"/> is true the caller overwrites every element.</summary>
    internal Span<T> GradientSpan<T>(out bool fresh)
        where T : unmanaged
    {
        Debug.Assert(RequiresGrad, "asked for a gradient that nobody needs");
        if (Parameter is not null) return Parameter.Gradient.Dense<T>(out fresh);
        fresh = _grad is null;
        _grad ??= _arena is null ? Zeros(Shape, DType) : Tape.Allocate(Shape, DType, requiresGrad: false);
        return _grad.Span<T>();
    }

    /// <summary>The array behind <see cref="GradientSpan{T}(out bool)"/>, for work that goes to other threads.</summary>
    internal ArraySegment<T> GradientSegment<T>(out bool fresh)
        where T : unmanaged
    {
        Span<T> span = GradientSpan<T>(out fresh);
        if (Parameter is not null) return Parameter.Gradient.Current.DenseSegment<T>();
        Debug.Assert(span.Length == Length, "a gradient has its tensor's length");
        return _grad!.Segment<T>();
    }

    /// <summary>What the way back begins with: a gradient that is given, or one.</summary>
    internal void BeginGradient(Tensor? gradient)
    {
        if (gradient is not null && _arena is not null && _grad is null) _grad = gradient; // a result of this step has no other one to come
        else if (DType == DType.Float32) AddGradient<float>(gradient);
        else AddGradient<double>(gradient);
    }

    void AddGradient<T>(Tensor? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (gradient is null) GradientSpan<T>()[0] += T.One;
        else Elementwise.AddTo(gradient.Span<T>(), GradientSpan<T>());
    }

    internal void ClearGradient() => _grad = null;

    void CheckReadable() => _ = DType == DType.Float32 ? Span<float>().Length : Span<double>().Length;

    static TTo[] Converted<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var converted = new TTo[values.Length];
        Convert(values, converted);
        return converted;
    }

    static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (int i = 0; i < to.Length; i++) to[i] = TTo.CreateTruncating(from[i]);
    }

    static Tensor Copy<T>(ReadOnlySpan<T> values, Shape shape, DType dtype, bool requiresGrad)
        where T : unmanaged
    {
        if (values.Length != shape.Length) TensorErrors.ValueCount(values.Length, shape);
        return new Tensor(values.ToArray(), 0, shape, dtype, arena: null, requiresGrad);
    }
}
