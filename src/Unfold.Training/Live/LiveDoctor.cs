using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Acts on what is found while a network trains: at once where a step stands out, at an epoch's end where the rules find something.</summary>
/// <remarks>
/// What it does depends on nothing but the numbers of the training, so that a run gives the same bytes with any number of threads.
/// The norm of the gradients is looked at before the optimizer's step only where something would be done about it before the step, or where a small
/// parameter's gradient shows that it is not finite: then the weights stay as they were. Whatever is not finite is looked for once more, to name the first.
/// </remarks>
sealed partial class LiveDoctor
{
    const int FirstLooks = 4, StepsBetweenLooks = 2000;

    readonly DoctorRecipe _recipe;
    readonly Module _network;
    readonly RunFolder? _folder;
    readonly StepAlarms _alarms;
    readonly HashSet<(string Rule, int Epoch)> _once = [];
    readonly Dictionary<string, FindingSeverity> _known = new(StringComparer.Ordinal);
    readonly bool _looksBefore, _keepsGood;
    readonly GradientSentinels _sentinels;
    Func<TextBatch, Tensor>? _loss;
    Func<int[], TextBatch>? _load;
    int _lookedAt = -1;
    long _stepsAtLook;
    Optimizer? _optimizer;
    TrainState? _good, _goodEpoch;
    double? _clipNorm;
    bool _clipsOnce, _goesBack;
    long _steps;
    int _acted;

    public LiveDoctor(DoctorRecipe recipe, Module network, RunFolder? folder = null, Action<ActionDocument>? said = null)
    {
        (_recipe, _network, _folder, Log, _sentinels) = (recipe, network, folder, new ActionLog(said), new GradientSentinels(network));
        _alarms = new StepAlarms(recipe.Limits);
        _keepsGood = recipe.Actions.Values.Contains(AlarmAction.RollBack);
        _looksBefore = recipe.ActionOn(DoctorRecipe.NonFinite, FindingSeverity.Critical) != AlarmAction.Stop
            || Array.Exists([FindingSeverity.Warning, FindingSeverity.Critical], severity => IsBeforeStep(recipe.ActionOn("D08", severity)));
    }

    /// <summary>What was done so far.</summary>
    public ActionLog Log { get; }

    /// <summary>Why the run is to end, where an action says so.</summary>
    public string? Ends { get; private set; }

    /// <summary>The time that the rules took at the ends of epochs.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Whose steps are watched.</summary>
    /// <param name="optimizer">Makes the steps.</param>
    /// <param name="loss">Computes the loss of a batch once more, to find what is not finite in it.</param>
    /// <param name="load">Makes a batch of rows once more, where a step has several.</param>
    public void Attach(Optimizer optimizer, Func<TextBatch, Tensor>? loss = null, Func<int[], TextBatch>? load = null) => (_optimizer, _clipNorm, _loss, _load) = (optimizer, optimizer.ClipNorm, loss, load);

