using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>One run from its data to its documents.</summary>
sealed partial class TrainingRun : IDisposable
{
    readonly Recipe _recipe;
    readonly TrainOptions _options;
    readonly CancellationToken _cancellation;
    readonly ProgressReporter _progress;
    readonly RunFolder? _folder;
    readonly RunLock? _lock;
    readonly ScratchFolder _scratch;
    readonly Inspector? _inspector;
    readonly List<EpochDocument> _epochs = [];
    readonly Rng _rng;
    readonly Checkpoints _checkpoints;
    readonly UnusedMemory _unused = new();
    RunDocument _run;
    PreparedData? _data;
    TextModel? _network;
    LiveDoctor? _doctor;
    LinearPartner? _linear;
    OrderedDictionary<string, Tensor> _best = [];
    bool _written; // whether the folder has the best weights
    long _lastWrite;
    bool _begun;

    /// <summary>Makes sure of the output folder before anything else is done.</summary>
    public TrainingRun(Recipe recipe, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellation)
    {
        (_recipe, _options, _cancellation, _rng) = (recipe, options, cancellation, new Rng(recipe.Seed));
        _progress = new ProgressReporter(progress, options.ReportEvery, recipe.Training.ReportEvery);
        _folder = options.Out is { } path ? RunFolder.Create(path) : null;
        _lock = _folder is null ? null : RunLock.Take(_folder.Path);
        _scratch = new ScratchFolder(_folder?.Path);
        _checkpoints = new Checkpoints(recipe, _folder, options);
        if (recipe.Inspection.Enabled) _inspector = RunInspector.Create(recipe.Inspection);
        _run = RunNotes.Begin(recipe, options);
    }

    public TrainResult Go(Func<string?, ScratchFolder, CancellationToken, TrainingData> open)
    {
        try
        {
            KeptState? from = Execution.Cancellable(_cancellation, () => Prepare(open));
            return Finish(Fit(from), from);
        }
        catch (OperationCanceledException)
        {
            Salvage(RunStatus.Cancelled, "stopped by the user");
            throw;
        }
        catch (NotFiniteException fault)
        {
            DivergedException diverged = Explain(fault);
            Salvage(RunStatus.Diverged, diverged.Message);
            throw diverged;
        }
    }

    public void Dispose()
    {
        try
        {
            _inspector?.Dispose();
        }
        finally
        {
            _scratch.Dispose();
            _lock?.Dispose();
        }
    }

    /// <returns>What to go on from, where the run goes on.</returns>
    KeptState? Prepare(Func<string?, ScratchFolder, CancellationToken, TrainingData> open)
    {
        _progress.Phase(TrainPhase.Preparing);
        TrainingData rows = open(_options.DataFolder, _scratch, _cancellation);
        _data = PreparedData.Encode(_recipe, rows, _options.DataFolder, _cancellation);
        _network = _data.NewNetwork(_recipe, _rng.Fork("model"), _cancellation);
        _options.Start?.Share(_network);
        _best = _network.CopyState();
        if (_inspector is not null) RunInspector.Prepare(_inspector, _recipe, _data, _network, _rng.Fork("probe"), _cancellation);
        _doctor = new LiveDoctor(_recipe.Doctor, _network, _folder, _progress.Acted) { NameRow = rows.Train.Where };
        string print = _folder is null ? "" : Fingerprint.Of(_data, _network, _cancellation);
        KeptState? from = GoOn(print);
        _checkpoints.Begin(print, _network.ParameterCount, Keep);
        if (from is not null) return from;
        _run = Preflight.Describe(_recipe, _run, _data, _network, _cancellation);
        if (_inspector is not null) _inspector.Data = _run.Data;
        _cancellation.ThrowIfCancellationRequested();
        RunWriting.Clear(_folder);
        _begun = true;
        WriteRun(always: true);
        _unused.GiveBack();
        _progress.Phase(TrainPhase.Baselines, RunNotes.Sentence(_run.Data));
        _progress.Foretell(_run.Memory!);
        List<BaselineDocument> baselines = Baselines.All(_recipe.Baselines, RowSample.Of(_recipe), rows.Train, rows.Validation, rows.Test, _data.Train, _data.Validation, _data.Labels, _data.Tokenizer, _cancellation);
        _linear = LinearPartner.Fit(_recipe, _data, _cancellation);
        if (_linear is not null) baselines.Add(_linear.Document);
        _run = _run with { Baselines = baselines };
        _unused.GiveBack();
        if (!_recipe.Doctor.Checks) return null;
        _run = Preflight.Examine(_recipe, _run, _data, _progress, _cancellation);
        _unused.GiveBack();
        _doctor.Know(_run.Findings);
        if (_inspector is not null) _inspector.Checks = _run.Checks;
        return null;
    }

