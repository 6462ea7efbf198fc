using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Reports how far a run is: every epoch, and in between as often as asked, never more.</summary>
/// <param name="progress">Hears of it.</param>
/// <param name="every">The least time between two reports of steps.</param>
/// <param name="everyBatches">Batches after which loss and accuracy are told in words; 0 never.</param>
sealed class ProgressReporter(IProgress<TrainProgress>? progress, TimeSpan every, int everyBatches = 0)
{
    readonly long _began = Stopwatch.GetTimestamp();
    readonly long _everyTicks = (long)(every.TotalSeconds * Stopwatch.Frequency);
    long _last;
    long _epochBegan;
    long _trainingBegan;
    int _epoch;
    int _epochs;
    int _stepsPerEpoch;
    EpochSoFar _told;
    TimeSpan _before;
    int _first = -1; // the epoch that this process began with

    public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_began);

    /// <summary>The run goes on after so much time that it took before it was stopped.</summary>
    public void GoOn(TimeSpan before) => _before = before;

    public void Phase(TrainPhase phase, string? words = null) => progress?.Report(new TrainProgress { Phase = phase, Epoch = _epoch, Epochs = _epochs, Elapsed = Elapsed, Words = words });

    /// <summary>The memory that the run is going to take; a warning where it is more than there is.</summary>
    public void Foretell(MemoryDocument memory)
    {
        Phase(TrainPhase.Baselines, memory.ToSentence());
        if (memory.PredictedPeakBytes > memory.AvailableBytes) Say($"{memory.ToSentence()} That is more than there is: the system may end the run. {memory.Remedy()}");
    }

    /// <summary>Something that the user should know.</summary>
    public void Say(string sentence) => progress?.Report(new TrainProgress { Phase = TrainPhase.Preparing, Elapsed = Elapsed, Warning = sentence });

    /// <summary>The checks before training are done.</summary>
    public void Checked(IReadOnlyList<Finding> findings) => progress?.Report(new TrainProgress { Phase = TrainPhase.Checking, Elapsed = Elapsed, Findings = findings });

    public void BeginEpoch(int epoch, int epochs, int stepsPerEpoch)
    {
        (_epoch, _epochs, _stepsPerEpoch, _epochBegan) = (epoch, epochs, stepsPerEpoch, Stopwatch.GetTimestamp());
        if (_first < 0) (_first, _trainingBegan) = (epoch, _epochBegan);
        _told = default;
    }

    public void Stepped(EpochSoFar so)
    {
        if (progress is null) return;
        long now = Stopwatch.GetTimestamp();
        string? words = everyBatches > 0 && so.Batches % everyBatches == 0 ? Since(so) : null;
        if (now - _last < _everyTicks && words is null) return;
        _last = now;
        double share = (_epoch - _first + ((double)so.Batches / so.Of)) / (_epochs - _first);
        TimeSpan spent = Stopwatch.GetElapsedTime(_trainingBegan, now);
        progress.Report(new TrainProgress
        {
            Phase = TrainPhase.Training,
            Epoch = _epoch,
            Epochs = _epochs,
            Step = so.Batches,
            Steps = so.Of,
            Loss = so.LossSum / so.Examples,
            Words = words,
            TokensPerSecond = so.Tokens / Stopwatch.GetElapsedTime(_epochBegan, now).TotalSeconds,
            Elapsed = Elapsed,
            Left = spent * ((1 - share) / share),
        });
    }

    /// <summary>Loss and accuracy since they were told last.</summary>
    string Since(EpochSoFar so)
    {
        int examples = so.Examples - _told.Examples;
        string words = string.Create(CultureInfo.InvariantCulture,
            $"Epoch {_epoch}, batch {so.Batches:N0} of {so.Of:N0}: loss {(so.LossSum - _told.LossSum) / examples:0.0000}, accuracy {(double)(so.Right - _told.Right) / examples:0.0000} of the last {examples:N0} examples.");
        _told = so;
        return words;
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
            Left = spent * ((double)(_epochs - _epoch - 1) / (_epoch - _first + 1)),
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
