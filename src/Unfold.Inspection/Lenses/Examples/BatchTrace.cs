using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>What must be kept of a step until it is known whether it stands out: cheap copies, worked out only if it does.</summary>
sealed class BatchTrace
{
    RealSteps? _real;
    readonly List<int> _rows = [];
    readonly List<double> _losses = [];
    double[] _squares = [];
    int[] _lengths = [];
    int[] _order = [];
    int[] _offsets = [];
    int _count;
    int _tokensCount;
    bool _reverse;
    bool _hasGradient;

    /// <summary>The batch's tokens are looked up.</summary>
    public void Read(RealSteps real, SequenceBatch batch)
    {
        _real = real;
        _tokensCount = batch.Count;
        Copy(batch.Layout.Lengths, ref _lengths);
        Copy(batch.Layout.Order, ref _order);
    }

    /// <summary>The top recurrent layer has walked back; of two directions the one that walked first stays.</summary>
    public void Walked(RecurrentPass pass, RealSteps real)
    {
        if (_hasGradient && pass.Reverse)
            return;
        SequenceLayout layout = pass.Layout;
        if (!ReferenceEquals(_real, real))
        {
            _real = real;
            Copy(layout.Lengths, ref _lengths);
            Copy(layout.Order, ref _order);
        }
        (_count, _reverse, _hasGradient) = (layout.Count, pass.Reverse, true);
        Copy(layout.StepOffsets, ref _offsets);
        Copy(pass.StateGradientSquares, ref _squares);
    }

    /// <summary>The examples' rows and losses are said.</summary>
    public void Examples(ReadOnlySpan<int> rows, ReadOnlySpan<double> losses)
    {
        _rows.AddRange(rows);
        _losses.AddRange(losses);
    }

    /// <summary>The step is over.</summary>
    public void Clear()
    {
        _rows.Clear();
        _losses.Clear();
        _real = null;
        (_count, _tokensCount, _hasGradient) = (0, 0, false);
    }

    /// <summary>The batch with its texts.</summary>
    public List<SpikeExample> Describe(LensContext context)
    {
        double[] shares = Shares();
        List<SpikeExample> examples = [];
        for (int i = 0; i < _rows.Count; i++)
        {
            ExampleText? text = context.TextOf(_rows[i]);
            int at = _tokensCount == _rows.Count ? Array.IndexOf(_order, i, 0, _tokensCount) : -1;
            examples.Add(new(_rows[i], text?.Text, text?.Label, Finite(_losses[i]), at < 0 ? null : _real!.Length(at), shares.Length == _rows.Count ? Finite(shares[i]) : null));
        }
        return examples;
    }

    /// <summary>RMS of ‖δ‖ by lag, and the smallest lag.</summary>
    public (int Start, double?[] Values) Profile()
    {
        LagSums sums = new();
        for (int s = 0; s < _count; s++)
        {
            (int first, int last, int length) = (_real!.First[s], _real.Last[s], _lengths[_order[s]]);
            sums.Reserve(Math.Min(length, Sampling.Lags));
            for (int t = _reverse ? 0 : first; last >= 0 && t < (_reverse ? last + 1 : length); t++)
            {
                int at = sums.Zero + (_reverse ? t - first : last - t);
                if ((uint)at >= (uint)sums.Sums.Length)
                    continue;
                sums.Sums[at] += _squares[_offsets[t] + s];
                sums.Counts[at]++;
            }
        }
        (int from, int to) = sums.Range();
        return (from, [.. Enumerable.Range(from, to - from).Select(lag => Finite(sums.RootMean(lag)))]);
    }

    /// <summary>Nothing where a number is not finite: JSON has no word for it.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    double[] Shares()
    {
        var shares = new double[_count];
        double all = 0;
        for (int s = 0; s < _count; s++)
        {
            for (int t = 0; t < _lengths[_order[s]]; t++)
                shares[_order[s]] += _squares[_offsets[t] + s];
            all += shares[_order[s]];
        }
        return Array.ConvertAll(shares, share => share / all);
    }

    static void Copy<T>(ReadOnlySpan<T> from, ref T[] to)
    {
        if (to.Length < from.Length)
            to = new T[2 * from.Length];
        from.CopyTo(to);
    }
}
