using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The median of the last hundred numbers, worked out only where somebody has to know it.</summary>
sealed class RunningMedian
{
    const int Window = 101;

    readonly double[] _ring = new double[Window];
    double _least = double.PositiveInfinity; // none of the ring is smaller
    int _next;

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their median; NaN without any.</summary>
    public double Value
    {
        get
        {
            if (Count == 0)
                return double.NaN;
            Span<double> sorted = stackalloc double[Count];
            _ring.AsSpan(0, Count).CopyTo(sorted);
            sorted.Sort();
            _least = sorted[0];
            return (sorted[(Count - 1) / 2] + sorted[Count / 2]) / 2;
        }
    }

    /// <summary>Whether a number is more than <paramref name="factor"/> times the median; seldom has that to be worked out, as it is not below the least.</summary>
    public bool IsExceeded(double value, double factor) => value > factor * _least && value > factor * Value;

    /// <summary>Adds a finite number; the oldest one goes.</summary>
    public void Add(double value)
    {
        _least = Math.Min(_least, value);
        _ring[_next] = value;
        _next = (_next + 1) % Window;
        Count = Math.Min(Count + 1, Window);
    }

    public void Clear() => (Count, _next, _least) = (0, 0, double.PositiveInfinity);

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<double>("ring", _ring);
        (_next, Count) = (state.Number("next", _next), state.Number("count", Count));
        if (state.Restores)
            _least = double.NegativeInfinity;
    }
}
