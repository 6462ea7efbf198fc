using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>‖∂L/∂h‖ of one layer in one direction by the distance from where its state is read: of a step, and of the epoch.</summary>
sealed class LagProfile
{
    /// <summary>The range of the squares' histograms: norms of 1e-30 to 2e8.</summary>
    const int Lowest = -200, Highest = 56;

    /// <summary>Their bins, a power of two.</summary>
    const int MostBins = 1 << BinBits, BinBits = 11;

    /// <summary>The range of the squares of the gain, a ratio of neighbours.</summary>
    const int LowestGain = -40, HighestGain = 24;

    readonly int[] _gains = new int[LogHistogram.Bins(LowestGain, HighestGain)];
    readonly LagSums _step = new();
    readonly LagSums _epoch = new();
    readonly int[] _seen = new int[1 << 13]; // a place and a bin each, counted when it is full: a step has flushed the histograms from the cache
    int _seenCount;
    int[]?[] _histograms = new int[64][];
    double[] _ratios = [];
    double[] _reads = [];
    int _texts;
    int _readTexts;
    bool _pads;
    bool _anyGain;

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
    /// <param name="distribute">Whether to count into histograms too, which costs several times as much.</param>
    public void Add(ReadOnlySpan<double> squares, SequenceLayout layout, RealSteps real, bool reverse, bool distribute)
    {
        Reserve(Math.Min(layout.MaxLength, Sampling.Lags));
        if (_ratios.Length < _texts + layout.Count)
        {
            Array.Resize(ref _ratios, 2 * (_texts + layout.Count));
            Array.Resize(ref _reads, _ratios.Length);
        }
        bool careful = layout.MaxLength > Sampling.Lags || !AreFinite(squares);
        ReadOnlySpan<int> lengths = layout.Lengths, order = layout.Order, offsets = layout.StepOffsets;
        for (int s = 0; s < layout.Count; s++)
        {
            (int first, int last) = (real.First[s], real.Last[s]);
            if (last < 0)
                continue; // no word in it
            LagWalk walk = new(offsets, s, first, last, lengths[order[s]], reverse);
            if (careful)
                AddCarefully(squares, walk);
            else
                AddQuickly(squares, walk);
            if (distribute)
                Distribute(squares, walk);
            (double atFirst, double atLast) = (squares[offsets[reverse ? last : first] + s], squares[offsets[reverse ? first : last] + s]);
            if (first >= last || !(atLast > 0) || !double.IsFinite(atFirst) || !double.IsFinite(atLast))
                continue;
            (int word, int read) = reverse ? (first, 0) : (last, lengths[order[s]] - 1);
            double atRead = word == read ? atLast : squares[offsets[read] + s];
            _ratios[_texts++] = atFirst / atLast;
            if (!(atRead > 0) || !double.IsFinite(atRead))
                continue; // nothing is read there
            _reads[_readTexts++] = atFirst / atRead;
            _pads |= word != read;
        }
    }

    /// <summary>The median over real steps of ‖δ(t−1)‖ / ‖δ(t)‖ in this step; NaN without any.</summary>
    public double Gain() => _anyGain ? Math.Sqrt(LogHistogram.Quantile(_gains, LowestGain, 0.5)) : double.NaN;

    /// <summary>The median over texts of two words and more of ‖δ‖ at the first word / at the last one; NaN without any.</summary>
    public double FirstToLast() => Math.Sqrt(Sums.Median(_ratios.AsSpan(0, _texts)));

    /// <summary>The same at the first word / where the state is read, behind or before the padding; NaN where no text of the step has padding there.</summary>
    public double FirstToRead() => _pads ? Math.Sqrt(Sums.Median(_reads.AsSpan(0, _readTexts))) : double.NaN;

    /// <summary>The share of texts at and below which a lag's norms lie in the epoch.</summary>
    public double Quantile(int lag, double share)
    {
        Count();
        return _histograms[lag + _epoch.Zero] is { } histogram ? Math.Sqrt(LogHistogram.Quantile(histogram, Lowest, share)) : double.NaN;
    }

    /// <summary>The step is over: it enters the epoch.</summary>
    public void EndStep()
    {
        _epoch.Add(_step);
        _step.Clear();
        if (_anyGain)
            Array.Clear(_gains);
        _anyGain = false;
        (_texts, _readTexts, _pads, NonFinite, NonFiniteLag) = (0, 0, false, 0, 0);
    }

