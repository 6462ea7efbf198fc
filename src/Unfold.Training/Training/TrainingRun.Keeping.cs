using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <content>How the run is kept, and how it goes on after it was stopped.</content>
sealed partial class TrainingRun
{
    NetworkTrainer? _trainer;
    EarlyStopping? _stopping;
    ThresholdFolds? _folds;

    /// <summary>Finds what to go on from, where that is asked for, and what was known then without the network.</summary>
    /// <param name="print">The fingerprint of the data.</param>
    /// <exception cref="UnfoldException">The run was begun with another recipe or with other data.</exception>
    KeptState? GoOn(string print)
    {
        if (_folder is null || !_options.Resume || _checkpoints.Find(print, _data!.Rows.Fingerprints, _progress.Say) is not var (from, run)) return null;
        _linear = LinearPartner.Fit(_recipe, _data, _cancellation);
        _run = run;
        if (_inspector is not null) (_inspector.Data, _inspector.Checks) = (run.Data, run.Checks);
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
        if (state.Flag("folds begun", _folds is not null) && !state.Restores) _folds!.Keep(state.Part("folds"));
        if (!state.Restores) return;
        _begun = true;
        WriteRun(always: true);
    }

    /// <summary>The document of a run that goes on.</summary>
    RunDocument SoFar() => _run with { Epochs = [.. _epochs], Actions = _doctor?.Log.Entries ?? [], Speed = RunNotes.Speed(_epochs, _inspector, _progress.Elapsed) };

    ThresholdDocument ChooseThreshold(int epochs, KeptState? from)
    {
        _folds = new ThresholdFolds(_data!.Train);
        if (from?.Flag("folds begun", value: false) == true) _folds.Keep(from.Part("folds"));
        return Execution.Cancellable(_cancellation, () => ThresholdChooser.Choose(
            _recipe, _data, epochs, _rng, _progress.Folds, _cancellation, (seen, held, part) => _linear?.MixFold(seen, held, part, _cancellation) ?? part, _folds, () => _checkpoints.Stepped()));
    }
}
