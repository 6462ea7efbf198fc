using System.CommandLine;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Options common to all verbs that train.</summary>
static class TrainingOptions
{
    public static Option<string?> Out { get; } = new("--out")
    {
        Description = "Folder of the run; by default a new one under runs/",
        HelpName = "DIR",
    };

    public static Option<string?> DataFolder { get; } = new("--data-dir")
    {
        Description = "Folder that holds the data sets; else UNFOLD_DATA, else the user's cache folder",
        HelpName = "DIR",
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Any setting of the recipe, such as training.learningRate=0.01; repeatable",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<int?> Epochs { get; } = new("--epochs") { Description = "The most passes over the training part", HelpName = "N" };

    public static Option<ulong?> Seed { get; } = new("--seed") { Description = "Where initial weights, shuffling and dropout come from", HelpName = "N" };

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads that work on a step; results do not depend on it; by default all processors",
        HelpName = "N",
    };

    public static Option<bool> Resume { get; } = new("--resume") { Description = "Goes on in --out where it was stopped, to the same bytes; the recipe is the one that it was begun with where none is given" };

    public static Option<double?> CheckpointEvery { get; } = new("--checkpoint-every")
    {
        Description = "Seconds between two checkpoints within an epoch, 0 for one after every step; results do not depend on it; by default 60",
        HelpName = "SECONDS",
    };

    public static Option<bool> NoReport { get; } = new("--no-report") { Description = "Writes no report.html" };

    public static Option<int> Seeds { get; } = new("--seeds")
    {
        Description = "Trains with so many seeds, from --seed upwards, and shows mean and standard deviation",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    static TrainingOptions()
    {
        Seeds.Validators.Add(Checks.AtLeastOne);
        Epochs.Validators.Add(Checks.AtLeastOne);
        Threads.Validators.Add(Checks.AtLeastOne);
        CheckpointEvery.Validators.Add(Checks.Seconds);
    }

    /// <summary>Adds those of a series of runs, and all others.</summary>
    public static void AddSeriesTo(Command verb)
    {
        verb.Add(Seeds);
        verb.Add(Resume);
        verb.Add(CheckpointEvery);
        AddTo(verb);
    }

    /// <summary>Adds those that all verbs have that train.</summary>
    public static void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[Out, DataFolder, Set, Epochs, Seed, Threads, NoReport]) verb.Add(option);
    }

    /// <summary>Sets the number of threads for all that the calling thread does.</summary>
    public static void ApplyThreads(ParseResult arguments)
    {
        if (arguments.GetValue(Threads) is { } threads) Execution.Threads = threads;
    }

    /// <summary>Where a run reads and writes.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="place">The run's folder; asked when all else is known, as a folder without a name of its own is made by it.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="sources">Where the recipe's values came from.</param>
    public static TrainOptions Of(Recipe recipe, Func<string> place, ParseResult arguments, IReadOnlyDictionary<string, string>? sources) => new()
    {
        CheckpointEvery = arguments.GetValue(CheckpointEvery) is { } seconds ? TimeSpan.FromSeconds(seconds) : new TrainOptions().CheckpointEvery,
        DataFolder = recipe.Data.Name == "csv" ? null : Text.DataFolder.Resolve(arguments.GetValue(DataFolder)),
        Out = place(),
        Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("unfold")),
        Sources = sources,
    };

    /// <summary>Puts the options on top of what the recipe says: environment first, then <c>--set</c>, then options of their own.</summary>
    public static RecipeReader Apply(RecipeReader reader, ParseResult arguments)
    {
        reader.AddEnvironment();
        foreach (string assignment in arguments.GetValue(Set) ?? []) reader.Set(assignment);
        if (arguments.GetValue(Epochs) is { } epochs) reader.Set("training.epochs", $"{epochs}", "--epochs");
        if (arguments.GetValue(Seed) is { } seed) reader.Set("seed", $"{seed}", "--seed");
        return reader;
    }
}
