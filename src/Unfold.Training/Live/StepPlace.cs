using Unfold.Text;

namespace Unfold.Training;

/// <summary>A step of a training: where it is, and what it was made of.</summary>
/// <param name="Epoch">The epoch; the first is 0.</param>
/// <param name="Step">The step within the epoch; the first is 0.</param>
/// <param name="Batch">Its batch; none where an epoch's end is meant.</param>
readonly record struct StepPlace(int Epoch, int Step, TextBatch? Batch)
{
    /// <summary>The rows of the data.</summary>
    public int[] Rows() => Batch is null ? [] : Batch.Rows.ToArray();
}
