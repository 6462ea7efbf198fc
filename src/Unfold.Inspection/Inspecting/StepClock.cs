using System.Diagnostics;

namespace Unfold.Inspection;

/// <summary>Measures what watching takes of the training steps.</summary>
sealed class StepClock
{
    long _watchedInStep;
    long _lastStepEnd;
    long _watchedTicks;

    /// <summary>The steps' time so far, from the end of one to the end of the next.</summary>
    public long StepTicks { get; private set; }

    public double Seconds => (double)StepTicks / Stopwatch.Frequency;

    public double WatchingShare => StepTicks == 0 ? 0 : Math.Min(1, (double)_watchedTicks / StepTicks);

    public void Clear() => (StepTicks, _watchedTicks, _watchedInStep, _lastStepEnd) = (0, 0, 0, 0);

    /// <summary>Something was looked at, from a moment until now.</summary>
    public void Watched(long began) => _watchedInStep += Stopwatch.GetTimestamp() - began;

    public void EndStep()
    {
        long now = Stopwatch.GetTimestamp();
        if (_lastStepEnd != 0)
        {
            StepTicks += now - _lastStepEnd;
            _watchedTicks += _watchedInStep;
        }
        (_watchedInStep, _lastStepEnd) = (0, now);
    }

    /// <summary>What comes now is no training step.</summary>
    public void Pause() => (_watchedInStep, _lastStepEnd) = (0, 0);
}
