namespace Unfold.Kernels;

/// <summary>Columns of the gates' gradients that are multiplied by the same factors, in pinned memory.</summary>
/// <param name="data">[Rows, count].</param>
/// <param name="stride">Elements from row to row.</param>
/// <param name="count">How many.</param>
/// <param name="first">The row of the weights' gradients that the first one makes.</param>
/// <param name="ofInput">Whether they are multiplied by the inputs.</param>
/// <param name="ofState">Whether they are multiplied by the states.</param>
/// <param name="bias">What their sums are added to, or null.</param>
/// <param name="otherBias">What they are added to besides, or null.</param>
readonly unsafe struct GateColumns<T>(T* data, nint stride, nint count, nint first, bool ofInput, bool ofState, T* bias, T* otherBias)
    where T : unmanaged
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

    /// <summary>Some of them.</summary>
    public GateColumns<T> Part(nint start, nint length) =>
        new(data + start, stride, length, first + start, ofInput, ofState, bias == null ? null : bias + start, otherBias == null ? null : otherBias + start);
}
