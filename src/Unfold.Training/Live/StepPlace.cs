using Unfold.Text;

namespace Unfold.Training;

/// <summary>A step of a training: where it is, and what it was made of.</summary>
/// <param name="Epoch">The epoch; the first is 0.</param>
/// <param name="Step">The step within the epoch; the first is 0.</param>
/// <param name="Batch">Its batch, or the last one of it; none where an epoch's end is meant.</param>
/// <param name="Before">The rows of the batches before that one, where a step is made of several.</param>
readonly record struct StepPlace(int Epoch, int Step, TextBatch? Batch, IReadOnlyList<int[]>? Before = null)
{
    /// <summary>The rows of the data.</summary>
    public int[] Rows() => Batch is null ? [] : [.. (Before ?? []).SelectMany(rows => rows), .. Batch.Rows];
}
