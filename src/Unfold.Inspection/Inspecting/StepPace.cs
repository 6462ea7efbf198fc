using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Says which steps are looked at closely: by their numbers alone, so that records do not depend on the machine.</summary>
sealed class StepPace
{
    long _start;
    long _lastLength;
    long _step = -1;
    long _lastLooked = -1;
    bool _looks;

    /// <summary>From one step to the next; 0: by the length of an epoch.</summary>
    public int Fixed { get; set; }

    /// <summary>Steps of an epoch, where that is known beforehand; else 0.</summary>
    public int Known { get; set; }

    /// <summary>How many steps the one that was looked at last stands for: those since the one before it.</summary>
    public long Span { get; private set; } = 1;

    /// <summary>The stride for an epoch of so many steps: at least 25 of them are looked at, where there are so many.</summary>
    public static int StrideOf(long steps) => steps < 200 ? 1 : steps < 400 ? 8 : steps < 800 ? 16 : 32;

    /// <summary>Whether a step is looked at; asked of the steps in their order.</summary>
    public bool Looks(long step)
    {
        if (step == _step)
            return _looks;
        (_step, _looks) = (step, step == _start || Takes(step));
        if (_looks)
            (Span, _lastLooked) = (_lastLooked < 0 ? 1 : Math.Max(1, step - _lastLooked), step);
        return _looks;
    }

    /// <summary>Whether a step to come will be looked at, unless an epoch begins with it: that one always is.</summary>
    public bool Takes(long step) => step % StrideAt(step) == 0;

    /// <summary>The stride that a step falls under.</summary>
    public int StrideAt(long step) => Fixed > 0 ? Fixed : StrideOf(Known > 0 ? Known : Math.Max(_lastLength, step - _start));

    /// <summary>So many steps, or the next larger number of them that is a multiple of the stride.</summary>
    public int PeriodAt(long step, int steps)
    {
        int stride = StrideAt(step);
        return (steps + stride - 1) / stride * stride;
    }

    /// <summary>A run begins with this step.</summary>
    public void Begin(long step)
    {
        (_start, _lastLength) = (step, 0);
        Forget();
    }

    /// <summary>An epoch has ended; this step is the next one's first.</summary>
    public void EndEpoch(long step, bool active)
    {
        if (step > _start)
            (_lastLength, _start) = (step - _start, step);
        if (active)
            _step = -1;
        else
            Forget(); // steps that nobody looked at are nobody's
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        (_start, _lastLength, _step) = (state.Number("start", _start), state.Number("last length", _lastLength), state.Number("step", _step));
        (_lastLooked, _looks, Span) = (state.Number("last looked", _lastLooked), state.Flag("looks", _looks), state.Number("span", Span));
    }

    void Forget() => (_step, _lastLooked, _looks, Span) = (-1, -1, false, 1);
}
