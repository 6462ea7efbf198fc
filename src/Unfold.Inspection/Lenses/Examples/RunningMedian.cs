using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The median of the last hundred numbers.</summary>
sealed class RunningMedian
{
    const int Window = 101;

    readonly double[] _ring = new double[Window];
    readonly double[] _sorted = new double[Window];
    int _next;

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their median; NaN without any.</summary>
    public double Value => Count == 0 ? double.NaN : (_sorted[(Count - 1) / 2] + _sorted[Count / 2]) / 2;

    /// <summary>Adds a finite number; the oldest one goes.</summary>
    public void Add(double value)
    {
        if (Count == Window)
        {
            int old = Array.BinarySearch(_sorted, 0, Count, _ring[_next]);
            Array.Copy(_sorted, old + 1, _sorted, old, Count - old - 1);
            Count--;
        }
        int at = Array.BinarySearch(_sorted, 0, Count, value);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, Count - at);
        _sorted[at] = value;
        _ring[_next] = value;
        _next = (_next + 1) % Window;
        Count++;
    }

    public void Clear() => (Count, _next) = (0, 0);

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<double>("ring", _ring);
        state.Fill<double>("sorted", _sorted);
        (_next, Count) = (state.Number("next", _next), state.Number("count", Count));
    }
}
