using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Writes TensorBoard's event files while a training goes on, an epoch at a time, and hands progress on.</summary>
sealed class TensorBoardProgress(IProgress<TrainProgress> next, string record, string folder) : IProgress<TrainProgress>, IDisposable
{
    readonly TensorBoardLog _log = new(folder, TimeProvider.System.GetUtcNow());
    readonly RecordFollower _record = new(record);
    readonly List<EpochDocument> _epochs = [];

    public void Report(TrainProgress value)
    {
        next.Report(value);
        if (value is not { Phase: TrainPhase.EpochDone, Completed: { } epoch }) return;
        _epochs.Add(epoch);
        _record.Update();
        _log.Append(_record.Record, _epochs);
    }

    public void Dispose()
    {
        _record.Dispose();
        _log.Dispose();
    }
}
