using Unfold.Text;

namespace Unfold.Training;

/// <summary>Asks a network for its answers.</summary>
static class ModelRunner
{
    const int BatchSize = 256;

    /// <summary>Tokens of a batch: what a batch of long texts computes is not to be more than what a step of training keeps.</summary>
    const int BatchTokens = 1 << 15;

    /// <summary>The logits of all rows; the order of the rows in the computation is by length, so that little is wasted. How they are divided into batches changes no bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Looked at before each batch, and within it.</param>
    /// <param name="answered">Called after each batch.</param>
    /// <param name="threshold">The probability from which an answer of two classes is the second one.</param>
    public static Predictions Predict(
        TextModel network, EncodedCorpus rows, CancellationToken cancellation, ExamplesAnswered? answered = null, double threshold = 0.5) =>
        Predict(network, rows, TokensOfBatch(network), cancellation, answered, threshold);

    /// <summary>The same with so many tokens in a batch at most.</summary>
    internal static Predictions Predict(
        TextModel network, EncodedCorpus rows, int batchTokens, CancellationToken cancellation, ExamplesAnswered? answered = null, double threshold = 0.5)
    {
        var predictions = new Predictions(rows.Labels, network.Classes);
        int[] order = RowOrder.LongestFirst(rows);
        var batch = new TextBatch();
        (double[] losses, bool[] right) = (new double[BatchSize], new bool[BatchSize]);
        for (int start = 0, count; start < order.Length; start += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = Fitting(rows.Length(order[start]), batchTokens, order.Length - start);
            batch.Load(rows, order.AsSpan(start, count));
            Tensor logits = Execution.Cancellable(cancellation, () => Tape.NoGrad(() => network.Forward(batch.Sequences)));
            Copy(logits, batch.Rows, predictions);
            if (answered is null) continue;
            for (int i = 0; i < batch.Count; i++)
            {
                (int row, int label) = (batch.Rows[i], batch.Labels[i]);
                (losses[i], right[i]) = (Predictions.Loss(predictions.Logits(row), label), predictions.Answer(row, threshold) == label);
            }
            answered(batch.Rows, losses.AsSpan(0, batch.Count), right.AsSpan(0, batch.Count), batch.Labels);
        }
        return predictions;
    }

    /// <summary>The largest batch that <see cref="Predict(TextModel, EncodedCorpus, CancellationToken, ExamplesAnswered?, double)"/> makes of some rows.</summary>
    public static BatchExtent LargestBatch(TextModel network, EncodedCorpus rows) => BatchExtent.OfLongest(rows, Fitting(rows.MaxLength, TokensOfBatch(network), rows.Count));

    /// <summary>Where texts mix, as batch and time are exchanged, what a batch is cannot be changed.</summary>
    static int TokensOfBatch(TextModel network) => network.MixesTexts ? int.MaxValue : BatchTokens;

    /// <summary>Rows of that length or less that make a batch.</summary>
    static int Fitting(int longest, int batchTokens, int left) => Math.Min(left, Math.Clamp(batchTokens / Math.Max(1, longest), 1, BatchSize));

    /// <summary>Takes a batch's logits over into the rows they belong to.</summary>
    public static void Copy(Tensor logits, ReadOnlySpan<int> rows, Predictions predictions)
    {
        int width = logits.Shape.Columns;
        if (logits.DType == DType.Float64)
        {
            for (int i = 0; i < rows.Length; i++) logits.Span<double>().Slice(i * width, width).CopyTo(predictions.Logits(rows[i]));
            return;
        }
        ReadOnlySpan<float> values = logits.Span<float>();
        for (int i = 0; i < rows.Length; i++)
        {
            Span<double> to = predictions.Logits(rows[i]);
            for (int c = 0; c < width; c++) to[c] = values[(i * width) + c];
        }
    }
}
