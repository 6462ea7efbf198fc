using System.Text.Json;

namespace Unfold.Training;

/// <summary>An experiment of a <see cref="SeriesPlan"/>.</summary>
/// <param name="Name">What tells it from the others.</param>
/// <param name="Settings">Its recipe, every setting.</param>
/// <param name="Folders">The folders of its runs inside that of the series, a seed each.</param>
public sealed record SeriesExperiment(string Name, JsonElement Settings, IReadOnlyList<string> Folders)
{
    /// <summary>The experiment as it is trained.</summary>
    /// <param name="place">Where it was read, for errors.</param>
    /// <exception cref="RecipeException">The settings are none of this version.</exception>
    public RecipeVariant Variant(string place) => new(Name, new RecipeReader().AddJson(Settings.GetRawText(), place).Resolve());
}
