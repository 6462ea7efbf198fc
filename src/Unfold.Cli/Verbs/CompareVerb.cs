using System.CommandLine;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>compare RECIPE…</c>: trains each and puts them side by side in one table and one report.</summary>
sealed class CompareVerb : Verb
{
    readonly Argument<string[]> _recipes = new("RECIPE") { Description = "Built-in recipes (see 'unfold recipes') or JSON files", Arity = ArgumentArity.ZeroOrMore };

    public CompareVerb()
        : base("compare", "Trains several recipes and puts them side by side in one table and one report")
    {
        Add(_recipes);
        TrainingOptions.AddSeriesTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        SeriesFolder.Train("compare", Variants(arguments), () => "compare", arguments, terminal, cancellation);
        return ExitCodes.Fine;
    }

    /// <returns>Nothing where the recipes are those that were begun with.</returns>
    RecipeVariant[]? Variants(ParseResult arguments)
    {
        string[] names = arguments.GetValue(_recipes) ?? [];
        if (names.Length == 0)
        {
            if (!arguments.GetValue(TrainingOptions.Resume)) throw new UsageException("compare: expected at least one recipe, got none. 'unfold recipes' lists the built-in ones; with --out and --resume a comparison that was stopped goes on.");
            SeriesFolder.ExpectNoSettings("compare", arguments, "the recipes");
            return null;
        }
        RecipeVariant[] variants = [.. names.Select(name => TrainingOptions.Apply(RecipeReader.Open(name), arguments).Resolve()).Select(resolved => new RecipeVariant(resolved.Recipe.Name, resolved))];
        if (variants.GroupBy(variant => variant.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"compare: expected recipes with different names, got \"{twice.Key}\" {twice.Count()} times. Give one of them another name; for the same recipe with several seeds there is --seeds, with several settings 'unfold sweep'.");
        return variants;
    }
}
