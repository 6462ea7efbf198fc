using System.CommandLine;
using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>compare RECIPE…</c>: trains each and puts them side by side in one table and one report.</summary>
sealed class CompareVerb : Verb
{
    readonly Argument<string[]> _recipes = new("RECIPE") { Description = "Built-in recipes (see 'unfold recipes') or JSON files", Arity = ArgumentArity.OneOrMore };

    public CompareVerb()
        : base("compare", "Trains several recipes and puts them side by side in one table and one report")
    {
        Add(_recipes);
        Add(TrainingOptions.Seeds);
        TrainingOptions.AddTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        string[] names = arguments.GetRequiredValue(_recipes);
        RecipeVariant[] variants = [.. names.Select(name => TrainingOptions.Apply(RecipeReader.Open(name), arguments).Resolve()).Select(resolved => new RecipeVariant(resolved.Recipe.Name, resolved))];
        if (variants.GroupBy(variant => variant.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"compare: expected recipes with different names, got \"{twice.Key}\" {twice.Count()} times. Give one of them another name; for the same recipe with several seeds there is --seeds, with several settings 'unfold sweep'.");
        string folder = arguments.GetValue(TrainingOptions.Out) ?? RunPaths.New("compare");
        using RunLock held = RunLock.Take(RunFolder.Create(folder).Path);
        var series = new SeriesRunner(arguments, terminal, folder, arguments.GetValue(TrainingOptions.Seeds));
        series.Finish(series.Run(variants, cancellation), !arguments.GetValue(TrainingOptions.NoReport));
        return ExitCodes.Fine;
    }
}
