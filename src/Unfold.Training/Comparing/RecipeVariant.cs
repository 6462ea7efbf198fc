namespace Unfold.Training;

/// <summary>One of several experiments that stand side by side.</summary>
/// <param name="Name">What tells it from the others: a recipe's name, or settings as they are typed.</param>
/// <param name="Recipe">What is trained.</param>
public sealed record RecipeVariant(string Name, Recipe Recipe)
{
    /// <summary>An experiment that keeps in mind where its settings came from.</summary>
    public RecipeVariant(string name, ResolvedRecipe resolved)
        : this(name, (resolved ?? throw new ArgumentNullException(nameof(resolved))).Recipe) => Sources = resolved.Sources;

    /// <summary>Where the recipe's values came from, to be recorded with its runs. <value>Default: not known.</value></summary>
    public IReadOnlyDictionary<string, string>? Sources { get; init; }

    /// <summary>The same experiment with so many seeds, from its own one upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public IReadOnlyList<Recipe> Seeded(int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        return [.. Enumerable.Range(0, seeds).Select(i => Recipe with { Seed = Recipe.Seed + (ulong)i })];
    }
}
