using System.Numerics;

namespace Unfold.Kernels;

/// <summary>What the gates of a layer were multiplied by at every step, its inputs or its state before the step, with the gradient of those weights.</summary>
readonly ref struct WeightFactor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="rows">[Rows, width], <paramref name="stride"/> apart: x; or the outputs of all steps where there is an initial state.</param>
    /// <param name="width">Columns of the weights.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="gradient">[G·H, width]: of the weights.</param>
    /// <param name="accumulate">Whether it is added to what is there.</param>
    /// <param name="room">[width, G·H]: working memory.</param>
    public WeightFactor(ReadOnlySpan<T> rows, int width, int stride, Span<T> gradient, bool accumulate, Span<T> room)
    {
        (Width, Stride, Accumulate) = (width, stride, accumulate);
        Rows = rows;
        Gradient = gradient;
        Room = room;
    }

    public int Width { get; }

    public int Stride { get; }

    public bool Accumulate { get; }

    public ReadOnlySpan<T> Rows { get; }

    public Span<T> Gradient { get; }

    public Span<T> Room { get; }

    /// <summary>Where it is given, a row's factor is not its own but the row of the step before it, or this one's [Sequences, width] at its sequence's first step.</summary>
    public ReadOnlySpan<T> Initial { get; init; }

    /// <summary>Whether the step before is the later one.</summary>
    public bool Reverse { get; init; }
}