    EarlyStopping Fit(KeptState? from)
    {
        TrainingRecipe training = _recipe.Training;
        NetworkTrainer trainer = _trainer = new NetworkTrainer(_recipe, _network!, _data!.Train, _rng.Fork("shuffle"), _inspector, _folder?.RecordFile, _doctor, goesOn: from is not null);
        EarlyStopping stopping = _stopping = new EarlyStopping(training.Patience, training.MinGain, training.Monitor != Monitor.Loss);
        if (from is not null) Keep(from);
        while (trainer.Epoch < training.Epochs && !stopping.Over && _doctor!.Ends is null)
        {
            int epoch = trainer.Epoch;
            _progress.BeginEpoch(epoch, training.Epochs, trainer.StepsPerEpoch);
            EpochResult result = Execution.Cancellable(_checkpoints.KeepsAtStop ? CancellationToken.None : _cancellation, () => trainer.TrainEpoch(_cancellation, _progress.Stepped, _checkpoints));
            _progress.Phase(TrainPhase.Validating);
            Judge(epoch, result, stopping);
            _checkpoints.EpochEnded();
        }
        _run = _run with
        {
            Ended = _doctor!.Ends is { } why ? $"stopped by {why}"
                : stopping.Over ? $"early stopping: {training.Patience} epochs without a gain of more than {training.MinGain.ToString(CultureInfo.InvariantCulture)} in validation {RunNotes.Name(training.Monitor)}"
                : $"all {training.Epochs} epochs done",
        };
        return stopping;
    }

    void Judge(int epoch, EpochResult result, EarlyStopping stopping)
    {
        long start = Stopwatch.GetTimestamp();
        Predictions answers = Validate(_inspector);
        double threshold = _recipe.Decision.Threshold;
        MetricValues metrics = answers.Metrics(threshold);
        double loss = metrics.Loss ?? double.NaN;
        if (!double.IsFinite(loss) && _doctor!.GoesBackOnValidation(loss, epoch))
        {
            metrics = Validate(inspector: null).Metrics(threshold);
            loss = metrics.Loss ?? double.NaN;
        }
        if (!double.IsFinite(loss)) throw new NotFiniteException($"the validation loss is {loss}{(NonFiniteSearch.InWeights(_network!) is { } fault ? $"; {fault}" : "")}", result.Steps, []);
        foreach ((string name, double value) in metrics)
        {
            if (name != MetricNames.Loss) _inspector?.PushMetric(name, value, answers.Count);
        }
        if (_inspector is not null) Execution.Cancellable(_cancellation, _inspector.TickEpoch); // which asks the probes' questions
        var document = new EpochDocument
        {
            Epoch = epoch,
            Train = result.Metrics,
            Validation = metrics,
            Seconds = result.Seconds,
            ValidationSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            TokensPerSecond = result.TokensPerSecond,
            Steps = result.Steps,
            LearningRate = result.LearningRate,
            ClippedShare = result.ClippedShare,
            Confusion = answers.Confusion(threshold).ToRows(),
        };
        _epochs.Add(document);
        if (stopping.Judge(epoch, metrics.Find(RunNotes.Name(_recipe.Training.Monitor, _data!.Labels.Count)) ?? double.NaN))
        {
            _network!.CopyState(into: _best);
            _written = false;
            _run = _run with { Best = new BestEpochDocument { Epoch = epoch, Validation = metrics }, Confusion = document.Confusion };
        }
        if (_inspector is { Attached: true }) _doctor!.EpochEnded(_run with { Epochs = [.. _epochs] }, _inspector.FollowRecord());
        string words = RunWords.Epoch(document, _run.Data);
        TrainLog.Epoch(_options.Logger, words);
        RunWriting.Guarded(_folder, () => _folder?.AppendEpoch(document));
        WriteRun(always: false);
        _progress.Completed(document, words);
    }

    Predictions Validate(Inspector? inspector)
    {
        return ModelRunner.Predict(
            _network!, _data!.Validation, _cancellation,
            inspector is null ? null : (rows, losses, right, labels) => inspector.PushExamples(rows, losses, right, train: false, labels), _recipe.Decision.Threshold);
    }

