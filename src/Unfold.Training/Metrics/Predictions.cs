using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>The answers of a model on rows with labels, kept as numbers, and what they come to.</summary>
/// <remarks>A two-class model has one logit a row, others one a class. Rows may be added in any order; each keeps its number.</remarks>
public sealed class Predictions
{
    readonly int _logitsPerRow;
    readonly double[] _logits;
    readonly int[] _labels;

    /// <summary>Room for the answers to rows.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    public Predictions(ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        _logitsPerRow = classes == 2 ? 1 : classes;
        _labels = labels.ToArray();
        _logits = new double[labels.Length * _logitsPerRow];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _labels.Length;

    /// <summary>The class of each row.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The logits of a row: one for two classes, else one a class.</summary>
    public Span<double> Logits(int row) => _logits.AsSpan(row * _logitsPerRow, _logitsPerRow);

    /// <summary>The probability of the second of two classes.</summary>
    public double Positive(int row) => Sigmoid(_logits[row]);

    /// <summary>The probability of a class.</summary>
    public double Probability(int row, int of)
    {
        if (_logitsPerRow == 1) return of == 1 ? Positive(row) : Sigmoid(-_logits[row]);
        return Math.Exp(-Loss(Logits(row), of));
    }

    /// <summary>The class a row is answered with.</summary>
    /// <param name="row">The row.</param>
    /// <param name="threshold">Two classes: positive from this probability on.</param>
    public int Answer(int row, double threshold) => _logitsPerRow == 1 ? (Positive(row) >= threshold ? 1 : 0) : IndexOfMax(Logits(row));

    /// <summary>The answers to the rows of those numbers.</summary>
    public Predictions Take(ReadOnlySpan<int> rows)
    {
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) labels[i] = _labels[rows[i]];
        var taken = new Predictions(labels, Classes);
        for (int i = 0; i < rows.Length; i++) Logits(rows[i]).CopyTo(taken.Logits(i));
        return taken;
    }

    /// <summary>Mean over the rows of −ln p(true class), in nats; unweighted.</summary>
    public double MeanLoss()
    {
        double sum = 0;
        for (int row = 0; row < Count; row++) sum += Loss(Logits(row), _labels[row]);
        return sum / Count;
    }

    /// <summary>Scores of two classes, ranked.</summary>
    public RankedScores Rank()
    {
        var scores = new double[Count];
        for (int row = 0; row < Count; row++) scores[row] = Positive(row);
        return new RankedScores(scores, _labels);
    }

    /// <summary>True against answered classes.</summary>
    public ConfusionMatrix Confusion(double threshold = 0.5)
    {
        var matrix = new ConfusionMatrix(Classes);
        for (int row = 0; row < Count; row++) matrix.Add(_labels[row], Answer(row, threshold));
        return matrix;
    }

    /// <summary>Loss, accuracy, F1 (two classes: with precision, recall and average precision) and macro-F1.</summary>
    public MetricValues Metrics(double threshold = 0.5)
    {
        ConfusionMatrix matrix = Confusion(threshold);
        var values = new MetricValues { [MetricNames.Loss] = MeanLoss(), [MetricNames.Accuracy] = matrix.Accuracy };
        if (Classes == 2)
        {
            values[MetricNames.F1] = matrix.F1(1);
            values[MetricNames.Precision] = matrix.Precision(1);
            values[MetricNames.Recall] = matrix.Recall(1);
        }
        values[MetricNames.MacroF1] = matrix.MacroF1;
        if (Classes == 2) values[MetricNames.AveragePrecision] = Rank().AveragePrecision;
        return values;
    }

    /// <summary>1 / (1 + e⁻ᶻ).</summary>
    internal static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    /// <summary>−ln p(label), from logits.</summary>
    internal static double Loss(ReadOnlySpan<double> logits, int label)
    {
        if (logits.Length == 1)
        {
            double z = label == 1 ? logits[0] : -logits[0];
            return double.LogP1(Math.Exp(-Math.Abs(z))) + Math.Max(-z, 0);
        }
        double max = double.NegativeInfinity, sum = 0;
        foreach (double z in logits) max = Math.Max(max, z);
        foreach (double z in logits) sum += Math.Exp(z - max);
        return max + Math.Log(sum) - logits[label];
    }

    static int IndexOfMax(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }
        return best;
    }
}
