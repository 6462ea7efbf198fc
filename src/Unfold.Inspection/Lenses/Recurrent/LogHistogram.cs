namespace Unfold.Inspection;

/// <summary>Counts positive numbers in bins of equal ratio, taken from their bits: eight to an octave, each an eighth of its power of two wide.</summary>
/// <remarks>
/// Numbers below the lowest octave, zero among them, fall into the first bin, those above the highest into the last one. A quantile is interpolated
/// within its bin: it is off by less than the bin's width, 6 to 12.5 %; for the root of what was counted by half of that.
/// </remarks>
static class LogHistogram
{
    const int Shift = 52 - 3;

    /// <summary>Bins for a range of octaves.</summary>
    public static int Bins(int lowest, int highest) => (highest - lowest) * 8;

    /// <summary>The bin of a number that is not negative, before it is limited to those there are.</summary>
    public static int BinOf(double value, int lowest) => (int)(BitConverter.DoubleToInt64Bits(value) >> Shift) - ((1023 + lowest) * 8);

    /// <summary>The lower edge of a bin.</summary>
    public static double EdgeOf(int bin, int lowest) => BitConverter.Int64BitsToDouble((long)(bin + (1023 + lowest) * 8) << Shift);

    /// <summary>The quantile at a share between 0 and 1; NaN where nothing was counted.</summary>
    public static double Quantile(ReadOnlySpan<int> counts, int lowest, double share)
    {
        long total = 0;
        foreach (int count in counts)
            total += count;
        if (total == 0)
            return double.NaN;
        double target = share * total;
        double below = 0;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            if (counts[bin] == 0)
                continue;
            if (below + counts[bin] >= target)
            {
                if (bin == 0)
                    return 0;
                double low = EdgeOf(bin, lowest);
                return low + (EdgeOf(bin + 1, lowest) - low) * Math.Clamp((target - below) / counts[bin], 0, 1);
            }
            below += counts[bin];
        }
        return EdgeOf(counts.Length, lowest);
    }
}
