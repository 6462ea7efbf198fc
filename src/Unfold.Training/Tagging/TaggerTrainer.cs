using System.Diagnostics;
using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Trains a tagger's network, epoch after epoch.</summary>
sealed class TaggerTrainer
{
    readonly TaggerNetwork _network;
    readonly TaggerRows _rows;
    readonly TaggingRecipe _recipe;
    readonly BatchSampler _sampler;
    readonly Optimizer _optimizer;
    readonly Inspector? _inspector;
    readonly LiveDoctor _doctor;
    readonly Rng _words;
    readonly int _unknown;
    readonly bool _clips;
    readonly TaggerBatch _batch;
    int[] _best = [];
    int _epoch;

    public TaggerTrainer(Recipe recipe, TaggerNetwork network, TaggerRows rows, int unknown, Rng rng, Inspector? inspector = null, string? record = null, LiveDoctor? doctor = null)
    {
        TrainingRecipe training = recipe.Training;
        _doctor = doctor ?? new LiveDoctor(recipe.Doctor, network);
        (_network, _rows, _recipe, _unknown, _inspector, _batch) = (network, rows, recipe.Tagging, unknown, inspector, new TaggerBatch(network.Spells));
        StepsPerEpoch = (rows.Words.Count + training.BatchSize - 1) / training.BatchSize;
        _optimizer = OptimizerFactory.Create(training, network.Parameters, StepsPerEpoch);
        _doctor.Attach(_optimizer);
        if (inspector is not null) inspector.Attach(network, _optimizer, record).StepsPerEpoch = StepsPerEpoch;
        _sampler = new BatchSampler(rows.Words, new BatchOptions { BatchSize = training.BatchSize, PoolBatches = training.BucketBatches, Shuffle = !recipe.Tagging.Plain }, rng.Fork("shuffle"));
        _words = rng.Fork("words");
        _clips = training.ClipNorm > 0 || training.ClipValue > 0;
    }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>One pass over the sentences. Loss and accuracy are means over words, of the answers given while training.</summary>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="stepped">Called after each step; its examples are words.</param>
    public EpochResult TrainEpoch(CancellationToken cancellation, Action<EpochSoFar>? stepped = null)
    {
        long start = Stopwatch.GetTimestamp();
        (double lossSum, double rate) = (0, 0);
        (int steps, int words, int right, int clipped) = (0, 0, 0, 0);
        foreach (TextBatch text in _sampler.Epoch())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_doctor.Ends is not null) break;
            StepPlace place = new(_epoch, steps, text);
            _batch.Load(_rows, text, _unknown, _recipe.Plain ? 0 : _recipe.WordDropout, _words);
            SequenceTensor emissions = _network.Emissions(_batch);
            Tensor loss = _network.Loss(emissions, _batch.Tags);
            double value = loss.Item();
            bool leaves = _doctor.LeavesOnLoss(value, place);
            int answered = Right(emissions);
            loss.Backward();
            if (leaves || _doctor.LeavesOnGradient(place))
            {
                (rate, steps) = (_doctor.Leave().LearningRate, steps + 1);
                continue;
            }
            right += answered;
            _inspector?.PushLoss(value, text.Count);
            StepSummary summary = _optimizer.Step();
            _doctor.Stepped(summary, place);
            int read = text.Sequences.Layout.TotalSteps;
            (rate, lossSum, words, steps) = (summary.LearningRate, lossSum + (value * read), words + read, steps + 1);
            clipped += summary.Clipped ? 1 : 0;
            stepped?.Invoke(new EpochSoFar(steps, StepsPerEpoch, words, words, lossSum, right));
        }
        _epoch++;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var metrics = new MetricValues { [MetricNames.Loss] = lossSum / words, [MetricNames.Accuracy] = (double)right / words };
        return new EpochResult(metrics, seconds, words / seconds, steps, rate, _clips || clipped > 0 ? (double)clipped / steps : null);
    }

    /// <summary>Words whose highest score is the right tag's: what the scores say before a field joins them.</summary>
    int Right(SequenceTensor emissions)
    {
        ReadOnlySpan<int> tags = _batch.Tags;
        if (_best.Length < tags.Length) _best = new int[2 * tags.Length];
        Span<int> best = _best.AsSpan(0, tags.Length);
        TaggerNetwork.Highest(emissions.Values, best);
        int right = 0;
        for (int row = 0; row < best.Length; row++) right += best[row] == tags[row] ? 1 : 0;
        return right;
    }
}
