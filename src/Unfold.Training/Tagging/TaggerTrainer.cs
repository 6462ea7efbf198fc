using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Serialization;
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
    readonly string? _record;
    readonly EpochCursor _cursor;
    int[] _best = [];

    /// <param name="recipe">How it is trained.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="rows">On what.</param>
    /// <param name="unknown">The number of the word that stands for all unknown ones.</param>
    /// <param name="rng">Where their order and the words read as unknown come from.</param>
    /// <param name="inspector">Who watches.</param>
    /// <param name="record">The file of what is seen.</param>
    /// <param name="doctor">Who acts on it.</param>
    /// <param name="goesOn">Whether a run goes on that was stopped: then <see cref="Keep"/> is called before anything else.</param>
    public TaggerTrainer(Recipe recipe, TaggerNetwork network, TaggerRows rows, int unknown, Rng rng, Inspector? inspector = null, string? record = null, LiveDoctor? doctor = null, bool goesOn = false)
    {
        TrainingRecipe training = recipe.Training;
        _doctor = doctor ?? new LiveDoctor(recipe.Doctor, network);
        (_network, _rows, _recipe, _unknown, _inspector, _batch) = (network, rows, recipe.Tagging, unknown, inspector, new TaggerBatch(network.Spells));
        StepsPerEpoch = (rows.Words.Count + training.BatchSize - 1) / training.BatchSize;
        _optimizer = OptimizerFactory.Create(training, network.Parameters, StepsPerEpoch);
        _doctor.Attach(_optimizer, _ => _network.Loss(_network.Emissions(_batch), _batch.Tags));
        Rng shuffle = rng.Fork("shuffle");
        (_record, _cursor) = (record, new EpochCursor(shuffle));
        if (inspector is not null && !goesOn) inspector.Attach(network, _optimizer, record).StepsPerEpoch = StepsPerEpoch;
        _sampler = new BatchSampler(rows.Words, new BatchOptions { BatchSize = training.BatchSize, PoolBatches = training.BucketBatches, Shuffle = !recipe.Tagging.Plain }, shuffle);
        _words = rng.Fork("words");
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
        state.Stream("words", _words);
        RunInspector.Keep(_inspector, state, _network, _optimizer, _record, StepsPerEpoch); // before the weights: some lenses compare with those at the start
        _optimizer.Keep(state.Part("optimizer"));
        _network.Keep(state.Part("network"));
        _doctor.Keep(state.Part("doctor"), actions);
    }

    /// <summary>One pass over the sentences, or what is left of it where the run goes on within one. Loss and accuracy are means over words, of the answers given while training.</summary>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="stepped">Called after each step; its examples are words.</param>
    /// <param name="checkpoints">Asked between steps whether to keep what there is.</param>
    public EpochResult TrainEpoch(CancellationToken cancellation, Action<EpochSoFar>? stepped = null, Checkpoints? checkpoints = null)
    {
        EpochTally so = _cursor.Begin();
        foreach (TextBatch text in _sampler.Epoch(so.Batches))
        {
            if (cancellation.IsCancellationRequested) checkpoints?.Stopped();
            cancellation.ThrowIfCancellationRequested();
            if (_doctor.Ends is not null) break;
            StepPlace place = new(Epoch, so.Steps, text);
            _batch.Load(_rows, text, _unknown, _recipe.Plain ? 0 : _recipe.WordDropout, _words);
            SequenceTensor emissions = _network.Emissions(_batch);
            Tensor loss = _network.Loss(emissions, _batch.Tags);
            double value = loss.Item();
            bool leaves = _doctor.LeavesOnLoss(value, place);
            int answered = Right(emissions);
            loss.Backward();
            if (leaves || _doctor.LeavesOnGradient(place))
            {
                so.Rate = _doctor.Leave().LearningRate;
                so.Batches = ++so.Steps;
                continue;
            }
            so.Right += answered;
            _inspector?.PushLoss(value, text.Count);
            StepSummary summary = _optimizer.Step();
            _doctor.Stepped(summary, place);
            int read = text.Sequences.Layout.TotalSteps;
            (so.Rate, so.LossSum, so.Tokens, so.Examples) = (summary.LearningRate, so.LossSum + (value * read), so.Tokens + read, so.Examples + read); // words are what is answered
            so.Batches = ++so.Steps;
            so.Clipped += summary.Clipped ? 1 : 0;
            stepped?.Invoke(new EpochSoFar(so.Steps, StepsPerEpoch, so.Tokens, so.Examples, so.LossSum, so.Right));
            if (checkpoints?.Stepped() == true) _inspector?.SkipTime();
        }
        _cursor.End();
        return so.Result(_clips);
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
