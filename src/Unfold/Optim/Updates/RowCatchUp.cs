using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>
/// The steps that rows without gradient have not made yet. A dense update would have moved them (momentum goes on, weight
/// decay pulls); here they make up for it when somebody reads them, to the bit.
/// </summary>
/// <remarks>Reading a parameter may be the work of many threads, so catching up holds a lock. Rows at rest (state zero, no decay) never wait.</remarks>
sealed class RowCatchUp<TRule, T>(Parameter parameter, T[] first, T[] second) : IRowCatchUp
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Window = 1024; // so many steps are remembered; then everybody catches up
    const int AtRest = -1;
    const double Margin = 1.01; // covers the rounding of the bound itself

    readonly Lock _gate = new();
    readonly TRule[] _steps = new TRule[Window];
    readonly double[] _rates = new double[Window];
    readonly T[] _headroom = new T[Window];
    int[]? _done; // for each row, how many of the remembered steps it has made
    int _count;
    int _headroomFor;
    bool _decays; // from the first step with weight decay on: nobody is at rest
    bool _waiting;

    public void CatchUp(ReadOnlySpan<int> rows)
    {
        if (!Volatile.Read(ref _waiting)) return;
        lock (_gate)
        {
            foreach (int row in rows) CatchUpRow(row);
        }
    }

    public void CatchUpAll()
    {
        if (!Volatile.Read(ref _waiting)) return;
        lock (_gate)
        {
            if (!_waiting) return;
            for (int row = 0; row < _done!.Length; row++) CatchUpRow(row);
            Forget();
        }
    }

    /// <summary>A step is about to move these rows only.</summary>
    public void BeforeRows(in TRule rule, ReadOnlySpan<int> rows)
    {
        if (_count == Window || (rule.MovesRestingRows && !_decays)) CatchUpAll();
        if (rule.MovesRestingRows && !_decays)
        {
            _decays = true;
            _done = null;
        }
        if (TRule.States == 0 && !_decays) return;
        _done ??= FindRest();
        CatchUp(rows);
    }

    /// <summary>A step has moved these rows only: the others will have to make it up.</summary>
    public void AfterRows(in TRule rule, double rate, ReadOnlySpan<int> rows)
    {
        if (_done is null) return;
        lock (_gate)
        {
            _steps[_count] = rule;
            _rates[_count++] = rate;
            foreach (int row in rows) _done[row] = _count;
            Volatile.Write(ref _waiting, true);
        }
    }

    /// <summary>A step is about to move all rows.</summary>
    public void BeforeAll(in TRule rule)
    {
        CatchUpAll();
        _decays |= rule.MovesRestingRows;
        _done = null; // rows at rest may not be at rest any more
    }

    /// <summary>The state has been replaced from outside.</summary>
    public void Restart() => _done = null;

    void CatchUpRow(int row)
    {
        int done = _done![row];
        if (done == AtRest || done == _count) return;
        UpdateHeadroom();
        int length = parameter.Shape.Columns, start = row * length;
        var kernel = new ReplayKernel<TRule, T>
        {
            Weights = parameter.Raw.Span<T>().Slice(start, length),
            First = TRule.States > 0 ? first.AsSpan(start, length) : [],
            Second = TRule.States > 1 ? second.AsSpan(start, length) : [],
            Steps = _steps.AsSpan(done, _count - done),
            Headroom = _headroom.AsSpan(done, _count - done),
            MayRest = !_decays && _steps[_count - 1].Fades,
        };
        SimdWidth.Run<ReplayKernel<TRule, T>, T>(ref kernel);
        _done[row] = _count;
    }

    void Forget()
    {
        for (int row = 0; row < _done!.Length; row++)
        {
            if (_done[row] != AtRest) _done[row] = 0;
        }
        (_count, _headroomFor) = (0, 0);
        Volatile.Write(ref _waiting, false);
    }

    void UpdateHeadroom()
    {
        if (_headroomFor == _count) return;
        double largest = 0;
        for (int step = _count - 1; step >= 0; step--)
        {
            largest = Math.Max(largest, _rates[step]);
            _headroom[step] = T.CreateTruncating(largest / _rates[step] * Margin); // 0 / 0 is NaN: never at rest, always right
        }
        _headroomFor = _count;
    }

    int[] FindRest()
    {
        int length = parameter.Shape.Columns;
        int[] done = new int[parameter.Shape.Rows];
        for (int row = 0; row < done.Length; row++)
        {
            bool rests = !_decays && IsZero(first, row * length, length) && IsZero(second, row * length, length);
            done[row] = rests ? AtRest : _count;
        }
        return done;
    }

    static bool IsZero(T[] state, int start, int length) => state.Length == 0 || !state.AsSpan(start, length).ContainsAnyExcept(T.Zero);
}
