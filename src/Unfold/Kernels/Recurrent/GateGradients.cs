using System.Numerics;

namespace Unfold.Kernels;

/// <summary>The gradients of what a layer's gates are made from, over all steps, with those of the biases.</summary>
/// <remarks>
/// What a gate got from the input and what it got from the state are added, so that one gradient is that of both; but for the candidate of a GRU,
/// where the state's part is multiplied by a gate before.
/// </remarks>
/// <param name="rows">dz [Rows, columns].</param>
/// <param name="columns">G·H.</param>
readonly ref struct GateGradients<T>(ReadOnlySpan<T> rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ReadOnlySpan<T> Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>[Rows, <see cref="StateColumns"/>]: of the state's part in the last columns, where it differs.</summary>
    public ReadOnlySpan<T> OfState { get; init; }

    /// <summary>Columns in which the state's part differs.</summary>
    public int StateColumns { get; init; }

    /// <summary>[G·H], added to: of the bias beside the input; or empty.</summary>
    public Span<T> InputBias { get; init; }

    /// <summary>[G·H], added to: of the bias beside the state; or empty.</summary>
    public Span<T> StateBias { get; init; }
}