    /// <summary>The epoch is over.</summary>
    public void EndEpoch()
    {
        _epoch.Clear();
        _seenCount = 0;
        foreach (int[]? histogram in _histograms)
            histogram?.AsSpan().Clear();
    }

    /// <summary>Keeps what the epoch has come to, or goes on from it; between two steps.</summary>
    public void Keep(KeptState state)
    {
        Count();
        _step.Keep(state.Part("step"));
        _epoch.Keep(state.Part("epoch"));
        if (_histograms.Length != 2 * _step.Zero)
            _histograms = new int[2 * _step.Zero][];
        for (int at = 0; at < _histograms.Length; at++)
        {
            if (state.Flag($"histogram {at - _step.Zero}?", _histograms[at] is not null))
                state.Fill<int>($"histogram {at - _step.Zero}", _histograms[at] ??= new int[MostBins]);
        }
    }

    void AddQuickly(ReadOnlySpan<double> squares, LagWalk walk)
    {
        Span<double> sums = _step.Sums.Slice(_step.Zero + walk.Lag, walk.Count);
        Span<long> counts = _step.Counts.Slice(_step.Zero + walk.Lag, walk.Count);
        ReadOnlySpan<int> offsets = walk.Offsets;
        (int t, int back, int text) = (walk.Step, walk.Back, walk.Text);
        for (int i = 0; i < sums.Length; i++, t += back)
            sums[i] += squares[offsets[t] + text];
        foreach (ref long count in counts)
            count++;
    }

    void AddCarefully(ReadOnlySpan<double> squares, LagWalk walk)
    {
        for (int i = 0; i < walk.Count; i++)
        {
            (int lag, int step) = (walk.Lag + i, walk.Step + i * walk.Back);
            double square = squares[walk.Offsets[step] + walk.Text];
            if (lag < -_step.Zero || lag >= _step.Zero)
                continue; // further back than is kept
            if (!double.IsFinite(square))
            {
                if (NonFinite == 0 || lag < NonFiniteLag)
                    (NonFiniteLag, NonFiniteStep) = (lag, step);
                NonFinite++;
                continue;
            }
            _step.Sums[_step.Zero + lag] += square;
            _step.Counts[_step.Zero + lag]++;
        }
    }

    void Distribute(ReadOnlySpan<double> squares, LagWalk walk)
    {
        int places = _histograms.Length;
        Span<int> gains = _gains;
        ReadOnlySpan<int> offsets = walk.Offsets;
        double before = double.NaN;
        (int t, int zero) = (walk.Step, _step.Zero);
        for (int lag = walk.Lag; lag < walk.Lag + walk.Count; lag++, t += walk.Back)
        {
            double square = squares[offsets[t] + walk.Text];
            if ((uint)(zero + lag) >= (uint)places || !double.IsFinite(square))
            {
                before = double.NaN;
                continue;
            }
            if (_seenCount == _seen.Length)
                Count();
            _seen[_seenCount++] = ((zero + lag) << BinBits) | Math.Clamp(LogHistogram.BinOf(square, Lowest), 0, MostBins - 1);
            if (lag > 0 && before > 0)
                gains[Math.Clamp(LogHistogram.BinOf(square / before, LowestGain), 0, gains.Length - 1)]++;
            before = square;
            _anyGain = true;
        }
    }

    void Count()
    {
        Span<int[]?> histograms = _histograms;
        foreach (int seen in _seen.AsSpan(0, _seenCount))
        {
            Span<int> histogram = histograms[seen >> BinBits] ??= new int[MostBins];
            histogram[seen & (MostBins - 1)]++;
        }
        _seenCount = 0;
    }

    /// <summary>A sum of squares is finite only where each is, short of an overflow, which the careful way sorts out.</summary>
    static bool AreFinite(ReadOnlySpan<double> squares)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= squares.Length - Vector<double>.Count; i += Vector<double>.Count)
            sums += new Vector<double>(squares[i..]);
        double sum = Vector.Sum(sums);
        for (; i < squares.Length; i++)
            sum += squares[i];
        return double.IsFinite(sum);
    }

    void Reserve(int steps)
    {
        int before = _step.Zero;
        _step.Reserve(steps);
        _epoch.Reserve(_step.Zero);
        if (_step.Zero == before)
            return;
        Count();
        var histograms = new int[2 * _step.Zero][];
        _histograms.CopyTo(histograms, _step.Zero - before);
        _histograms = histograms;
    }
}
