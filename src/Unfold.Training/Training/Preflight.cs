using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Examines what a recipe describes before anything is trained: an audit of its data, experiments with its model, and what the rules find in both.</summary>
public static class Preflight
{
    /// <summary>Reads the recipe's data and examines data and model.</summary>
    /// <param name="recipe">What would be trained; <see cref="DoctorRecipe.BudgetSeconds"/> is the time for the model.</param>
    /// <param name="options">Where the data is. <value>Default: nothing is written in any case.</value></param>
    /// <param name="progress">Hears what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A document without epochs: data with audit, model, checks, findings, verdict; its status is <see cref="RunStatus.Checked"/>.</returns>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunDocument Check(Recipe recipe, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Task != TaskKind.Classification)
            throw new RecipeException($"{recipe.Name}: expected a recipe whose task is classification, got {recipe.Task.ToString().ToLowerInvariant()}. Taggers are judged after training: doctor RUN; their gradients by gradcheck {recipe.Name}.");
        options ??= new TrainOptions();
        var reporter = new ProgressReporter(progress, options.ReportEvery);
        reporter.Phase(TrainPhase.Preparing);
        using var scratch = new ScratchFolder();
        return Check(recipe, TrainingData.Open(recipe.Data, options.DataFolder, scratch, cancellation), options, reporter, cancellation);
    }

    /// <summary>Examines data in memory, and the model for it.</summary>
    /// <param name="recipe">What would be trained.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">Nothing is written in any case.</param>
    /// <param name="progress">Hears what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunDocument Check(Recipe recipe, TrainingData data, TrainOptions? options = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainOptions();
        return Check(recipe, data, options, new ProgressReporter(progress, options.ReportEvery), cancellation);
    }

    /// <summary>The run's document with what is known of its data and model by looking at them, and of the memory that training takes.</summary>
    internal static RunDocument Describe(Recipe recipe, RunDocument run, PreparedData data, TextModel network, CancellationToken cancellation)
    {
        AuditDocument audit = DataAudit.Of(data, TrainedModel.Encoding(recipe.Text), recipe.Inspection.Texts, RowSample.Of(recipe), cancellation);
        return run with { Data = RunNotes.Describe(data, cancellation) with { Audit = audit }, Model = RunNotes.Describe(network), Memory = MemoryForecast.Of(recipe, data, network, new Rng(recipe.Seed)) };
    }

    /// <summary>The run's document with the checks of its model, and with what the rules find before training.</summary>
    internal static RunDocument Examine(Recipe recipe, RunDocument run, PreparedData data, ProgressReporter progress, CancellationToken cancellation)
    {
        progress.Phase(TrainPhase.Checking);
        run = run with { Checks = RecipeChecks.Of(recipe, data, run.Data, began: null, cancellation) };
        run = run with { Findings = Rules.Check(run, recipe.Doctor.Limits) };
        progress.Checked(run.Findings);
        return run;
    }

    static RunDocument Check(Recipe recipe, TrainingData rows, TrainOptions options, ProgressReporter progress, CancellationToken cancellation) => Execution.Cancellable(cancellation, () =>
    {
        progress.Phase(TrainPhase.Preparing);
        PreparedData data = PreparedData.Encode(recipe, rows, options.DataFolder, cancellation);
        TextModel network = data.NewNetwork(recipe, new Rng(recipe.Seed).Fork("model"), cancellation);
        RunDocument run = Describe(recipe, RunNotes.Begin(recipe, options), data, network, cancellation);
        run = Examine(recipe, run, data, progress, cancellation) with { Status = RunStatus.Checked };
        return run with { Verdict = Verdict.Of(run), Speed = RunNotes.Speed([], null, progress.Elapsed) };
    });
}
