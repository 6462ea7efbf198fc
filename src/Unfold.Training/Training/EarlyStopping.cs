using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Judges epochs: which is the best so far, and when to end.</summary>
/// <remarks>
/// An epoch is a gain only if it is better than the last gain by more than <paramref name="minGain"/>; after <paramref name="patience"/>
/// epochs without one it is time to end. Which weights are best is a matter of its own: the very best value, however small its lead.
/// </remarks>
/// <param name="patience">Epochs without a gain; 0 never ends.</param>
/// <param name="minGain">The smallest gain that counts.</param>
/// <param name="higherIsBetter">Whether the value is a score; false for a loss.</param>
public sealed class EarlyStopping(int patience, double minGain, bool higherIsBetter)
{
    double _gained = double.NegativeInfinity;
    double _best = double.NegativeInfinity;

    /// <summary>The epoch with the best value, -1 before the first.</summary>
    public int BestEpoch { get; private set; } = -1;

    /// <summary>The best value.</summary>
    public double Best => higherIsBetter ? _best : -_best;

    /// <summary>Epochs since the last gain.</summary>
    public int Waited { get; private set; }

    /// <summary>Whether it is time to end.</summary>
    public bool Over => patience > 0 && Waited >= patience;

    /// <summary>Judges an epoch by its value on validation.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Judge(int epoch, double value)
    {
        double score = higherIsBetter ? value : -value;
        if (score - _gained > minGain) (_gained, Waited) = (score, 0);
        else Waited++;
        if (!(score > _best)) return false;
        (_best, BestEpoch) = (score, epoch);
        return true;
    }

    /// <summary>Keeps what was judged so far, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_gained, _best) = (state.Number("gained", _gained), state.Number("best", _best));
        (BestEpoch, Waited) = (state.Number("best epoch", BestEpoch), state.Number("waited", Waited));
    }
}