    /// <summary>Findings that are known before training: they are not told again.</summary>
    public void Know(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings) _known[finding.Id] = finding.Severity;
    }

    /// <summary>Judges the loss of a batch.</summary>
    /// <returns>Whether the batch is to be left out: then gradients are computed all the same, and <see cref="Leave"/> is called.</returns>
    /// <exception cref="NotFiniteException">It is not finite, and nothing else is to be done about that.</exception>
    public bool LeavesOnLoss(double loss, StepPlace place) => _alarms.OnLoss(loss) is { } alarm && ActNamed(alarm, place with { Before = null }, backward: false);

    /// <summary>Judges the gradients before the optimizer uses them, where an action asks for that.</summary>
    /// <returns>Whether the batch is to be left out.</returns>
    /// <exception cref="NotFiniteException">They are not finite, and nothing else is to be done about that.</exception>
    public bool LeavesOnGradient(StepPlace place)
    {
        if ((_looksBefore || _sentinels.AreBroken) && _alarms.OnGradient(_optimizer!.GradientNorm()) is { } alarm && ActNamed(alarm, place, backward: true)) return true;
        if (_keepsGood && !_clipsOnce && _steps % _recipe.GoodEvery == 0) _good = TrainState.Of(_network, _optimizer!);
        _steps++;
        return false;
    }

    /// <summary>Leaves the batch out, and goes back where that is asked for.</summary>
    public StepSummary Leave()
    {
        StepSummary summary = _optimizer!.SkipStep();
        if (_goesBack) GoBack(_good);
        _goesBack = false;
        EndClip();
        return summary;
    }

    /// <summary>Judges a step that was made.</summary>
    /// <exception cref="NotFiniteException">Its gradients were not finite.</exception>
    public void Stepped(StepSummary summary, StepPlace place)
    {
        EndClip();
        if (_looksBefore || summary.GradientNorm is not { } norm) return;
        if (_alarms.OnGradient(norm) is { } alarm) Act(alarm, place);
    }

    /// <summary>Asks the rules at an epoch's end, of the first epochs at each, later at some; acts once on what they find.</summary>
    /// <param name="run">The run so far.</param>
    /// <param name="record">Its record so far.</param>
    public void EpochEnded(RunDocument run, RecordFile record)
    {
        int epoch = run.Epochs[^1].Epoch;
        if (!IsDue(epoch)) return;
        (_lookedAt, _stepsAtLook) = (epoch, _steps);
        long began = Stopwatch.GetTimestamp();
        var evidence = new RunEvidence(run, record, _recipe.Limits) { FirstEpoch = epoch };
        bool bad = false;
        IReadOnlyList<Finding> findings = Rules.Check(evidence);
        Spent += Stopwatch.GetElapsedTime(began);
        foreach (Finding finding in findings)
        {
            bad |= finding.Severity == FindingSeverity.Critical;
            bool known = _known.TryGetValue(finding.Id, out FindingSeverity before) && before >= finding.Severity;
            if (known || finding.Severity == FindingSeverity.Note) continue;
            _known[finding.Id] = finding.Severity;
            if (finding.ConsequenceOf is not null && !_recipe.Actions.ContainsKey(finding.Id)) continue;
            string sentence = Verdict.Sentence(finding).TrimEnd('.');
            var alarm = new StepAlarm(finding.Id, finding.Severity, char.ToLowerInvariant(sentence[0]) + sentence[1..], finding.Numbers);
            ActAtEpoch(alarm, epoch, evidence);
        }
        if (_keepsGood && !bad) _goodEpoch = TrainState.Of(_network, _optimizer!);
    }

    /// <summary>Goes back where validation gave a number that is not finite and the recipe says to.</summary>
    public bool GoesBackOnValidation(double loss, int epoch)
    {
        if (_recipe.ActionOn(DoctorRecipe.NonFinite, FindingSeverity.Critical) != AlarmAction.RollBack || (_good ?? _goodEpoch) is null) return false;
        var alarm = new StepAlarm(DoctorRecipe.NonFinite, FindingSeverity.Critical, $"the validation loss is {loss.ToString(CultureInfo.InvariantCulture)}", []);
        Count(alarm, new StepPlace(epoch, 0, null));
        GoBack(_good ?? _goodEpoch);
        LowerRate();
        Log.Add(epoch, null, alarm, AlarmAction.RollBack, $"went back to the last good state, {Lowered()}");
        return true;
    }

    /// <summary>The first epochs, then those after enough steps, or after as many epochs as are worth a look: fixed by counts, never by the clock, so that a run repeats.</summary>
    bool IsDue(int epoch) => epoch < FirstLooks || _steps - _stepsAtLook >= StepsBetweenLooks || epoch >= _lookedAt + Math.Max(2, _lookedAt / 4);

    static bool IsBeforeStep(AlarmAction action) => action is AlarmAction.Clip or AlarmAction.SkipBatch or AlarmAction.RollBack;

    /// <returns>Whether the batch is to be left out.</returns>
    bool Act(StepAlarm alarm, StepPlace place)
    {
        AlarmAction action = _recipe.ActionOn(alarm.Rule, alarm.Severity);
        if (alarm.Rule == DoctorRecipe.NonFinite && action == AlarmAction.Stop) throw new NotFiniteException(alarm.Message, place.Step, place.Rows());
        if (IsBeforeStep(action)) return ActBeforeStep(alarm, action, place);
        if (!_once.Add((alarm.Rule, place.Epoch))) return false;
        (int epoch, int step) = (place.Epoch, place.Step);
        if (action == AlarmAction.LowerRate)
        {
            LowerRate();
            Log.Add(epoch, step, alarm, action, Lowered());
        }
        else if (action == AlarmAction.Checkpoint)
        {
            SaveCheckpoint(alarm, epoch, step);
        }
        else
        {
            if (action == AlarmAction.Stop) Ends ??= $"{alarm.Rule} in epoch {epoch}, step {step}: {alarm.Message}";
            Log.Add(epoch, step, alarm, action, action == AlarmAction.Stop ? "the run ends here" : "");
        }
        return false;
    }

    bool ActBeforeStep(StepAlarm alarm, AlarmAction action, StepPlace place)
    {
        Count(alarm, place);
        (int epoch, int step) = (place.Epoch, place.Step);
        if (action == AlarmAction.Clip)
        {
            double norm = UsualNorm;
            (_optimizer!.ClipNorm, _clipsOnce) = (Math.Min(norm, _clipNorm ?? norm), true);
            Log.Add(epoch, step, alarm, action, $"clipped to {norm.ToString("G4", CultureInfo.InvariantCulture)}");
            return false;
        }
        _goesBack = action == AlarmAction.RollBack && _good is not null;
        if (_goesBack) LowerRate();
        Log.Add(epoch, step, alarm, action, _goesBack ? $"left the batch out and went back to the last good state, {Lowered()}" : "left the batch out");
        return true;
    }

    void ActAtEpoch(StepAlarm alarm, int epoch, RunEvidence evidence)
    {
        AlarmAction action = _recipe.ActionOn(alarm.Rule, alarm.Severity);
        string done = "";
        switch (action)
        {
            case AlarmAction.Checkpoint:
                SaveCheckpoint(alarm, epoch, null);
                return;
            case AlarmAction.Stop:
                Ends ??= $"{alarm.Rule} after epoch {epoch}: {alarm.Message}";
                done = "the run ends here";
                break;
            case AlarmAction.LowerRate:
                LowerRate();
                done = Lowered();
                break;
            case AlarmAction.Clip when evidence.Steps("gradients", "all", "norm").Median is > 0 and var norm:
                (_clipNorm, _optimizer!.ClipNorm) = (norm, norm);
                done = $"clips at the epoch's median norm {norm.ToString("G4", CultureInfo.InvariantCulture)} from here on";
                break;
            case AlarmAction.RollBack when _goodEpoch is not null:
                GoBack(_goodEpoch);
                LowerRate();
                done = $"went back to the end of the last epoch without a critical finding, {Lowered()}";
                break;
            default:
                action = AlarmAction.Warn;
                break;
        }
        Log.Add(epoch, null, alarm, action, done);
    }

    void SaveCheckpoint(StepAlarm alarm, int epoch, int? step)
    {
        string? name = _folder is null ? null : TrainState.Of(_network, _optimizer!).Save(_folder, $"epoch-{epoch}{(step is { } at ? $"-step-{at}" : "")}-{alarm.Rule}");
        Log.Add(epoch, step, alarm, AlarmAction.Checkpoint, name is null ? "no checkpoint, as the run has no folder" : $"saved {name}", name);
    }

    /// <summary>A run that acts again and again has diverged.</summary>
    void Count(StepAlarm alarm, StepPlace place)
    {
        if (++_acted <= _recipe.MostActions) return;
        throw new NotFiniteException($"{alarm.Message}, after {_recipe.MostActions} batches that were clipped, left out or gone back from (doctor.mostActions)", place.Step, place.Rows());
    }

    double UsualNorm => double.IsFinite(_alarms.UsualNorm) && _alarms.UsualNorm > 0 ? _alarms.UsualNorm : 1;

    void GoBack(TrainState? state) => state?.Restore(_network, _optimizer!);

    void LowerRate()
    {
        _optimizer!.LearningRate *= _recipe.RateFactor;
        foreach (ParameterGroup group in _optimizer.Groups) group.LearningRate *= _recipe.RateFactor;
    }

    string Lowered() => $"learning rate {_optimizer!.LearningRate.ToString("G4", CultureInfo.InvariantCulture)} from here on";

    void EndClip()
    {
        if (!_clipsOnce) return;
        (_optimizer!.ClipNorm, _clipsOnce) = (_clipNorm, false);
    }
}
