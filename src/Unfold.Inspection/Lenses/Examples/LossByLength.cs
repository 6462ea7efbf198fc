using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Loss and accuracy of short and of long texts, of training and validation apart.</summary>
/// <remarks>
/// A text's length is that from its first to its last token that is no padding. At most eight buckets of about as many texts each; texts of one
/// length stay together. The loop says the losses by <see cref="Inspector.PushExamples"/>, in the order of the batch that the embedding has read last. Of a thinned lens training counts with the steps that it looks at.
/// </remarks>
public sealed class LossByLength : Lens
{
    const int Buckets = 8;

    readonly List<Tally> _train = [];
    readonly List<Tally> _validation = [];
    readonly LengthClasses _trainClasses = new();
    readonly LengthClasses _validationClasses = new();
    LensContext? _context;
    int[] _lengths = [];
    int _count;

    /// <inheritdoc/>
    public override string Name => "lengths";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Examples;

    /// <inheritdoc/>
    public override bool WatchesEvaluation => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        (_context, _count) = (context, 0);
        _train.Clear();
        _validation.Clear();
        _trainClasses.Clear();
        _validationClasses.Clear();
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => module is Embedding ? ModuleSignals.Tokens : ModuleSignals.None;

    /// <inheritdoc/>
    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        ArgumentNullException.ThrowIfNull(batch);
        RealSteps real = _context!.Texts.Read(embedding, batch);
        _count = batch.Count;
        if (_lengths.Length < _count)
            _lengths = new int[2 * _count];
        for (int s = 0; s < _count; s++)
            _lengths[batch.Layout.Order[s]] = real.Length(s);
    }

    /// <inheritdoc/>
    public override void OnExamples(in ExampleBatch batch)
    {
        if (batch.Losses.Length != _count)
            return; // not the batch that was read last
        List<Tally> tallies = batch.Train ? _train : _validation;
        for (int i = 0; i < _count; i++)
        {
            while (tallies.Count <= _lengths[i])
                tallies.Add(default);
            Tally tally = tallies[_lengths[i]];
            bool? right = batch.Right.IsEmpty ? null : batch.Right[i];
            if (!batch.Labels.IsEmpty && batch.Labels[i] >= 0)
                (batch.Train ? _trainClasses : _validationClasses).Add(_lengths[i], batch.Labels[i], batch.Losses[i]);
            tallies[_lengths[i]] = new(tally.Texts + 1, tally.Loss + batch.Losses[i], tally.Judged + (right is null ? 0 : 1), tally.Right + (right == true ? 1 : 0));
        }
        _count = 0; // the next batch may be one whose tokens nobody tells
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        Write("train", _train, _trainClasses);
        Write("validation", _validation, _validationClasses);
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        _trainClasses.Clear();
        _validationClasses.Clear();
        _train.Clear();
        _validation.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        Keep(state.Part("train"), _train, _trainClasses);
        Keep(state.Part("validation"), _validation, _validationClasses);
    }

    static void Keep(KeptState state, List<Tally> tallies, LengthClasses classes)
    {
        double[] numbers = state.Array("lengths", [.. tallies.SelectMany(one => (double[])[one.Texts, one.Loss, one.Judged, one.Right])]);
        tallies.Clear();
        for (int i = 0; i < numbers.Length; i += 4)
            tallies.Add(new((long)numbers[i], numbers[i + 1], (long)numbers[i + 2], (long)numbers[i + 3]));
        classes.Keep(state.Part("classes"));
    }

    /// <summary>A bucket ends where its share of all texts is reached.</summary>
    void Write(string series, List<Tally> tallies, LengthClasses classes)
    {
        long all = tallies.Sum(tally => tally.Texts);
        List<(int Shortest, Tally Sum)> buckets = [];
        (int shortest, Tally sum, long before) = (0, default, 0);
        for (int length = 0; length < tallies.Count; length++)
        {
            if (sum.Texts == 0)
                shortest = length;
            sum += tallies[length];
            before += tallies[length].Texts;
            if (sum.Texts == 0 || (before * Buckets < all * (buckets.Count + 1) && before < all))
                continue;
            buckets.Add((shortest, sum));
            sum = default;
        }
        tallies.Clear();
        float[] byClass = classes.Take([.. buckets.Select(bucket => bucket.Shortest)]);
        if (buckets.Count == 0)
            return;
        if (byClass.Length > 0)
            _context!.Write(series, "classes", byClass, rows: byClass.Length / buckets.Count);
        _context!.Write(series, "buckets",
        [
            .. buckets.Select(bucket => (float)bucket.Shortest), .. buckets.Select(bucket => (float)bucket.Sum.Texts),
            .. buckets.Select(bucket => (float)(bucket.Sum.Loss / bucket.Sum.Texts)), .. buckets.Select(bucket => (float)bucket.Sum.Right / bucket.Sum.Judged),
        ], rows: 4);
    }

    readonly record struct Tally(long Texts, double Loss, long Judged, long Right)
    {
        public static Tally operator +(Tally left, Tally right) =>
            new(left.Texts + right.Texts, left.Loss + right.Loss, left.Judged + right.Judged, left.Right + right.Right);
    }
}
