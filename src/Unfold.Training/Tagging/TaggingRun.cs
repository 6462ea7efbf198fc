using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>One run of a tagger from its data to its documents.</summary>
sealed partial class TaggingRun : IDisposable
{
    readonly Recipe _recipe;
    readonly CancellationToken _cancellation;
    readonly ProgressReporter _progress;
    readonly RunFolder? _folder;
    readonly RunLock? _lock;
    readonly Inspector? _inspector;
    readonly List<EpochDocument> _epochs = [];
    readonly Rng _rng;
    readonly TaggingData _data;
    readonly TaggerVocabulary _vocabulary;
    readonly TaggerRows _rows;
    readonly TaggerRows _held;
    readonly TaggerNetwork _network;
    readonly int _majority;
    readonly LiveDoctor _doctor;
    readonly TrainOptions _options;
    readonly Checkpoints _checkpoints;
    RunDocument _run;
    OrderedDictionary<string, Tensor> _best;

    public TaggingRun(Recipe recipe, TaggingData data, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellation)
    {
        (_recipe, _data, _options, _cancellation, _rng) = (recipe, data, options, cancellation, new Rng(recipe.Seed));
        _progress = new ProgressReporter(progress, options.ReportEvery, recipe.Training.ReportEvery);
        _progress.Phase(TrainPhase.Preparing);
        _folder = options.Out is { } path ? RunFolder.Create(path) : null;
        _lock = _folder is null ? null : RunLock.Take(_folder.Path);
        _checkpoints = new Checkpoints(recipe, _folder, options);
        try
        {
            _vocabulary = TaggerVocabulary.Of(data.Train, recipe, data.Vectors, cancellation);
            (_rows, _held) = (new TaggerRows(data.Train.Sentences, _vocabulary, cancellation), new TaggerRows(data.Validation.Sentences, _vocabulary, cancellation));
            _network = Execution.Cancellable(cancellation, () => new TaggerNetwork(recipe, _vocabulary.Words.Count, _vocabulary.Characters.Count, _vocabulary.Tags.Count, _rng.Fork("model"), data.Vectors is { } vectors ? (_vocabulary.Vectors!.Count, vectors.Width) : null));
            if (data.Vectors is not null) _network.Fill(data.Vectors, _vocabulary.Vectors!);
            _majority = _rows.Tags.SelectMany(tags => tags).CountBy(tag => tag).MaxBy(entry => entry.Value).Key;
            options.Start?.Share(_network);
            _best = _network.CopyState();
            if (recipe.Inspection.Enabled) _inspector = new Inspector(LensSets.Thin(new LossMetrics(), new ParameterGradientGeometry(recipe.Inspection.Cosine), new ParameterUpdateGeometry(), new ParameterNorm(), new Clipping(), new GradientThroughTime(), new GateStatistics(), new StateStatistics(), new GateMemory(), new EmbeddingLife(), new Spectrum())) { Stride = recipe.Inspection.Stride };
            _run = RunNotes.Begin(recipe, options) with { Data = TaggingNotes.Describe(data, _vocabulary, _rows, _held, _majority), Model = TaggingNotes.Describe(_network) };
            if (_inspector is not null) _inspector.Data = _run.Data;
            _doctor = new LiveDoctor(recipe.Doctor, _network, _folder, _progress.Acted) { NameRow = data.Train.Where };
            _progress.Phase(TrainPhase.Baselines, TaggingNotes.Sentence(_run.Data, data));
        }
        catch
        {
            Dispose(); // nobody else can: there is no run
            throw;
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
            _lock?.Dispose();
        }
    }

    public TaggerResult Go()
    {
        try
        {
            return Finish(Fit(Execution.Cancellable(_cancellation, Prepare)));
        }
        catch (OperationCanceledException)
        {
            Salvage(RunStatus.Cancelled, "stopped by the user");
            throw;
        }
        catch (NotFiniteException fault)
        {
            var diverged = new DivergedException($"Tagging, epoch {_epochs.Count}, step {fault.Step}: expected finite numbers, but {fault.Message}. "
                + $"Lower training.learningRate (now {_recipe.Training.LearningRate.ToString(CultureInfo.InvariantCulture)}) or clip gradients with training.clipNorm.", fault);
            Salvage(RunStatus.Diverged, diverged.Message);
            throw diverged;
        }
    }

    /// <returns>What to go on from, where the run goes on.</returns>
    KeptState? Prepare()
    {
        string print = _folder is null ? "" : Fingerprint.Of(_data, _network);
        KeptState? from = GoOn(print);
        _checkpoints.Begin(print, _network.ParameterCount, Keep);
        if (from is not null) return from;
        _run = _run with { Memory = MemoryForecast.OfTagger(_recipe, _data, _vocabulary, _rows, _held, _network) };
        _progress.Foretell(_run.Memory);
        _cancellation.ThrowIfCancellationRequested();
        RunWriting.Clear(_folder);
        _begun = true;
        Write();
        return null;
    }

    EarlyStopping Fit(KeptState? from)
    {
        TrainingRecipe training = _recipe.Training;
        TaggerTrainer trainer = _trainer = new TaggerTrainer(_recipe, _network, _rows, _vocabulary.Words.DefaultIndex!.Value, _rng, _inspector, _folder?.RecordFile, _doctor, goesOn: from is not null);
        EarlyStopping stopping = _stopping = new EarlyStopping(training.Patience, training.MinGain, training.Monitor != Monitor.Loss);
        if (from is not null) Keep(from);
        while (trainer.Epoch < training.Epochs && !stopping.Over && _doctor.Ends is null)
        {
            int epoch = trainer.Epoch;
            _progress.BeginEpoch(epoch, training.Epochs, trainer.StepsPerEpoch);
            _network.Train();
            EpochResult result = Execution.Cancellable(_checkpoints.KeepsAtStop ? CancellationToken.None : _cancellation, () => trainer.TrainEpoch(_cancellation, _progress.Stepped, _checkpoints));
            _network.Eval();
            _progress.Phase(TrainPhase.Validating);
            Judge(epoch, result, stopping);
            _checkpoints.EpochEnded();
        }
        _run = _run with { Ended = _doctor.Ends is { } why ? $"stopped by {why}" : stopping.Over ? $"early stopping: {training.Patience} epochs without a gain of more than {training.MinGain.ToString(CultureInfo.InvariantCulture)}" : $"all {training.Epochs} epochs done" };
        return stopping;
    }

