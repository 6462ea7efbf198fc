namespace Unfold.Training;

/// <summary>Scores of a two-class model sorted from the highest, with what every cut between them would give.</summary>
public sealed class RankedScores
{
    readonly double[] _scores;
    readonly int[] _found; // positives among the first i + 1
    readonly int _positives;

    /// <summary>Sorts scores; a NaN ranks last.</summary>
    /// <param name="scores">Of each example; higher is more positive.</param>
    /// <param name="labels">Of each example: 1 is positive.</param>
    public RankedScores(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels)
    {
        if (scores.Length != labels.Length) throw new ArgumentException($"RankedScores: expected a label for each of {scores.Length} scores, got {labels.Length}.", nameof(labels));
        var order = new int[scores.Length];
        var keys = new double[scores.Length];
        for (int i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, double.IsNaN(scores[i]) ? double.PositiveInfinity : -scores[i]);
        Array.Sort(keys, order);
        (_scores, _found) = (new double[order.Length], new int[order.Length]);
        for (int i = 0; i < order.Length; i++)
        {
            _positives += labels[order[i]] == 1 ? 1 : 0;
            (_scores[i], _found[i]) = (-keys[i], _positives);
        }
    }

    /// <summary>Σ (recall gained at a cut) · (precision there), over the cuts between different scores; 0 without positives.</summary>
    /// <remarks>Source: scikit-learn <c>average_precision_score</c>, whose numbers this matches.</remarks>
    public double AveragePrecision
    {
        get
        {
            (double sum, int before) = (0, 0);
            for (int i = 0; i < _scores.Length; i++)
            {
                if (!IsCut(i)) continue;
                sum += (_found[i] - before) * ((double)_found[i] / (i + 1));
                before = _found[i];
            }
            return _positives == 0 ? 0 : sum / _positives;
        }
    }

    /// <summary>The threshold with the best F1, half-way between the two scores it parts; of equal ones the highest. 0.5 without positives.</summary>
    public (double Threshold, double F1) BestF1()
    {
        (double threshold, double best) = (0.5, 0);
        for (int i = 0; i < _scores.Length; i++)
        {
            if (!IsCut(i)) continue;
            double f1 = 2d * _found[i] / (i + 1 + _positives);
            if (f1 > best) (threshold, best) = (i + 1 < _scores.Length ? (_scores[i] + _scores[i + 1]) / 2 : _scores[i], f1);
        }
        return (threshold, best);
    }

    bool IsCut(int i) => i + 1 == _scores.Length || _scores[i + 1] != _scores[i];
}
