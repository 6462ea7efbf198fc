using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>64 bins for every unit of a gate, between its bounds.</summary>
sealed class UnitHistograms(int units, double low, double high)
{
    const int Bins = 64;

    readonly int[] _counts = new int[units * Bins];
    readonly double _scale = Bins / (high - low);

    /// <summary>Counts a row's values.</summary>
    public void Add<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T start, T scale) = (T.CreateTruncating(low), T.CreateTruncating(_scale));
        for (int unit = 0; unit < row.Length; unit++)
            _counts[unit * Bins + Math.Clamp(int.CreateSaturating((row[unit] - start) * scale), 0, Bins - 1)]++;
    }

    /// <summary>A unit's quantile, interpolated within its bin; NaN where nothing was counted.</summary>
    public double Quantile(int unit, double share)
    {
        ReadOnlySpan<int> counts = _counts.AsSpan(unit * Bins, Bins);
        long total = 0;
        foreach (int count in counts)
            total += count;
        double below = 0;
        for (int bin = 0; bin < Bins && total > 0; bin++)
        {
            if (counts[bin] > 0 && below + counts[bin] >= share * total)
                return low + (bin + (share * total - below) / counts[bin]) / _scale;
            below += counts[bin];
        }
        return double.NaN;
    }

    public void Clear() => Array.Clear(_counts);

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state) => state.Fill<int>("counts", _counts);
}
