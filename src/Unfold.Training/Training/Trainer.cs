using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Trains what a recipe describes.</summary>
/// <remarks>
/// The same recipe and seed give the same bytes, whatever the number of threads. With an output folder, everything done so far
/// is on disk at any time: a line an epoch in <c>metrics.jsonl</c>, the best weights, <c>run.json</c>.
/// </remarks>
public static class Trainer
{
    /// <summary>Reads the recipe's data and trains.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="options">Where to read and write. <value>Default: nothing is written.</value></param>
    /// <param name="progress">Hears how far it is, a few times a second, and of every epoch.</param>
    /// <param name="cancellation">Ends the run at the next batch; what is done so far stays written.</param>
    /// <exception cref="DataException">The data or the output folder cannot be used.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite; the last good weights are kept.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainResult Train(Recipe recipe, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        options ??= new TrainOptions();
        return Train(recipe, (folder, scratch, token) => TrainingData.Open(recipe.Data, folder, scratch, token), options, progress, cancellation);
    }

    /// <summary>Trains on data in memory.</summary>
    /// <param name="recipe">What to do; its data section only says how rows are split where no validation rows are given.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">Where to write. <value>Default: nothing is written.</value></param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends the run at the next batch.</param>
    /// <exception cref="DataException">The data or the output folder cannot be used.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite; the last good weights are kept.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainResult Train(Recipe recipe, TrainingData data, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        return Train(recipe, (_, _, _) => data, options ?? new TrainOptions(), progress, cancellation);
    }

    /// <summary>Reads a recipe's data and trains a classifier or a tagger, as its task is.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="options">Where to read and write. <value>Default: nothing is written.</value></param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends the run at the next batch.</param>
    /// <returns>The run's document.</returns>
    /// <exception cref="DataException">The data or the output folder cannot be used.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RunDocument TrainAny(Recipe recipe, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Task == TaskKind.Tagging
            ? TrainTagger(recipe, options, progress, cancellation).Run
            : Train(recipe, options, progress, cancellation).Run;
    }

    /// <summary>The document of a run that is finished already, so that there is nothing to go on with.</summary>
    /// <param name="recipe">What it was to do.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="orDiverged">Whether a run whose numbers stopped being finite counts as finished: trained again it would come to the same. <value>Default: false.</value></param>
    /// <returns>Nothing where it is not finished, or where there is none.</returns>
    /// <exception cref="RecipeException">It is finished, but did something else.</exception>
    /// <exception cref="DamagedFileException">Its document is damaged, and there is no checkpoint to go on from either.</exception>
    public static RunDocument? FindFinished(Recipe recipe, string folder, bool orDiverged = false)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(folder);
        return ResumeChecks.Finished(folder, recipe, orDiverged);
    }

    /// <exception cref="RecipeException">The recipe tags words.</exception>
    static TrainResult Train(Recipe recipe, Func<string?, ScratchFolder, CancellationToken, TrainingData> open, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellation)
    {
        if (recipe.Task != TaskKind.Classification)
            throw new RecipeException($"{recipe.Name}: expected a recipe whose task is classification, got {recipe.Task.ToString().ToLowerInvariant()}. Trainer.TrainTagger trains taggers.");
        if (options is { Resume: true, Out: { } place } && ResumeChecks.Finished(place, recipe) is { } finished)
            return new TrainResult(finished, TextClassifier.Load(place), RunFolder.Open(place));
        using var run = new TrainingRun(recipe, options, progress, cancellation);
        return run.Go(open);
    }

    /// <summary>Reads a recipe's tagged sentences and trains a tagger.</summary>
    /// <param name="recipe">What to do; its task is tagging.</param>
    /// <param name="options">Where to read and write. <value>Default: nothing is written.</value></param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends the run at the next batch; what is done so far stays written.</param>
    /// <exception cref="DataException">The data or the output folder cannot be used.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TaggerResult TrainTagger(Recipe recipe, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (options is { Resume: true, Out: { } place } && ResumeChecks.Finished(place, recipe) is { } finished)
            return new TaggerResult(finished, TextTagger.Load(place), Test: null, RunFolder.Open(place));
        return TrainTagger(recipe, TaggingData.Open(recipe, options?.DataFolder, cancellation), options, progress, cancellation);
    }

    /// <summary>Trains a tagger on sentences in memory.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="data">The sentences.</param>
    /// <param name="options">Where to write. <value>Default: nothing is written.</value></param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends the run at the next batch.</param>
    /// <exception cref="DataException">The sentences or the output folder cannot be used.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TaggerResult TrainTagger(Recipe recipe, TaggingData data, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        using var run = new TaggingRun(recipe, data, options ?? new TrainOptions(), progress, cancellation);
        return run.Go();
    }
}
