using System.Reflection;

namespace Unfold.Training;

/// <summary>The recipes that come with the library.</summary>
public static class RecipeCatalog
{
    const string Folder = "Unfold.Recipes.";
    static readonly Assembly Home = typeof(RecipeCatalog).Assembly;

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Home.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..^".json".Length])
        .Order(StringComparer.Ordinal)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All => [.. Names.Select(Get)];

    /// <summary>The JSON schema of recipe files.</summary>
    public static string Schema => RecipeWriter.WriteSchema();

    /// <summary>A built-in recipe.</summary>
    /// <exception cref="RecipeException">There is none of that name.</exception>
    public static Recipe Get(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (TryReadText(name) is { } json) return new RecipeReader().AddJson(json, $"recipe {name}").Resolve().Recipe;
        throw new RecipeException(
            $"Recipe {name}: expected one of {string.Join(", ", Names)}, got an unknown name.{NearestName.Hint(name, Names)}");
    }

    /// <summary>The JSON text of a built-in recipe, or nothing.</summary>
    internal static string? TryReadText(string name)
    {
        using Stream? stream = Home.GetManifestResourceStream($"{Folder}{name}.json");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
