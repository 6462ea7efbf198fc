namespace Unfold.Training;

/// <summary>Words as their numbers in the vocabulary, read as if those were magnitudes.</summary>
static class WordNumbers
{
    /// <summary>[N, 1], packed.</summary>
    public static SequenceTensor Of(SequenceBatch batch, DType dtype)
    {
        ReadOnlySpan<int> ids = batch.Ids;
        Tensor values = Tensor.Zeros(new Shape(ids.Length, 1), dtype);
        for (int i = 0; i < ids.Length; i++)
        {
            if (dtype == DType.Float32) values.Span<float>()[i] = ids[i];
            else values.Span<double>()[i] = ids[i];
        }
        return new SequenceTensor(batch.Layout, values);
    }
}