    void Judge(int epoch, EpochResult result, EarlyStopping stopping)
    {
        long start = Stopwatch.GetTimestamp();
        TaggerEvaluation judged = Evaluate(_data.Validation, _held, out double loss);
        MetricValues metrics = TaggingNotes.Metrics(judged, loss);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _inspector?.PushLoss(loss, judged.Sentences, train: false);
        foreach ((string name, double value) in metrics)
        {
            if (name != MetricNames.Loss) _inspector?.PushMetric(name, value, judged.Words);
        }
        if (_inspector is not null) Execution.Cancellable(_cancellation, _inspector.TickEpoch);
        var document = new EpochDocument
        {
            Epoch = epoch, Train = result.Metrics, Validation = metrics, Seconds = result.Seconds, ValidationSeconds = seconds, TokensPerSecond = result.TokensPerSecond,
            Steps = result.Steps, LearningRate = result.LearningRate, ClippedShare = result.ClippedShare, Confusion = judged.Confusion,
        };
        _epochs.Add(document);
        if (stopping.Judge(epoch, _recipe.Training.Monitor == Monitor.Loss ? loss : judged.Accuracy))
        {
            _network.CopyState(into: _best);
            _run = _run with { Best = new BestEpochDocument { Epoch = epoch, Validation = metrics }, Confusion = judged.Confusion };
        }
        if (_inspector is { Attached: true }) _doctor.EpochEnded(_run with { Epochs = [.. _epochs] }, _inspector.FollowRecord());
        RunWriting.Guarded(_folder, () => _folder?.AppendEpoch(document));
        Write();
        _progress.Completed(document, TaggingNotes.Epoch(document, _run.Data));
    }

    TaggerResult Finish(EarlyStopping stopping)
    {
        _network.LoadState(_best, "best weights");
        var tagger = new TextTagger(_recipe, _network, _vocabulary, _majority);
        TaggerEvaluation? test = null;
        if (_data.Test is { } sentences)
        {
            test = Evaluate(sentences, new TaggerRows(sentences.Sentences, _vocabulary, _cancellation), out double loss);
            _run = _run with { Test = TaggingNotes.Metrics(test, loss), TestConfusion = test.Confusion };
        }
        _run = _run with { Status = RunStatus.Finished };
        Complete();
        RunWriting.Guarded(_folder, () =>
        {
            if (_folder is null) return;
            tagger.Save(_folder);
            if (Lab(tagger) is { } lab) _folder.Write(lab);
            _folder.Write(_run);
        });
        _checkpoints.Clear();
        _progress.Phase(TrainPhase.Done);
        return new TaggerResult(_run, tagger, test, _folder);
    }

    /// <summary>What the lab shows of a plain tagger and one sentence of validation; nothing of other taggers.</summary>
    LabDocument? Lab(TextTagger tagger)
    {
        if (!PlainTagger.IsPlain(_network) || LabSentences.Choose(_data.Validation, tagger.Tags) is not { } sentence || !double.IsFinite(_run.Best?.Validation.Loss ?? double.NaN)) return null;
        return PlainTagger.Of(tagger, string.Create(CultureInfo.InvariantCulture, $"{_recipe.Name} after epoch {_run.Best!.Epoch}")).Exhibit(sentence, new LabSettings { Seed = _recipe.Seed });
    }

    TaggerEvaluation Evaluate(TaggedCorpus corpus, TaggerRows rows, out double loss)
    {
        (double sum, int words) = (0, 0);
        int[][] answers = TaggerJudge.Answers(_network, rows, _vocabulary.Words.DefaultIndex!.Value, _cancellation, (emissions, batch) =>
        {
            if (batch.Tags.Contains(-1)) return; // a tag that training did not have has no loss
            sum += _network.Loss(emissions, batch.Tags).Item() * batch.Tags.Length;
            words += batch.Tags.Length;
        });
        loss = words == 0 ? double.NaN : sum / words;
        return TaggerJudge.Evaluate(corpus.Sentences, rows, answers, _vocabulary, _majority, _cancellation);
    }

    /// <summary>Writes what is there: the run as far as it went, and the best weights.</summary>
    void Salvage(RunStatus status, string ended)
    {
        if (!_begun) return;
        _run = _run with { Status = status, Ended = ended };
        Complete();
        RunWriting.Guarded(_folder, () =>
        {
            if (_folder is null) return;
            if (_run.Best is not null || status != RunStatus.Cancelled)
            {
                TaggerFile.Write(_folder.ModelFile, _recipe, _vocabulary, _majority, _network.VectorWidth);
                SafetensorsFile.Write(_folder.WeightsFile, _best);
            }
            _folder.Write(_run);
        });
    }

    void Complete()
    {
        _run = _run with { Epochs = [.. _epochs], Actions = _doctor.Log.Entries, Speed = RunNotes.Speed(_epochs, _inspector, _progress.Elapsed) };
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
    }

    void Write() => RunWriting.Guarded(_folder, () => _folder?.Write(SoFar()));
}
