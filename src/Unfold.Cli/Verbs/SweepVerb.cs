using System.CommandLine;
using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>sweep RECIPE --grid path=v1,v2</c>: every combination of settings, each from a fresh start.</summary>
sealed class SweepVerb : Verb
{
    /// <summary>More combinations are a mistake more often than a wish.</summary>
    const int Most = 1000;

    readonly Argument<string> _recipe = new("RECIPE") { Description = "A built-in recipe (see 'unfold recipes') or a JSON file" };

    readonly Option<string[]> _grid = new("--grid")
    {
        Description = "A setting and its values, such as training.learningRate=0.1,0.01,0.001; repeatable: then every combination",
        HelpName = "path=v1,v2",
        Arity = ArgumentArity.OneOrMore,
        Required = true,
    };

    public SweepVerb()
        : base("sweep", "Trains a recipe with every combination of some settings, each from a fresh start")
    {
        Add(_recipe);
        Add(_grid);
        Add(TrainingOptions.Seeds);
        TrainingOptions.AddTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        string name = arguments.GetRequiredValue(_recipe);
        var grid = new SweepGrid(arguments.GetRequiredValue(_grid));
        if (grid.Count > Most) throw new UsageException($"sweep: expected at most {Most} combinations, got {grid.Count}. Give fewer values, or sweep one setting after the other.");
        IReadOnlyList<RecipeVariant> variants = grid.Expand(() => TrainingOptions.Apply(RecipeReader.Open(name), arguments));
        string folder = arguments.GetValue(TrainingOptions.Out) ?? RunPaths.New($"sweep-{variants[0].Recipe.Name}");
        using RunLock held = RunLock.Take(RunFolder.Create(folder).Path);
        var series = new SeriesRunner(arguments, terminal, folder, arguments.GetValue(TrainingOptions.Seeds));
        IReadOnlyList<SeriesRow> rows = series.Run(variants, cancellation);
        series.Finish(rows, !arguments.GetValue(TrainingOptions.NoReport));
        if (rows.Where(row => row.BestLoss is not null).MinBy(row => row.BestLoss) is { } best && !terminal.Json)
            terminal.Write($"Best by validation loss: {best.Recipe}");
        return ExitCodes.Fine;
    }
}
