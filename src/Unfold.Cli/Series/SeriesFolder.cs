using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>The folder of a series: whether one begins there or goes on, and with which plan.</summary>
static class SeriesFolder
{
    /// <summary>Trains a series, or goes on with the one in <c>--out</c>, and puts its runs side by side.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="asked">What to train; nothing where a series is to go on with what it was begun with.</param>
    /// <param name="name">The name of a new folder, where none is named.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where it is seen.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<SeriesRow> Train(string verb, IReadOnlyList<RecipeVariant>? asked, Func<string> name, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        bool goesOn = arguments.GetValue(TrainingOptions.Resume);
        string? place = arguments.GetValue(TrainingOptions.Out);
        if (goesOn && place is null) throw new UsageException($"{verb}: expected --out DIR with --resume, got none. Name the folder that is to be gone on with.");
        if (asked is null && !Directory.Exists(place)) throw new DataException($"{place}: expected the folder of several runs ({SeriesPlan.FileName}) to go on with, got no such folder. Check the path, or name what to train.");
        string folder = place ?? RunPaths.New(name());
        using RunLock held = RunLock.Take(RunFolder.Create(folder).Path);
        SeriesPlan plan = goesOn ? GoOn(verb, folder, asked, arguments, terminal) : Begin(Plan(verb, folder, asked!, arguments), folder);
        var series = new SeriesRunner(arguments, terminal, folder, plan, goesOn);
        IReadOnlyList<SeriesRow> rows = series.Run(cancellation);
        series.Finish(rows, !arguments.GetValue(TrainingOptions.NoReport));
        return rows;
    }

    /// <summary>Refuses settings that would come on top of what a series was begun with.</summary>
    public static void ExpectNoSettings(string verb, ParseResult arguments, string what)
    {
        foreach (Option option in (Option[])[TrainingOptions.Set, TrainingOptions.Epochs, TrainingOptions.Seed, TrainingOptions.Seeds])
        {
            if (arguments.GetResult(option) is { Implicit: false })
                throw new UsageException($"{verb}: expected {what} together with {option.Name}, got none. To go on with what is in --out, leave out {option.Name} too, or repeat the whole command with --resume.");
        }
    }

    static SeriesPlan Begin(SeriesPlan plan, string folder)
    {
        plan.Write(folder);
        return plan;
    }

    static SeriesPlan GoOn(string verb, string folder, IReadOnlyList<RecipeVariant>? asked, ParseResult arguments, Terminal terminal)
    {
        if (SeriesPlan.Find(folder) is { } begun)
        {
            if (begun.Verb != verb) throw new UsageException($"{verb}: expected a folder that {verb} began in with --resume, got one of {begun.Verb}. Go on with: {RunPaths.GoOn(begun.Verb, folder, arguments.GetValue(TrainingOptions.DataFolder))}");
            if (asked is not null) begun.ExpectSame(Plan(verb, folder, asked, arguments, begun.Seeds), folder);
            return begun;
        }
        string[] there = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Where(entry => !entry.StartsWith('.') && !entry.StartsWith($"{SeriesPlan.FileName}.", StringComparison.Ordinal))];
        if (there.Length > 0 || asked is null)
            throw new DataException($"{folder}: expected the folder of several runs ({SeriesPlan.FileName}) to go on with, got {(there.Length == 0 ? "an empty one" : $"none with {string.Join(", ", there.Order(StringComparer.Ordinal).Take(3))}")}. Check the path, or train anew without --resume.");
        terminal.Tell($"{folder}: nothing to go on from; all runs begin at their beginning.");
        return Begin(Plan(verb, folder, asked, arguments), folder);
    }

    /// <param name="verb">The verb.</param>
    /// <param name="folder">The series' folder.</param>
    /// <param name="asked">What to train.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="seeds">Seeds of each where the command line does not say.</param>
    static SeriesPlan Plan(string verb, string folder, IReadOnlyList<RecipeVariant> asked, ParseResult arguments, int seeds = 1)
    {
        if (arguments.GetResult(TrainingOptions.Seeds) is { Implicit: false }) seeds = arguments.GetValue(TrainingOptions.Seeds);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return new SeriesPlan
        {
            Verb = verb,
            Seeds = seeds,
            Experiments = [.. asked.Select(variant => new SeriesExperiment(
                variant.Name, JsonElement.Parse(variant.Recipe.ToJson()), [.. variant.Seeded(seeds).Select(recipe => RunPaths.Free(folder, SeriesRunner.NameOf(variant, recipe, seeds), taken))]))],
        };
    }
}
