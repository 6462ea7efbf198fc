namespace Unfold.Training;

/// <summary>A recipe put together from its parts, and where each value came from.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Sources">For every setting that is not a default: its path, and the file and line, variable or option that set it last.</param>
public sealed record ResolvedRecipe(Recipe Recipe, IReadOnlyDictionary<string, string> Sources);
