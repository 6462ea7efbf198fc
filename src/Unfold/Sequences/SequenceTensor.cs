namespace Unfold;

/// <summary>A batch of sequences of feature vectors of different lengths, packed without padding.</summary>
public sealed class SequenceTensor
{
    /// <summary>Feature vectors packed as the layout says.</summary>
    /// <param name="layout">Where which step of which sequence lies.</param>
    /// <param name="values">[N, F].</param>
    /// <exception cref="ShapeException">The matrix has not one row a step.</exception>
    public SequenceTensor(SequenceLayout layout, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Shape.Rank != 2 || values.Shape[0] != layout.TotalSteps)
        {
            throw new ShapeException(
                $"SequenceTensor: expected values [{layout.TotalSteps}, features] for {layout}, got {values.Shape}. " +
                "Dense input [batch, time, features] is packed by SequenceTensor.FromDense.");
        }
        (Layout, Values) = (layout, values);
    }

    /// <summary>Where which step of which sequence lies.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>[N, F], packed.</summary>
    public Tensor Values { get; }

    /// <summary>F, the features of a step.</summary>
    public int Features => Values.Shape[1];

    /// <summary>Packs dense input; what lies behind a sequence's length is not looked at.</summary>
    /// <param name="dense">[batch, time, features].</param>
    /// <param name="lengths">[batch] real steps of each sequence; all of them where none are given.</param>
    /// <exception cref="ShapeException">Not three axes, or a length beyond the time axis.</exception>
    public static SequenceTensor FromDense(Tensor dense, ReadOnlySpan<int> lengths = default)
    {
        ArgumentNullException.ThrowIfNull(dense);
        if (dense.Shape.Rank != 3)
        {
            throw new ShapeException($"SequenceTensor.FromDense: expected [batch, time, features], got {dense.Shape}. Add the missing axis with Reshape.");
        }
        int batch = dense.Shape[0], time = dense.Shape[1];
        var all = new int[batch];
        Array.Fill(all, time);
        if (!lengths.IsEmpty)
        {
            if (lengths.Length != batch || Max(lengths) > time)
            {
                throw new ShapeException(
                    $"SequenceTensor.FromDense: expected {batch} lengths of at most {time} for {dense.Shape}, got {lengths.Length} up to {Max(lengths)}. " +
                    "Is the batch axis first?");
            }
            lengths.CopyTo(all);
        }
        SequenceLayout layout = SequenceLayout.Of(all);
        var rows = new int[layout.TotalSteps];
        for (int i = 0; i < batch; i++)
        {
            for (int t = 0; t < all[i]; t++) rows[layout.Row(i, t)] = (i * time) + t;
        }
        Tensor matrix = Ops.Reshape(dense, new Shape(batch * time, dense.Shape[2]));
        return new SequenceTensor(layout, Ops.GatherRows(matrix, rows));
    }

    /// <summary>[batch, time, features] in the caller's order, zeros behind the end of a sequence.</summary>
    public Tensor ToDense() => Rows(Layout.MaxLength, new Shape(Layout.Count, Layout.MaxLength, Features));

    /// <summary>
    /// [batch, steps · features]: the first steps of every sequence side by side, zeros behind its end. What a feed-forward layer reads
    /// that knows each place by itself.
    /// </summary>
    /// <param name="steps">Steps of every sequence, at least 1; longer ones are cut off.</param>
    public Tensor Flatten(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return Rows(steps, new Shape(Layout.Count, steps * Features));
    }

    Tensor Rows(int steps, Shape shape)
    {
        var rows = new int[Layout.Count * steps];
        Array.Fill(rows, -1);
        for (int i = 0; i < Layout.Count; i++)
        {
            for (int t = 0; t < Math.Min(steps, Layout.Lengths[i]); t++) rows[(i * steps) + t] = Layout.Row(i, t);
        }
        return Ops.GatherRows(Values, rows, shape, once: steps >= Layout.MaxLength);
    }

    static int Max(ReadOnlySpan<int> lengths)
    {
        int max = 0;
        foreach (int length in lengths) max = Math.Max(max, length);
        return max;
    }
}
