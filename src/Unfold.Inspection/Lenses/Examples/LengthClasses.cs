using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Texts and losses by length and class of an epoch: what tells long texts apart from a rare class.</summary>
sealed class LengthClasses
{
    /// <summary>By class, then by length.</summary>
    readonly List<List<(long Texts, double Loss)>> _classes = [];

    public void Add(int length, int label, double loss)
    {
        while (_classes.Count <= label)
            _classes.Add([]);
        List<(long Texts, double Loss)> lengths = _classes[label];
        while (lengths.Count <= length)
            lengths.Add(default);
        lengths[length] = (lengths[length].Texts + 1, lengths[length].Loss + loss);
    }

    /// <summary>[2 · classes, buckets] texts of each class, then their mean losses (NaN where there are none); empties the sums.</summary>
    /// <param name="shortest">The shortest length of each bucket, rising.</param>
    public float[] Take(int[] shortest)
    {
        int classes = _classes.Count, buckets = shortest.Length;
        var rows = new float[2 * classes * buckets];
        for (int c = 0; c < classes; c++)
        {
            for (int b = 0; b < buckets; b++)
            {
                int end = b + 1 < buckets ? shortest[b + 1] : int.MaxValue;
                (long texts, double loss) = (0, 0);
                for (int length = shortest[b]; length < Math.Min(end, _classes[c].Count); length++)
                    (texts, loss) = (texts + _classes[c][length].Texts, loss + _classes[c][length].Loss);
                (rows[(c * buckets) + b], rows[((classes + c) * buckets) + b]) = (texts, (float)(loss / texts));
            }
        }
        Clear();
        return rows;
    }

    public void Clear() => _classes.Clear();

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        int count = state.Number("classes", _classes.Count);
        for (int c = 0; c < count; c++)
        {
            if (c == _classes.Count)
                _classes.Add([]);
            double[] numbers = state.Array($"class {c}", [.. _classes[c].SelectMany(one => (double[])[one.Texts, one.Loss])]);
            _classes[c].Clear();
            for (int i = 0; i < numbers.Length; i += 2)
                _classes[c].Add(((long)numbers[i], numbers[i + 1]));
        }
    }
}
