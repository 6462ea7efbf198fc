using Unfold.Optim;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Looks for a learning rate: trains a fresh network while the rate grows from step to step, and watches the loss.</summary>
/// <remarks>
/// Source: L. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3. As in fastai 2.7 the rate grows in a geometric progression, the running
/// mean has a decay of 0.98 and no bias, and the search ends where it is four times its least value.
/// </remarks>
public static class RateFinder
{
    const double Decay = 0.98;
    const double Explodes = 4;

    /// <summary>Searches with a recipe's data, network, batches and optimizer.</summary>
    /// <param name="recipe">A classifier's recipe; its rate, schedule and epochs play no part.</param>
    /// <param name="from">The first rate. <value>Default: 1e-6.</value></param>
    /// <param name="to">The last rate. <value>Default: 10.</value></param>
    /// <param name="steps">Steps between the two. <value>Default: 200.</value></param>
    /// <param name="dataFolder">The folder of the known data sets.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="RecipeException">The recipe tags words.</exception>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rates that do not grow, or fewer than ten steps.</exception>
    public static RateSearch Find(Recipe recipe, double from = 1e-6, double to = 10, int steps = 200, string? dataFolder = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Task != TaskKind.Classification)
            throw new RecipeException($"{recipe.Name}: expected a recipe whose task is classification, got {recipe.Task.ToString().ToLowerInvariant()}. The search trains classifiers only; sweep a tagger's training.learningRate instead.");
        using var scratch = new ScratchFolder();
        return Find(recipe, TrainingData.Open(recipe.Data, dataFolder, scratch, cancellation), from, to, steps, dataFolder, cancellation);
    }

    /// <summary>Searches with data in memory.</summary>
    /// <param name="recipe">A classifier's recipe.</param>
    /// <param name="data">The rows; only those to train on are used.</param>
    /// <param name="from">The first rate.</param>
    /// <param name="to">The last rate.</param>
    /// <param name="steps">Steps between the two.</param>
    /// <param name="dataFolder">Where word vectors are looked for.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static RateSearch Find(Recipe recipe, TrainingData data, double from = 1e-6, double to = 10, int steps = 200, string? dataFolder = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        return Execution.Cancellable(cancellation, () => Search(recipe, data, from, to, steps, dataFolder, cancellation));
    }

    static RateSearch Search(Recipe recipe, TrainingData data, double from, double to, int steps, string? dataFolder, CancellationToken cancellation)
    {
        PreparedData prepared = PreparedData.Encode(recipe, data, dataFolder, cancellation);
        var rng = new Rng(recipe.Seed);
        TextModel network = prepared.NewNetwork(recipe, rng.Fork("model"), cancellation);
        var objective = new TrainObjective(recipe.Training, prepared.Train.Labels, network.Classes);
        using var batches = Endless(prepared.Train, recipe.Training, rng.Fork("shuffle")).GetEnumerator();
        Optimizer optimizer = OptimizerFactory.Create(recipe.Training with { LearningRate = from }, [.. network.Parameters], LearningRateSchedule.Exponential(steps, to / from));
        var trials = new List<RateTrial>();
        (double mean, double least, bool diverged) = (0, double.PositiveInfinity, false);
        for (int step = 0; step <= steps && !diverged && batches.MoveNext(); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor loss = objective.Loss(network.Forward(batches.Current.Sequences), batches.Current.Labels);
            double value = loss.Item();
            loss.Backward(); // which ends the step, whatever the value
            diverged = !double.IsFinite(value);
            if (diverged) break;
            mean = (Decay * mean) + ((1 - Decay) * value);
            double smooth = mean / (1 - Math.Pow(Decay, step + 1));
            trials.Add(new RateTrial(from * Math.Pow(to / from, (double)step / steps), value, smooth));
            least = Math.Min(least, smooth);
            diverged = smooth > Explodes * least;
            optimizer.Step();
        }
        return Judge(trials, diverged);
    }

    /// <summary>Reads rates off the curve; the first tenth of the steps is left out, where the running mean has seen little.</summary>
    internal static RateSearch Judge(IReadOnlyList<RateTrial> trials, bool diverged)
    {
        int first = trials.Count / 10;
        (int minimum, int steepest, double slope) = (first, -1, 0);
        for (int i = first; i < trials.Count; i++)
        {
            if (trials[i].Smooth < trials[minimum].Smooth) minimum = i;
            if (i == first || i + 1 == trials.Count) continue;
            double change = trials[i + 1].Smooth - trials[i - 1].Smooth; // per step of the logarithm, all steps being equal
            if (change < slope) (slope, steepest) = (change, i);
        }
        return new RateSearch(trials, steepest < 0 ? null : trials[steepest].Rate, trials[minimum].Rate, diverged);
    }

    static IEnumerable<TextBatch> Endless(EncodedCorpus rows, TrainingRecipe training, Rng shuffle)
    {
        var sampler = new BatchSampler(rows, new BatchOptions { BatchSize = training.BatchSize, PoolBatches = training.BucketBatches }, shuffle);
        while (rows.Count > 0)
        {
            foreach (TextBatch batch in sampler.Epoch()) yield return batch;
        }
    }
}
