using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>A mean over examples that arrives in batches of different sizes.</summary>
struct WeightedMean
{
    double _sum;
    long _examples;

    public readonly bool Any => _examples > 0;

    public readonly double Value => _sum / _examples;

    public void Add(double batchMean, int examples)
    {
        _sum += batchMean * examples;
        _examples += examples;
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state) => (_sum, _examples) = (state.Number("sum", _sum), state.Number("examples", _examples));
}
