namespace Unfold.Doctor.Tests;

/// <summary>What a stranger's loop computes from logits: losses of examples, and accuracy, recall and F1 of two classes.</summary>
sealed class Answers(int classes)
{
    int _all;
    int _right;
    int _positive;
    int _answered;
    int _found;

    public void Add(Tensor logits, int[] labels)
    {
        int[] given = Classes(logits);
        for (int i = 0; i < labels.Length; i++)
        {
            _all++;
            _right += given[i] == labels[i] ? 1 : 0;
            _positive += labels[i] == 1 ? 1 : 0;
            _answered += given[i] == 1 ? 1 : 0;
            _found += given[i] == 1 && labels[i] == 1 ? 1 : 0;
        }
    }

    public IEnumerable<(string Name, double Value)> Metrics()
    {
        yield return ("accuracy", (double)_right / _all);
        if (classes != 2)
            yield break;
        yield return ("recall", _positive == 0 ? 0 : (double)_found / _positive);
        yield return ("f1", _positive + _answered == 0 ? 0 : 2.0 * _found / (_positive + _answered));
    }

    /// <summary>The cross-entropy of each example.</summary>
    public static double[] Losses(Tensor logits, int[] labels)
    {
        float[] values = logits.ToFloats();
        int columns = logits.Shape.Columns;
        return [.. labels.Select((label, i) => columns == 1
            ? Math.Max(values[i], 0) - (values[i] * label) + Math.Log(1 + Math.Exp(-Math.Abs(values[i])))
            : Math.Log(values.AsSpan(i * columns, columns).ToArray().Sum(value => Math.Exp(value - values[(i * columns) + label]))))];
    }

    public static bool[] Right(Tensor logits, int[] labels) => [.. Classes(logits).Zip(labels, (given, label) => given == label)];

    static int[] Classes(Tensor logits)
    {
        float[] values = logits.ToFloats();
        int columns = logits.Shape.Columns;
        return columns == 1
            ? [.. values.Select(value => value > 0 ? 1 : 0)]
            : [.. Enumerable.Range(0, values.Length / columns).Select(i => Enumerable.Range(0, columns).MaxBy(column => values[(i * columns) + column]))];
    }
}
