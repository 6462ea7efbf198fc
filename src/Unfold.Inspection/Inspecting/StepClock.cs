using System.Diagnostics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Measures what watching takes of the training steps.</summary>
/// <remarks>
/// Of a step that is looked at, all of the lenses' time; of the others' every eighth step's, which stands for them all. What the engine does beside
/// its work in a step that is looked at shows in its time, less the lenses', against those of the two steps around it that are not: the median of these
/// differences is what it takes.
/// </remarks>
sealed class StepClock
{
    /// <summary>Steps not looked at, of which one is timed.</summary>
    const int Others = 8;

    /// <summary>Differences that are kept, and how many there must be.</summary>
    const int MostDifferences = 512, LeastDifferences = 16;

    readonly long[] _differences = new long[MostDifferences];
    long _differenceCount;
    long _watchedInStep;
    long _lastStepEnd;
    Part _looked;
    Part _others;
    long _othersTimed;
    (long Ticks, bool Looked) _before;
    (long Ticks, bool Looked) _last;

    /// <summary>The steps' time so far, from the end of one to the end of the next.</summary>
    public long StepTicks { get; private set; }

    public double Seconds => (double)StepTicks / Stopwatch.Frequency;

    public double WatchingShare => StepTicks == 0 ? 0 : Math.Min(1, (_looked.Watched + (_looked.Steps * Engine()) + (_others.Steps * Other())) / StepTicks);

    public void Clear()
    {
        (StepTicks, _looked, _others, _othersTimed, _differenceCount) = (0, default, default, 0, 0);
        Pause();
    }

    /// <summary>Something is looked at from now on; 0 in a step that is not timed.</summary>
    public long Begin(bool looked) => looked || _others.Steps % Others == 0 ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Something was looked at, from a moment until now.</summary>
    public void End(long began)
    {
        if (began != 0)
            _watchedInStep += Stopwatch.GetTimestamp() - began;
    }

    /// <summary>A step is over.</summary>
    /// <param name="looked">Whether it was looked at closely.</param>
    public void EndStep(bool looked)
    {
        long now = Stopwatch.GetTimestamp();
        if (_lastStepEnd != 0)
            Add(now - _lastStepEnd, looked);
        (_watchedInStep, _lastStepEnd) = (0, now);
    }

    /// <summary>What comes now is no training step.</summary>
    public void Pause() => (_watchedInStep, _lastStepEnd, _before, _last) = (0, 0, default, default);

    /// <summary>What was done since the last step is none of the next one's time.</summary>
    public void Skip()
    {
        if (_lastStepEnd != 0)
            (_watchedInStep, _lastStepEnd) = (0, Stopwatch.GetTimestamp());
    }

    /// <summary>Keeps what was measured, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<long>("differences", _differences);
        (_differenceCount, _othersTimed, StepTicks) = (state.Number("difference count", _differenceCount), state.Number("others timed", _othersTimed), state.Number("ticks", StepTicks));
        _looked = new(state.Number("looked steps", _looked.Steps), state.Number("looked", _looked.Watched));
        _others = new(state.Number("other steps", _others.Steps), state.Number("others", _others.Watched));
        if (state.Restores)
            Pause();
    }

    void Add(long ticks, bool looked)
    {
        StepTicks += ticks;
        _othersTimed += !looked && _others.Steps % Others == 0 ? 1 : 0;
        ref Part part = ref looked ? ref _looked : ref _others;
        part = new(part.Steps + 1, part.Watched + _watchedInStep);
        if (_last.Looked && !_before.Looked && !looked && _before.Ticks > 0)
            _differences[_differenceCount++ % MostDifferences] = (2 * _last.Ticks) - _before.Ticks - ticks;
        (_before, _last) = (_last, (ticks - (looked ? _watchedInStep : 0), looked));
    }

    /// <summary>What the lenses take of a step that is not looked at.</summary>
    double Other() => _othersTimed == 0 ? 0 : (double)_others.Watched / _othersTimed;

    /// <summary>What the engine takes of a step that is looked at: the steps around it hold the lenses' time, which they have too.</summary>
    double Engine()
    {
        if (_differenceCount < LeastDifferences)
            return 0;
        long[] sorted = [.. _differences.AsSpan(0, (int)Math.Min(_differenceCount, MostDifferences))];
        Array.Sort(sorted);
        return Math.Max(0, (sorted[sorted.Length / 2] / 2.0) + Other());
    }

    readonly record struct Part(long Steps, long Watched);
}
