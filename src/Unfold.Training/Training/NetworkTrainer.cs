using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Trains one network on one set of rows, epoch after epoch.</summary>
sealed class NetworkTrainer
{
    readonly TextModel _network;
    readonly TrainObjective _objective;
    readonly BatchSampler _sampler;
    readonly Optimizer _optimizer;
    readonly Inspector? _inspector;
    readonly LiveDoctor _doctor;
    readonly Parameter[] _parameters;
    readonly Predictions _predictions; // of one batch
    readonly int[] _places;
    readonly int _batches;
    readonly int _accumulate;
    readonly bool _clips;
    readonly string? _record;
    readonly double _threshold;
    readonly List<int[]> _before = []; // the rows of the batches of this step that are done
    double[] _losses = [];
    bool[] _right = [];
    readonly EpochCursor _cursor;
    bool _checked;

    /// <param name="recipe">How it is trained.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="rows">On what.</param>
    /// <param name="shuffle">Where their order comes from.</param>
    /// <param name="inspector">Who watches; nobody, where it goes on and is told by <see cref="Keep"/>.</param>
    /// <param name="record">The file of what is seen.</param>
    /// <param name="doctor">Who acts on it.</param>
    /// <param name="goesOn">Whether a run goes on that was stopped: then <see cref="Keep"/> is called before anything else.</param>
    public NetworkTrainer(Recipe recipe, TextModel network, EncodedCorpus rows, Rng shuffle, Inspector? inspector, string? record = null, LiveDoctor? doctor = null, bool goesOn = false)
    {
        TrainingRecipe training = recipe.Training;
        _doctor = doctor ?? new LiveDoctor(recipe.Doctor, network);
        (_network, _inspector, _threshold) = (network, inspector, recipe.Decision.Threshold);
        (int all, _accumulate) = (training.DropLast ? rows.Count / training.BatchSize : Upwards(rows.Count, training.BatchSize), training.Accumulate);
        _batches = training.Examples == 0 ? all : Math.Min(all, Upwards(training.Examples, training.BatchSize));
        StepsPerEpoch = Upwards(_batches, _accumulate);
        if (_batches == 0)
            throw new DataException($"Training: expected at least one full batch of {training.BatchSize}, got {rows.Count} rows. Lower training.batchSize, or set training.dropLast to false.");
        _parameters = [.. network.Parameters];
        _objective = new TrainObjective(training, rows.Labels, network.Classes);
        _optimizer = OptimizerFactory.Create(training, _parameters, StepsPerEpoch);
        _doctor.Attach(_optimizer, batch => _objective.Loss(_network.Forward(batch.Sequences), batch.Labels), chosen => Load(rows, chosen));
        (_record, _cursor) = (record, new EpochCursor(shuffle));
        if (inspector is not null && !goesOn) inspector.Attach(network, _optimizer, record).StepsPerEpoch = StepsPerEpoch;
        _sampler = new BatchSampler(rows, new BatchOptions { BatchSize = training.BatchSize, PoolBatches = training.BucketBatches, DropLast = training.DropLast }, shuffle);
        _places = [.. Enumerable.Range(0, training.BatchSize)];
        _predictions = new Predictions(_places, network.Classes);
        _clips = training.ClipNorm > 0 || training.ClipValue > 0;
    }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Epochs done.</summary>
    public int Epoch => _cursor.Epoch;

    /// <summary>Keeps all that the next steps depend on, or goes on from it; between two steps.</summary>
    public void Keep(KeptState state, IReadOnlyList<ActionDocument> actions)
    {
        _cursor.Keep(state);
        _checked = state.Flag("checked", _checked);
        RunInspector.Keep(_inspector, state, _network, _optimizer, _record, StepsPerEpoch); // before the weights: some lenses compare with those at the start
        _optimizer.Keep(state.Part("optimizer"));
        _network.Keep(state.Part("network"));
        _doctor.Keep(state.Part("doctor"), actions);
    }

