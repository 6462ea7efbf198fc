using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The folds that a threshold is chosen on: how many are done, and their answers.</summary>
sealed class ThresholdFolds(EncodedCorpus rows)
{
    /// <summary>Folds done.</summary>
    public int Done { get; set; }

    /// <summary>The answers so far.</summary>
    public Predictions Answers { get; } = new(rows.Labels, classes: 2);

    /// <summary>Keeps them, or goes on from them.</summary>
    public void Keep(KeptState state)
    {
        Done = state.Number("done", Done);
        var logits = new double[Answers.Count];
        for (int row = 0; row < logits.Length; row++) logits[row] = Answers.Logits(row)[0];
        state.Fill<double>("answers", logits);
        for (int row = 0; row < logits.Length; row++) Answers.Logits(row)[0] = logits[row];
    }
}
