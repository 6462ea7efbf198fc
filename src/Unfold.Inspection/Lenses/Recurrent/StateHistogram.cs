using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Counts states in 41 columns: from −1 to 1, or from 0 to the largest where there is no bound.</summary>
/// <remarks>Without a bound the counting goes in finer bins, two of which become one whenever a state lies beyond them.</remarks>
sealed class StateHistogram(bool isSigned)
{
    const int ColumnCount = 41;

    readonly long[] _counts = new long[isSigned ? ColumnCount : ColumnCount * 64];
    double _top = 1;

    public void Add<T>(ReadOnlySpan<T> states)
        where T : unmanaged, INumber<T>
    {
        (double low, double scale) = Scale();
        Span<long> counts = _counts;
        foreach (T state in states)
        {
            double value = double.CreateTruncating(state);
            int bin = double.ConvertToIntegerNative<int>((value - low) * scale); // of what is no number, or far away, it is far away itself
            if ((uint)bin < (uint)counts.Length)
            {
                counts[bin]++;
                continue;
            }
            AddBeyond(value);
            (low, scale) = Scale();
        }
    }

    /// <summary>The 41 counts, the lower edge of the first column and the width of each.</summary>
    public (float[] Counts, double Start, double Spacing) Columns()
    {
        var columns = new float[ColumnCount];
        int used = isSigned ? ColumnCount : Array.FindLastIndex(_counts, count => count > 0) + 1;
        int together = Math.Max(1, (used + ColumnCount - 1) / ColumnCount);
        for (int bin = 0; bin < used; bin++)
            columns[bin / together] += _counts[bin];
        return (columns, isSigned ? -1 : 0, together / Scale().Scale);
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _top = 1;
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<long>("counts", _counts);
        _top = state.Number("top", _top);
    }

    /// <summary>A state that is in none of the columns as they are.</summary>
    void AddBeyond(double value)
    {
        if (!double.IsFinite(value))
            return;
        while (!isSigned && value > _top)
            Widen();
        (double low, double scale) = Scale();
        _counts[Math.Clamp((int)((value - low) * scale), 0, _counts.Length - 1)]++;
    }

    (double Low, double Scale) Scale() => isSigned ? (-1, ColumnCount / 2.0) : (0, _counts.Length / _top);

    void Widen()
    {
        for (int bin = 0; bin < _counts.Length / 2; bin++)
            _counts[bin] = _counts[2 * bin] + _counts[2 * bin + 1];
        Array.Clear(_counts, _counts.Length / 2, _counts.Length / 2);
        _top *= 2;
    }
}
