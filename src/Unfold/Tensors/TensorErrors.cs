using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Unfold;

/// <summary>What can go wrong with a tensor, one method a situation.</summary>
[StackTraceHidden]
static class TensorErrors
{
    [DoesNotReturn]
    public static void BufferWentBack(Shape shape) => throw new InvalidOperationException(
        $"Tensor {shape}: expected a tensor of the running step, got one whose buffer went back to the arena when the next " +
        "step started. Read it before the next operation, or keep a copy with Detach().");

    [DoesNotReturn]
    public static void ElementType(DType dtype, Type asked) => throw new InvalidOperationException(
        $"Tensor.Span: expected the element type of a {dtype} tensor, got {asked.Name}. Use To(DType) to convert.");

    [DoesNotReturn]
    public static void NotOneElement(Shape shape) => throw new ShapeException(
        $"Tensor.Item: expected one element, got shape {shape}. Use ToFloats(), or reduce with Sum or Mean first.");

    [DoesNotReturn]
    public static void BackwardOfNonScalar(Shape shape) => throw new ShapeException(
        $"Tensor.Backward: expected a loss with one element, got shape {shape}. Reduce it with Mean or Sum first, or give the gradient to begin with.");

    [DoesNotReturn]
    public static void GradientShape(Shape shape, Shape given) => throw new ShapeException(
        $"Tensor.Backward: expected a gradient of shape {shape}, got {given}. A gradient has a number for each of the tensor's.");

    [DoesNotReturn]
    public static void GradientType(DType dtype, DType given) => throw new InvalidOperationException(
        $"Tensor.Backward: expected a gradient of {dtype}, got {given}. Use To(DType) to convert.");

    [DoesNotReturn]
    public static void NothingToDifferentiate() => throw new InvalidOperationException(
        "Tensor.Backward: expected a result of recorded operations on parameters, got a tensor that requires no gradient. " +
        "Was it computed inside Tape.NoGrad, or from constants only?");

    [DoesNotReturn]
    public static void ValueCount(int values, Shape shape) => throw new ShapeException(
        $"Tensor.From: expected {shape.Length} values for shape {shape}, got {values}. Check the order of the axes.");

    [DoesNotReturn]
    public static void SameShape(string operation, Shape left, Shape right) => throw new ShapeException(
        $"{operation}: expected two tensors of one shape, or a row to add to every row, got {left} and {right}. " +
        "Check which axis is the feature axis; it is always the last.");

    [DoesNotReturn]
    public static void SameDType(string operation, DType left, DType right) => throw new ShapeException(
        $"{operation}: expected tensors of one precision, got {left} and {right}. Convert the model or the input with To(DType).");

    [DoesNotReturn]
    public static void InnerAxes(string operation, Shape left, Shape right) => throw new ShapeException(
        $"{operation}: expected the inner axes to agree, got {left} and {right}. Transpose one of them, or check the layer's input size.");

    [DoesNotReturn]
    public static void InputWidth(string module, Shape got, int expected) => throw new ShapeException(
        $"{module}: expected input [..., {expected}], got {got}. The layer was built for {expected} inputs; " +
        "check the width of what comes before it.");

    [DoesNotReturn]
    public static void Matrix(string operation, Shape got) => throw new ShapeException(
        $"{operation}: expected a matrix [rows, columns], got {got}. Use Reshape to make it one.");

    [DoesNotReturn]
    public static void Range(string operation, int start, int count, int size) => throw new ShapeException(
        $"{operation}: expected a range inside 0..{size}, got {start}..{start + count}. Check start and count.");

    [DoesNotReturn]
    public static void Targets(string loss, int targets, int rows) => throw new ShapeException(
        $"{loss}: expected one target for each of the {rows} rows of logits, got {targets}. Were logits and labels taken from the same batch?");
}
