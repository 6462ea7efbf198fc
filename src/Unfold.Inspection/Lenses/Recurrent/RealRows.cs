namespace Unfold.Inspection;

/// <summary>The packed rows of a batch that are words, padding left out, step by step.</summary>
sealed class RealRows
{
    int[] _rows = [];
    int[] _steps = [];
    int _count;

    /// <summary>Packed rows, in order.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The time step of each.</summary>
    public ReadOnlySpan<int> Steps => _steps.AsSpan(0, _count);

    /// <summary>From one row to the next where only some are looked at.</summary>
    public int Stride => Math.Max(1, (_count + Sampling.HistogramRows - 1) / Sampling.HistogramRows);

    /// <summary>Takes on a batch.</summary>
    public void Load(SequenceLayout layout, RealSteps real)
    {
        if (_rows.Length < layout.TotalSteps)
            (_rows, _steps) = (new int[2 * layout.TotalSteps], new int[2 * layout.TotalSteps]);
        _count = 0;
        ReadOnlySpan<int> active = layout.ActiveCounts, offsets = layout.StepOffsets, first = real.First, last = real.Last;
        for (int t = 0; t < active.Length; t++)
        {
            for (int s = 0; s < active[t]; s++)
            {
                if (t < first[s] || t > last[s])
                    continue;
                (_rows[_count], _steps[_count]) = (offsets[t] + s, t);
                _count++;
            }
        }
    }
}
