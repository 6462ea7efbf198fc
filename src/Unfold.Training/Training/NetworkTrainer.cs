using System.Diagnostics;
using Unfold.Inspection;
using Unfold.Optim;
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
    readonly Predictions _predictions;
    readonly int _batches;
    readonly int _accumulate;
    readonly bool _clips;
    readonly double _threshold;
    double[] _losses = [];
    bool[] _right = [];
    bool _checked;
    int _epoch;

    public NetworkTrainer(Recipe recipe, TextModel network, EncodedCorpus rows, Rng shuffle, Inspector? inspector, string? record = null, LiveDoctor? doctor = null)
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
        _doctor.Attach(_optimizer);
        if (inspector is not null) inspector.Attach(network, _optimizer, record).StepsPerEpoch = StepsPerEpoch;
        _sampler = new BatchSampler(rows, new BatchOptions { BatchSize = training.BatchSize, PoolBatches = training.BucketBatches, DropLast = training.DropLast }, shuffle);
        _predictions = new Predictions(rows.Labels, network.Classes);
        _clips = training.ClipNorm > 0 || training.ClipValue > 0;
    }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>One pass over the rows. Metrics are those of the answers given while training, before each step.</summary>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="stepped">Called after each batch, of which a step may have several (<see cref="TrainingRecipe.Accumulate"/>).</param>
    public EpochResult TrainEpoch(CancellationToken cancellation, Action<EpochSoFar>? stepped = null)
    {
        long start = Stopwatch.GetTimestamp(), tokens = 0;
        double lossSum = 0, rate = 0;
        int batches = 0, steps = 0, examples = 0, right = 0, clipped = 0;
        bool leaves = false;
        foreach (TextBatch batch in _sampler.Epoch())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_doctor.Ends is not null || batches == _batches) break;
            StepPlace place = new(_epoch, steps, batch);
            Tensor logits = _network.Forward(batch.Sequences);
            Tensor loss = _objective.Loss(logits, batch.Labels);
            leaves |= _doctor.LeavesOnLoss(loss.Item(), place);
            int together = Math.Min(_accumulate, _batches - (steps * _accumulate)); // the batches of this step
            (together == 1 ? loss : 1.0 / together * loss).Backward();
            if (!_checked) CheckGradients(batch);
            bool due = ++batches == Math.Min(_batches, (steps + 1) * _accumulate);
            if (due && (leaves || _doctor.LeavesOnGradient(place)))
            {
                (rate, steps, leaves) = (_doctor.Leave().LearningRate, steps + 1, false);
                continue;
            }
            if (leaves) continue;

            ModelRunner.Copy(logits, batch.Rows, _predictions);
            if (_losses.Length < batch.Count) (_losses, _right) = (new double[batch.Count], new bool[batch.Count]);
            double batchLoss = 0;
            for (int i = 0; i < batch.Count; i++)
            {
                (int row, int label) = (batch.Rows[i], batch.Labels[i]);
                (_losses[i], _right[i]) = (Predictions.Loss(_predictions.Logits(row), label), _predictions.Answer(row, _threshold) == label);
                batchLoss += _losses[i];
                right += _right[i] ? 1 : 0;
            }
            _inspector?.PushExamples(batch.Rows, _losses.AsSpan(0, batch.Count), _right.AsSpan(0, batch.Count), labels: batch.Labels);
            (tokens, examples, lossSum) = (tokens + batch.Sequences.Layout.TotalSteps, examples + batch.Count, lossSum + batchLoss);
            if (due)
            {
                StepSummary summary = _optimizer.Step();
                _doctor.Stepped(summary, place);
                (rate, steps) = (summary.LearningRate, steps + 1);
                clipped += summary.Clipped ? 1 : 0;
            }
            stepped?.Invoke(new EpochSoFar(batches, _batches, tokens, examples, lossSum, right));
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _epoch++;
        var metrics = new MetricValues { [MetricNames.Loss] = lossSum / examples, [MetricNames.Accuracy] = (double)right / examples };
        return new EpochResult(metrics, seconds, tokens / seconds, steps, rate, _clips || clipped > 0 ? (double)clipped / steps : null);
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
