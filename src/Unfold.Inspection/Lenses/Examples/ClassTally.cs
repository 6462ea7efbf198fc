using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Texts, right answers and losses of each class of an epoch.</summary>
sealed class ClassTally
{
    readonly List<(long Texts, long Judged, long Right, double Loss)> _classes = [];

    public void Add(in ExampleBatch batch)
    {
        for (int i = 0; i < batch.Labels.Length; i++)
        {
            int label = batch.Labels[i];
            if (label < 0)
                continue; // has none
            while (_classes.Count <= label)
                _classes.Add(default);
            (long texts, long judged, long right, double loss) = _classes[label];
            _classes[label] = (texts + 1, judged + (batch.Right.IsEmpty ? 0 : 1), right + (!batch.Right.IsEmpty && batch.Right[i] ? 1 : 0), loss + batch.Losses[i]);
        }
    }

    /// <summary>[3, classes] texts, share answered rightly (NaN where not known), mean loss; empties the tally.</summary>
    public float[] Take()
    {
        float[] rows =
        [
            .. _classes.Select(entry => (float)entry.Texts), .. _classes.Select(entry => (float)entry.Right / entry.Judged),
            .. _classes.Select(entry => (float)(entry.Loss / entry.Texts)),
        ];
        _classes.Clear();
        return rows;
    }

    public void Clear() => _classes.Clear();

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        double[] numbers = state.Array("classes", [.. _classes.SelectMany(one => (double[])[one.Texts, one.Judged, one.Right, one.Loss])]);
        _classes.Clear();
        for (int i = 0; i < numbers.Length; i += 4)
            _classes.Add(((long)numbers[i], (long)numbers[i + 1], (long)numbers[i + 2], numbers[i + 3]));
    }
}
