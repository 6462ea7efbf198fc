namespace Unfold.Training;

/// <summary>One of several experiments that stand side by side.</summary>
/// <param name="Name">What tells it from the others: a recipe's name, or settings as they are typed.</param>
/// <param name="Recipe">What is trained.</param>
public sealed record RecipeVariant(string Name, Recipe Recipe)
{
    /// <summary>The same experiment with so many seeds, from its own one upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public IReadOnlyList<Recipe> Seeded(int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        return [.. Enumerable.Range(0, seeds).Select(i => Recipe with { Seed = Recipe.Seed + (ulong)i })];
    }
}
