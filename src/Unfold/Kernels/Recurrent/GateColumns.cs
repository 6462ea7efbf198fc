using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Columns of the gates' gradients that are multiplied by the same factors, in pinned memory.</summary>
/// <param name="data">[Rows, count].</param>
/// <param name="stride">Elements from row to row.</param>
/// <param name="count">How many.</param>
/// <param name="first">The row of the weights' gradients that the first one makes.</param>
/// <param name="firstVector">Vectors of the columns before.</param>
/// <param name="ofInput">Whether they are multiplied by the inputs.</param>
/// <param name="ofState">Whether they are multiplied by the states.</param>
/// <param name="bias">What their sums are added to, or null.</param>
/// <param name="otherBias">What they are added to besides, or null.</param>
readonly unsafe struct GateColumns<T>(T* data, nint stride, nint count, nint first, nint firstVector, bool ofInput, bool ofState, T* bias, T* otherBias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T* Data => data;

    public nint Stride => stride;

    public nint Count => count;

    public nint First => first;

    public bool OfInput => ofInput;

    public bool OfState => ofState;

    public bool IsSummed => bias != null || otherBias != null;

    public T* Bias => bias;

    public T* OtherBias => otherBias;

    /// <summary>Vectors that hold them.</summary>
    public nint Vectors => (count + SimdWidth.Count<T>() - 1) / SimdWidth.Count<T>();

    /// <summary>Those in some vectors of all.</summary>
    public GateColumns<T> Between(nint from, nint until)
    {
        nint lanes = SimdWidth.Count<T>(), start = Math.Clamp((from - firstVector) * lanes, 0, count), end = Math.Clamp((until - firstVector) * lanes, 0, count);
        return new(
            data + start, stride, end - start, first + start, firstVector + (start / lanes), ofInput, ofState,
            bias == null ? null : bias + start, otherBias == null ? null : otherBias + start);
    }
}