    TrainResult Finish(EarlyStopping stopping, KeptState? from)
    {
        TextModel network = _network!;
        network.LoadState(_best, "best weights");
        Predictions alone = Validate(inspector: null), answers = _linear?.Choose(alone) ?? alone;
        var threshold = new ThresholdDocument(_recipe.Decision.Threshold, "fixed");
        if (ThresholdChooser.Applies(_recipe.Decision, _data!.Train.Labels, _data.Labels.Count))
            threshold = ChooseThreshold(stopping.BestEpoch + 1, from);
        var model = new TrainedModel(_recipe, network, _data.Tokenizer, _data.Vocabulary, _data.Labels, threshold, _linear?.Blend);
        _run = _run with
        {
            Status = RunStatus.Finished,
            Best = new BestEpochDocument { Epoch = stopping.BestEpoch, Validation = answers.Metrics(threshold.Value) },
            Confusion = answers.Confusion(threshold.Value).ToRows(),
            Threshold = _data.Labels.Count == 2 ? threshold : null,
        };
        Predictions? testAlone = _data.Test is { } test ? ModelRunner.Predict(network, test, _cancellation) : null;
        if (testAlone is not null)
        {
            Predictions tested = _linear?.MixTest(testAlone) ?? testAlone;
            _run = _run with { Test = tested.Metrics(threshold.Value), TestConfusion = tested.Confusion(threshold.Value).ToRows(), TestUnseen = RunNotes.Unseen(_data.Rows, tested, threshold.Value, _cancellation) };
        }
        _run = _run with { Blend = _linear?.Describe(alone, testAlone, threshold.Value) };
        Complete();
        RunWriting.Guarded(_folder, () =>
        {
            if (_folder is null) return;
            model.Save(_folder);
            _folder.Write(_run);
        });
        _checkpoints.Clear();
        _progress.Phase(TrainPhase.Done, _run.Verdict.Count > 0 ? _run.Verdict[0] : null);
        return new TrainResult(_run, new TextClassifier(model), _folder);
    }

    /// <summary>Writes what is there: the run as far as it went, and the best weights.</summary>
    void Salvage(RunStatus status, string ended)
    {
        if (!_begun) return; // what an earlier run left in the folder stays
        _run = _run with { Status = status, Ended = ended };
        Complete();
        RunWriting.Guarded(_folder, () =>
        {
            if (_folder is null) return;
            if (_run.Best is not null || status != RunStatus.Cancelled) WriteModel(); // who stops before the first epoch's end waits for no weights that nobody asks
            _folder.Write(_run);
        });
    }

    /// <summary>What is known only once no more steps are made: gradients, findings, verdict, time.</summary>
    void Complete()
    {
        _run = _run with { Epochs = [.. _epochs], Actions = _doctor?.Log.Entries ?? [], Speed = RunNotes.Speed(_epochs, _inspector, _progress.Elapsed) };
        if (_doctor is { Spent.Ticks: > 0 } && _epochs.Count > 0)
            _run = _run with { Speed = _run.Speed with { RulesShare = _doctor.Spent.TotalSeconds / _epochs.Sum(epoch => epoch.Seconds) } };
        RecordFile? record = null;
        if (_inspector is { Attached: true })
        {
            record = _inspector.ReadRecord();
            _run = _run with { Gradients = _inspector.SummarizeGradients() };
            _inspector.Detach();
        }
        if (_run is { Status: RunStatus.Cancelled, Epochs.Count: 0 }) return; // who stops before an epoch's end waits for no findings in less than one
        _run = _run with { Findings = Rules.Check(new RunEvidence(_run, record, _recipe.Doctor.Limits)) };
        _run = _run with { Verdict = Verdict.Of(_run) };
        foreach (string line in _run.Verdict) TrainLog.Verdict(_options.Logger, line);
    }

    DivergedException Explain(NotFiniteException fault)
    {
        int epoch = _epochs.Count;
        string rows = fault.Rows.Length == 0 ? "" : $" The batch's rows: {string.Join(", ", fault.Rows.Take(8).Select(_data!.TrainCorpus.Where))}{(fault.Rows.Length > 8 ? $" and {fault.Rows.Length - 8} more" : "")}.";
        string kept = _run.Best is { } best ? $"The weights of epoch {best.Epoch} are kept" : "The initial weights are kept, as no epoch was completed";
        TrainingRecipe t = _recipe.Training;
        string clip = t.ClipNorm > 0 ? $"tighten training.clipNorm (now {t.ClipNorm.ToString(CultureInfo.InvariantCulture)})" : "clip gradients with training.clipNorm=1";
        return new DivergedException(
            $"Training, epoch {epoch}, step {fault.Step}: expected finite numbers, but {fault.Message}.{rows} {kept}; " +
            $"lower training.learningRate (now {t.LearningRate.ToString(CultureInfo.InvariantCulture)}) or {clip}.", fault);
    }

    /// <summary>Writes <c>run.json</c> and the best weights: at the beginning and then at most once a second.</summary>
    void WriteRun(bool always)
    {
        if (_folder is null || (!always && Stopwatch.GetElapsedTime(_lastWrite) < TimeSpan.FromSeconds(1))) return;
        RunWriting.Guarded(_folder, () =>
        {
            _folder.Write(SoFar());
            if (_run.Best is not null) WriteModel();
        });
        _lastWrite = Stopwatch.GetTimestamp();
    }

    void WriteModel()
    {
        if (_written) return;
        PreparedData data = _data!;
        ModelFile.Write(_folder!.ModelFile, _recipe, data.Vocabulary, data.Labels, _run.Threshold ?? new ThresholdDocument(_recipe.Decision.Threshold, "fixed"));
        SafetensorsFile.Write(_folder.WeightsFile, _best);
        _written = true;
    }
}
