using System.Numerics;

namespace Unfold;

/// <summary>
/// The operations on tensors. Each checks its inputs, computes, and is recorded on the <see cref="Tape"/> where a
/// gradient will be asked for. Forward and backward of one operation stand in one file.
/// </summary>
public static partial class Ops
{
    static Tensor Result(Tensor like, Shape shape, bool requiresGrad) => Tape.Allocate(shape, like.DType, requiresGrad);

    static void SameDType(string operation, Tensor left, Tensor right)
    {
        if (left.DType != right.DType) TensorErrors.SameDType(operation, left.DType, right.DType);
    }

    static void Matrix(string operation, Tensor x)
    {
        if (x.Shape.Rank != 2) TensorErrors.Matrix(operation, x.Shape);
    }

    /// <summary>The scalar in the element type.</summary>
    static T Of<T>(double value)
        where T : struct, INumberBase<T> => T.CreateTruncating(value);
}
