namespace Unfold.Inspection;

/// <summary>‖∂L/∂h‖ of one layer in one direction by the distance from where its state is read: of a step, and of the epoch.</summary>
sealed class LagProfile
{
    /// <summary>The range of the squares' histograms: norms of 1e-30 to 2e8.</summary>
    const int Lowest = -200, Highest = 56;

    /// <summary>The range of the squares of the gain, a ratio of neighbours.</summary>
    const int LowestGain = -40, HighestGain = 24;

    readonly int[] _gains = new int[LogHistogram.Bins(LowestGain, HighestGain)];
    readonly LagSums _step = new();
    readonly LagSums _epoch = new();
    int[]?[] _histograms = new int[64][];
    double[] _ratios = [];
    int _texts;

    /// <summary>Rows of this step whose gradient is not finite.</summary>
    public int NonFinite { get; private set; }

    /// <summary>The smallest lag of those.</summary>
    public int NonFiniteLag { get; private set; }

    /// <summary>Their time step.</summary>
    public int NonFiniteStep { get; private set; }

    /// <summary>Sums of squares of the step.</summary>
    public LagSums Step => _step;

    /// <summary>Sums of squares of the epoch's steps that have ended.</summary>
    public LagSums Epoch => _epoch;

    /// <summary>Adds a batch.</summary>
    /// <param name="squares">[N] ‖∂L/∂h‖².</param>
    /// <param name="layout">Where which step lies.</param>
    /// <param name="real">Which steps are words.</param>
    /// <param name="reverse">Whether the layer reads from the end.</param>
    public void Add(ReadOnlySpan<double> squares, SequenceLayout layout, RealSteps real, bool reverse)
    {
        Reserve(Math.Min(layout.MaxLength, Sampling.Lags));
        if (_ratios.Length < _texts + layout.Count)
            Array.Resize(ref _ratios, 2 * (_texts + layout.Count));
        ReadOnlySpan<int> lengths = layout.Lengths, order = layout.Order, offsets = layout.StepOffsets;
        int zero = _step.Zero;
        Span<double> sums = _step.Sums;
        Span<long> counts = _step.Counts;
        for (int s = 0; s < layout.Count; s++)
        {
            (int first, int last) = (real.First[s], real.Last[s]);
            if (last < 0)
                continue; // no word in it
            (int t, int end, int back) = reverse ? (0, last + 1, 1) : (lengths[order[s]] - 1, first - 1, -1);
            int at = zero - (reverse ? first : t - last);
            (double atLast, double before) = (double.NaN, double.NaN);
            for (; t != end; t += back, at++)
            {
                double square = squares[offsets[t] + s];
                if ((uint)at >= (uint)sums.Length)
                    continue; // further back than is kept
                if (!double.IsFinite(square))
                {
                    Bad(at - zero, t);
                    before = double.NaN;
                    continue;
                }
                sums[at] += square;
                counts[at]++;
                int[] histogram = _histograms[at] ??= new int[LogHistogram.Bins(Lowest, Highest)];
                histogram[Math.Clamp(LogHistogram.BinOf(square, Lowest), 0, histogram.Length - 1)]++;
                if (at == zero)
                    atLast = square;
                else if (before > 0)
                    _gains[Math.Clamp(LogHistogram.BinOf(square / before, LowestGain), 0, _gains.Length - 1)]++;
                before = at < zero ? double.NaN : square;
            }
            if (first < last && atLast > 0 && !double.IsNaN(before))
                _ratios[_texts++] = before / atLast;
        }
    }

    /// <summary>The median over real steps of ‖δ(t−1)‖ / ‖δ(t)‖ in this step; NaN without any.</summary>
    public double Gain() => Math.Sqrt(LogHistogram.Quantile(_gains, LowestGain, 0.5));

    /// <summary>The median over texts of two words and more of ‖δ‖ at the first word / at the last one; NaN without any.</summary>
    public double FirstToLast()
    {
        Span<double> ratios = _ratios.AsSpan(0, _texts);
        ratios.Sort();
        return Math.Sqrt(Distribution.Quantile(ratios, 0.5));
    }

    /// <summary>The share of texts at and below which a lag's norms lie in the epoch.</summary>
    public double Quantile(int lag, double share) =>
        _histograms[lag + _epoch.Zero] is { } histogram ? Math.Sqrt(LogHistogram.Quantile(histogram, Lowest, share)) : double.NaN;

    /// <summary>The step is over: it enters the epoch.</summary>
    public void EndStep()
    {
        _epoch.Add(_step);
        _step.Clear();
        Array.Clear(_gains);
        (_texts, NonFinite, NonFiniteLag) = (0, 0, 0);
    }

    /// <summary>The epoch is over.</summary>
    public void EndEpoch()
    {
        _epoch.Clear();
        foreach (int[]? histogram in _histograms)
            histogram?.AsSpan().Clear();
    }

    void Bad(int lag, int step)
    {
        if (NonFinite == 0 || lag < NonFiniteLag)
            (NonFiniteLag, NonFiniteStep) = (lag, step);
        NonFinite++;
    }

    void Reserve(int steps)
    {
        int before = _step.Zero;
        _step.Reserve(steps);
        _epoch.Reserve(_step.Zero);
        if (_step.Zero == before)
            return;
        var histograms = new int[2 * _step.Zero][];
        _histograms.CopyTo(histograms, _step.Zero - before);
        _histograms = histograms;
    }
}
