using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Mean and standard deviation of about the last hundred numbers: each step forgets a hundredth.</summary>
sealed class RunningMoments
{
    const int Memory = 100;

    double _variance;
    long _count;

    public double Mean { get; private set; }

    /// <summary>How many standard deviations a number lies above the mean.</summary>
    public double Deviations(double value) => value > Mean ? (value - Mean) / Math.Sqrt(_variance) : 0;

    public void Add(double value)
    {
        _count++;
        double share = 1.0 / Math.Min(_count, Memory), difference = value - Mean;
        Mean += share * difference;
        _variance = (1 - share) * (_variance + share * difference * difference);
    }

    public void Clear() => (Mean, _variance, _count) = (0, 0, 0);

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state) => (Mean, _variance, _count) = (state.Number("mean", Mean), state.Number("variance", _variance), state.Number("count", _count));
}