    /// <summary>One pass over the rows, or what is left of it where the run goes on within one. Metrics are those of the answers given while training, before each step.</summary>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="stepped">Called after each batch, of which a step may have several (<see cref="TrainingRecipe.Accumulate"/>).</param>
    /// <param name="checkpoints">Asked between steps whether to keep what there is.</param>
    public EpochResult TrainEpoch(CancellationToken cancellation, Action<EpochSoFar>? stepped = null, Checkpoints? checkpoints = null)
    {
        EpochTally so = _cursor.Begin();
        bool leaves = false;
        foreach (TextBatch batch in _sampler.Epoch(so.Batches))
        {
            if (cancellation.IsCancellationRequested) Stop(so, checkpoints, cancellation);
            if (_doctor.Ends is not null || so.Batches == _batches) break;
            StepPlace place = new(Epoch, so.Steps, batch, _before);
            Tensor logits = _network.Forward(batch.Sequences);
            Tensor loss = _objective.Loss(logits, batch.Labels);
            leaves |= _doctor.LeavesOnLoss(loss.Item(), place);
            int together = Math.Min(_accumulate, _batches - (so.Steps * _accumulate)); // the batches of this step
            (together == 1 ? loss : 1.0 / together * loss).Backward();
            if (!_checked) CheckGradients(batch);
            bool due = ++so.Batches == Math.Min(_batches, (so.Steps + 1) * _accumulate), refused = due && (leaves || _doctor.LeavesOnGradient(place));
            if (due) _before.Clear();
            else _before.Add(batch.Rows.ToArray());
            if (refused)
            {
                (so.Rate, so.Steps, leaves) = (_doctor.Leave().LearningRate, so.Steps + 1, false);
                continue;
            }
            if (leaves) continue;

            ModelRunner.Copy(logits, _places.AsSpan(0, batch.Count), _predictions);
            if (_losses.Length < batch.Count) (_losses, _right) = (new double[batch.Count], new bool[batch.Count]);
            double batchLoss = 0;
            for (int i = 0; i < batch.Count; i++)
            {
                int label = batch.Labels[i];
                (_losses[i], _right[i]) = (Predictions.Loss(_predictions.Logits(i), label), _predictions.Answer(i, _threshold) == label);
                batchLoss += _losses[i];
                so.Right += _right[i] ? 1 : 0;
            }
            _inspector?.PushExamples(batch.Rows, _losses.AsSpan(0, batch.Count), _right.AsSpan(0, batch.Count), labels: batch.Labels);
            (so.Tokens, so.Examples, so.LossSum) = (so.Tokens + batch.Sequences.Layout.TotalSteps, so.Examples + batch.Count, so.LossSum + batchLoss);
            if (due)
            {
                StepSummary summary = _optimizer.Step();
                _doctor.Stepped(summary, place);
                (so.Rate, so.Steps) = (summary.LearningRate, so.Steps + 1);
                so.Clipped += summary.Clipped ? 1 : 0;
            }
            stepped?.Invoke(new EpochSoFar(so.Batches, _batches, so.Tokens, so.Examples, so.LossSum, so.Right));
            if (due && checkpoints?.Stepped() == true) _inspector?.SkipTime();
        }
        _cursor.End();
        return so.Result(_clips);
    }

    /// <summary>The user stops it: what is done is kept, unless a gradient waits for the rest of its step; then the last checkpoint stands.</summary>
    void Stop(EpochTally so, Checkpoints? checkpoints, CancellationToken cancellation)
    {
        if (so.Batches == Math.Min(_batches, so.Steps * _accumulate)) checkpoints?.Stopped();
        cancellation.ThrowIfCancellationRequested();
    }

    static TextBatch Load(EncodedCorpus corpus, int[] rows)
    {
        var batch = new TextBatch();
        batch.Load(corpus, rows);
        return batch;
    }

    static int Upwards(int count, int size) => (int)(((long)count + size - 1) / size);

    /// <summary>After the first backward pass on real text every parameter has a gradient; one that has none would never be trained.</summary>
    void CheckGradients(TextBatch batch)
    {
        bool hasWords = false;
        foreach (int id in batch.Sequences.Ids) hasWords |= id != _network.Embedding?.PaddingIndex;
        if (!hasWords) return;
        _checked = true;
        string[] without = [.. _parameters.Where(parameter => parameter.Trainable && parameter.Gradient.IsEmpty).Select(parameter => parameter.Name)];
        if (without.Length > 0)
        {
            throw new UnfoldException($"Training: expected a gradient in every trained parameter after the first step, got none in {string.Join(", ", without)}. " +
                "The loss does not depend on them; use them in Forward, or set Trainable to false.");
        }
    }
}
