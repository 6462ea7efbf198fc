using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <content>How the run is kept, and how it goes on after it was stopped.</content>
sealed partial class TaggingRun
{
    TaggerTrainer? _trainer;
    EarlyStopping? _stopping;
    bool _begun;

    /// <summary>Finds what to go on from, where that is asked for.</summary>
    /// <param name="print">The fingerprint of the data.</param>
    /// <exception cref="UnfoldException">The run was begun with another recipe or with other data.</exception>
    KeptState? GoOn(string print)
    {
        if (_folder is null || !_options.Resume || _checkpoints.Find(print, _data.Fingerprints, _progress.Say) is not var (from, run)) return null;
        _run = run;
        _epochs.AddRange(run.Epochs);
        _progress.GoOn(TimeSpan.FromSeconds(run.Speed.TotalSeconds ?? 0));
        RunWriting.Guarded(_folder, () => _folder.WriteEpochs(_epochs));
        return from;
    }

    /// <summary>Keeps the run, or goes on from what was kept.</summary>
    void Keep(KeptState state)
    {
        if (!state.Restores) _ = state.Text("run", RunJson.Write(SoFar()));
        _trainer!.Keep(state.Part("trainer"), _run.Actions);
        _stopping!.Keep(state.Part("stopping"));
        _best = state.All("best", _best);
        if (!state.Restores) return;
        _begun = true;
        Write();
    }

    /// <summary>The document of a run that goes on.</summary>
    RunDocument SoFar() => _run with { Epochs = [.. _epochs], Actions = _doctor.Log.Entries, Speed = RunNotes.Speed(_epochs, _inspector, _progress.Elapsed) };
}
