using Unfold.Optim;

namespace Unfold.Inspection;

/// <content>Which steps are looked at closely, and what is still seen of the others.</content>
public sealed partial class Inspector
{
    readonly StepPace _pace = new();
    long _step;
    bool _allThinned;
    bool _parametersThinned;
    StepCalls _called = new([]);

    /// <summary>The number of the current step; the first is 0. A resumed run sets it after attaching.</summary>
    public long Step
    {
        get => _step;
        set
        {
            _step = value;
            _pace.Begin(value);
        }
    }

    /// <summary>From one step that <see cref="Lens.Thinned"/> lenses look at closely to the next; 1 for every step. <value>Default: 0, by the length of an epoch.</value></summary>
    /// <remarks>
    /// 0 is every step in an epoch of fewer than 200, every eighth below 400, every sixteenth below 800, and every thirty-second from there on, so that at least 25 are looked at. How long an
    /// epoch is says <see cref="StepsPerEpoch"/>; without it the last epoch, and the steps of the current one so far where they are more. An epoch's first step is always
    /// looked at. It goes by the numbers of the steps alone: the same run has the same record on every machine.
    /// </remarks>
    public int Stride
    {
        get => _pace.Fixed;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _pace.Fixed = value;
        }
    }

    /// <summary>How many steps an epoch has, where the loop knows. <value>Default: 0, not known.</value></summary>
    public int StepsPerEpoch
    {
        get => _pace.Known;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _pace.Known = value;
        }
    }

    /// <summary>From one step that thinned lenses looked at closely to the next in the epoch that ended last; 1 where no lens is thinned, and before the first epoch's end.</summary>
    public int LastStride { get; private set; } = 1;

    /// <summary>Whether anybody looks closely at the current step.</summary>
    internal bool LooksClosely => !_allThinned || _pace.Looks(_step);

    /// <summary>Whether the optimizer is to tell of the current step no more than norms.</summary>
    internal bool WantsNormsOnly => !IsWatched || (_parametersThinned && !_pace.Looks(_step));

    /// <summary>Whether the next step will be compared with this one.</summary>
    internal bool KeepsGradients => !_parametersThinned || _pace.Takes(_step + 1);

    /// <summary>Whether a lens looks at the current step.</summary>
    internal bool LooksWith(Lens lens) => !lens.Thinned || _pace.Looks(_step);

    /// <summary>How many steps the current one stands for.</summary>
    internal long SpanOf(Lens lens) => lens.Thinned ? _pace.Span : 1;

    /// <summary>From one step to the next among those that a lens looks at, where it asks for one in so many.</summary>
    internal int PeriodOf(Lens lens, int steps) => lens.Thinned ? _pace.PeriodAt(_step, steps) : steps;

    /// <summary>Whether the current step is one of those; with 1 it is every one that the lens looks at.</summary>
    internal bool Takes(Lens lens, int steps) => LooksWith(lens) && (steps == 1 || _step % PeriodOf(lens, steps) == 0);

    /// <summary>The norm of a parameter's gradient, in a step that nobody looks at closely.</summary>
    internal void Observe(Parameter parameter, double squaredNorm)
    {
        if (_record is null || !IsWatched)
            return;
        long began = Enter();
        if (_row.Stepped)
            CommitRow();
        _open = RecordTable.Step;
        double norm = Math.Sqrt(squaredNorm);
        foreach (Lens lens in _called.OnGradientNorm)
        {
            if (lens.Thinned)
                lens.OnGradientNorm(parameter, norm);
        }
        Leave(began);
    }
}
