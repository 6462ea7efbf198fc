using System.CommandLine;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>sweep RECIPE --grid path=v1,v2</c>: every combination of settings, each from a fresh start.</summary>
sealed class SweepVerb : Verb
{
    /// <summary>More combinations are a mistake more often than a wish.</summary>
    const int Most = 1000;

    readonly Argument<string?> _recipe = new("RECIPE") { Description = "A built-in recipe (see 'unfold recipes') or a JSON file", Arity = ArgumentArity.ZeroOrOne };

    readonly Option<string[]> _grid = new("--grid")
    {
        Description = "A setting and its values, such as training.learningRate=0.1,0.01,0.001; repeatable: then every combination",
        HelpName = "path=v1,v2",
        Arity = ArgumentArity.OneOrMore,
    };

    public SweepVerb()
        : base("sweep", "Trains a recipe with every combination of some settings, each from a fresh start")
    {
        Add(_recipe);
        Add(_grid);
        TrainingOptions.AddSeriesTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        IReadOnlyList<RecipeVariant>? variants = Variants(arguments);
        IReadOnlyList<SeriesRow> rows = SeriesFolder.Train("sweep", variants, () => $"sweep-{variants![0].Recipe.Name}", arguments, terminal, cancellation);
        if (rows.Where(row => row.BestLoss is not null).MinBy(row => row.BestLoss) is { } best && !terminal.Json)
            terminal.Write($"Best by validation loss: {best.Recipe}");
        return ExitCodes.Fine;
    }

    /// <returns>Nothing where the combinations are those that were begun with.</returns>
    IReadOnlyList<RecipeVariant>? Variants(ParseResult arguments)
    {
        (string? name, string[] axes) = (arguments.GetValue(_recipe), arguments.GetValue(_grid) ?? []);
        if (name is null && axes.Length == 0 && arguments.GetValue(TrainingOptions.Resume))
        {
            SeriesFolder.ExpectNoSettings("sweep", arguments, "the recipe and its --grid");
            return null;
        }
        if (name is null || axes.Length == 0)
            throw new UsageException($"sweep: expected a recipe and --grid path=v1,v2, got {(name is null ? "no recipe" : "no --grid")}. Such as: unfold sweep agnews-lstm --grid training.learningRate=0.1,0.01; with --out and --resume alone a sweep that was stopped goes on.");
        var grid = new SweepGrid(axes);
        if (grid.Count > Most) throw new UsageException($"sweep: expected at most {Most} combinations, got {grid.Count}. Give fewer values, or sweep one setting after the other.");
        return grid.Expand(() => TrainingOptions.Apply(RecipeReader.Open(name), arguments));
    }
}
