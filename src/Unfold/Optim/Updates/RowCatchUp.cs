using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>
/// The steps that rows without gradient have not made yet. A dense update would have moved them (momentum goes on, weight
/// decay pulls); here they make up for it when somebody reads them, to the bit.
/// </summary>
/// <remarks>Reading a parameter may be the work of many threads, so catching up holds a lock. Rows at rest (state zero, no decay) never wait.</remarks>
sealed class RowCatchUp<TRule, T>(Parameter parameter, ArraySegment<T> first, ArraySegment<T> second) : IRowCatchUp
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Window = 1024; // so many steps are remembered; then everybody catches up
    const int AtRest = -1;
    const int RowsInBlock = 16; // what a thread takes at a time
    const long WorthThreads = 1 << 17; // elements times steps, some tens of microseconds

    readonly Lock _gate = new();
    readonly TRule[] _steps = new TRule[Window];
    readonly double[] _rates = new double[Window], _peaks = new double[Window]; // of each step, and the largest from it on
    int[]? _done; // for each row, how many of the remembered steps it has made
    int[] _late = [], _from = []; // the rows that are being brought up to date, and the steps where they stood
    int _lateCount;
    long _stepsToMake;
    int _count;
    bool _decays; // from the first step with weight decay on: nobody is at rest
    bool _waiting;

    public void CatchUp(ReadOnlySpan<int> rows)
    {
        if (!Volatile.Read(ref _waiting)) return;
        lock (_gate)
        {
            foreach (int row in rows) Gather(row);
            Replay();
        }
    }

    public void CatchUpAll()
    {
        if (!Volatile.Read(ref _waiting)) return;
        lock (_gate)
        {
            if (!_waiting) return;
            for (int row = 0; row < _done!.Length; row++) Gather(row);
            Replay();
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
            _rates[_count] = _peaks[_count] = rate;
            for (int step = _count - 1; step >= 0 && _peaks[step] < rate; step--) _peaks[step] = rate;
            _count++;
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

    /// <summary>Puts a row among the late ones, once.</summary>
    void Gather(int row)
    {
        int done = _done![row];
        if (done == AtRest || done == _count || parameter.FrozenRows?[row] == true) return;
        (_late[_lateCount], _from[_lateCount]) = (row, done);
        _lateCount++;
        _stepsToMake += _count - done;
        _done[row] = _count;
    }

    void Replay()
    {
        if (_stepsToMake * parameter.Shape.Columns >= WorthThreads) Workers.Run(new Blocks(this), (_lateCount + RowsInBlock - 1) / RowsInBlock);
        else if (_lateCount > 0) Replay(0, _lateCount);
        (_lateCount, _stepsToMake) = (0, 0);
    }

    void Replay(int start, int count)
    {
        var kernel = new ReplayKernel<TRule, T>
        {
            Weights = parameter.Raw.Span<T>(), First = first, Second = second, RowLength = parameter.Shape.Columns,
            Rows = _late.AsSpan(start, count), From = _from.AsSpan(start, count),
            Steps = _steps.AsSpan(0, _count), Rates = _rates, Peaks = _peaks, Decays = _decays,
        };
        SimdWidth.Run<ReplayKernel<TRule, T>, T>(ref kernel);
    }

    void Forget()
    {
        for (int row = 0; row < _done!.Length; row++)
        {
            if (_done[row] != AtRest) _done[row] = 0;
        }
        _count = 0;
        Volatile.Write(ref _waiting, false);
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
        if (_late.Length != done.Length) (_late, _from) = (new int[done.Length], new int[done.Length]);
        return done;
    }

    static bool IsZero(ArraySegment<T> state, int start, int length) => state.Count == 0 || !state.AsSpan(start, length).ContainsAnyExcept(T.Zero);

    readonly struct Blocks(RowCatchUp<TRule, T> owner) : IWork
    {
        public void Run(int block) => owner.Replay(block * RowsInBlock, Math.Min(RowsInBlock, owner._lateCount - (block * RowsInBlock)));
    }
}
