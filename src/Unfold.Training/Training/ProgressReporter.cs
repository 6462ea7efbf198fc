using System.Diagnostics;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Reports how far a run is: every epoch, and in between as often as asked, never more.</summary>
sealed class ProgressReporter(IProgress<TrainProgress>? progress, TimeSpan every)
{
    readonly long _began = Stopwatch.GetTimestamp();
    readonly long _everyTicks = (long)(every.TotalSeconds * Stopwatch.Frequency);
    long _last;
    long _epochBegan;
    long _trainingBegan;
    int _epoch;
    int _epochs;
    int _stepsPerEpoch;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public void Phase(TrainPhase phase, string? words = null) => progress?.Report(new TrainProgress { Phase = phase, Epoch = _epoch, Epochs = _epochs, Elapsed = Elapsed, Words = words });

    /// <summary>The checks before training are done.</summary>
    public void Checked(IReadOnlyList<Finding> findings) => progress?.Report(new TrainProgress { Phase = TrainPhase.Checking, Elapsed = Elapsed, Findings = findings });

    public void BeginEpoch(int epoch, int epochs, int stepsPerEpoch)
    {
        (_epoch, _epochs, _stepsPerEpoch, _epochBegan) = (epoch, epochs, stepsPerEpoch, Stopwatch.GetTimestamp());
        if (epoch == 0) _trainingBegan = _epochBegan;
    }

    public void Stepped(int steps, long tokens, double lossSum, int examples)
    {
        if (progress is null) return;
        long now = Stopwatch.GetTimestamp();
        if (now - _last < _everyTicks) return;
        _last = now;
        double share = (_epoch + ((double)steps / _stepsPerEpoch)) / _epochs;
        TimeSpan spent = Stopwatch.GetElapsedTime(_trainingBegan, now);
        progress.Report(new TrainProgress
        {
            Phase = TrainPhase.Training,
            Epoch = _epoch,
            Epochs = _epochs,
            Step = steps,
            Steps = _stepsPerEpoch,
            Loss = lossSum / examples,
            TokensPerSecond = tokens / Stopwatch.GetElapsedTime(_epochBegan, now).TotalSeconds,
            Elapsed = Elapsed,
            Left = spent * ((1 - share) / share),
        });
    }

    public void Completed(EpochDocument epoch, string words)
    {
        TimeSpan spent = Stopwatch.GetElapsedTime(_trainingBegan);
        progress?.Report(new TrainProgress
        {
            Phase = TrainPhase.EpochDone,
            Epoch = _epoch,
            Epochs = _epochs,
            Step = _stepsPerEpoch,
            Steps = _stepsPerEpoch,
            Loss = epoch.Train.Loss ?? double.NaN,
            TokensPerSecond = epoch.TokensPerSecond,
            Elapsed = Elapsed,
            Left = spent * ((double)(_epochs - _epoch - 1) / (_epoch + 1)),
            Completed = epoch,
            Words = words,
        });
    }

    public void Acted(ActionDocument action) => progress?.Report(new TrainProgress { Phase = TrainPhase.Alarm, Epoch = _epoch, Epochs = _epochs, Elapsed = Elapsed, Action = action, Words = action.Message });

    public void Folds(int done, int folds) => progress?.Report(new TrainProgress
    {
        Phase = TrainPhase.ChoosingThreshold, Epoch = _epoch, Epochs = _epochs, Step = done, Steps = folds, Elapsed = Elapsed,
    });
}
