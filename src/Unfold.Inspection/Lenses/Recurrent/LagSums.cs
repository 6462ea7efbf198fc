using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Sums and counts by lag, some of it below zero; grows with the longest text.</summary>
sealed class LagSums
{
    double[] _sums;
    long[] _counts;

    public LagSums(int room = 32) => (_sums, _counts, Zero) = (new double[2 * room], new long[2 * room], room);

    /// <summary>Where lag 0 stands.</summary>
    public int Zero { get; private set; }

    /// <summary>Sums, lag 0 at <see cref="Zero"/>.</summary>
    public Span<double> Sums => _sums;

    /// <summary>How many numbers each sum is made of.</summary>
    public Span<long> Counts => _counts;

    /// <summary>Makes room for lags −steps to steps − 1.</summary>
    public void Reserve(int steps)
    {
        if (steps <= Zero)
            return;
        int room = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)steps);
        (double[] sums, long[] counts) = (new double[2 * room], new long[2 * room]);
        _sums.CopyTo(sums, room - Zero);
        _counts.CopyTo(counts, room - Zero);
        (_sums, _counts, Zero) = (sums, counts, room);
    }

    /// <summary>Adds all of another one.</summary>
    public void Add(LagSums other)
    {
        Reserve(other.Zero);
        Span<double> sums = Sums[(Zero - other.Zero)..];
        Span<long> counts = Counts[(Zero - other.Zero)..];
        for (int i = 0; i < other._sums.Length; i++)
        {
            sums[i] += other._sums[i];
            counts[i] += other._counts[i];
        }
    }

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
    }

    /// <summary>The smallest and the largest lag that something was counted at, the second one excluded; both 0 where there is none.</summary>
    public (int From, int To) Range()
    {
        (int from, int to) = (0, _counts.Length);
        while (from < to && _counts[from] == 0)
            from++;
        while (to > from && _counts[to - 1] == 0)
            to--;
        return from == to ? (0, 0) : (from - Zero, to - Zero);
    }

    /// <summary>√(sum / count) at a lag; NaN where nothing was counted.</summary>
    public double RootMean(int lag)
    {
        int at = lag + Zero;
        return (uint)at >= (uint)_counts.Length || _counts[at] == 0 ? double.NaN : Math.Sqrt(_sums[at] / _counts[at]);
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state) => (_sums, _counts, Zero) = (state.Array("sums", _sums), state.Array("counts", _counts), state.Number("zero", Zero));
}
