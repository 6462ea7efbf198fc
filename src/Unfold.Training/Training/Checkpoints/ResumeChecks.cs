using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Tells whether a run may go on: only with the recipe and the data that it was begun with.</summary>
static class ResumeChecks
{
    /// <summary>The recipe is the same in every setting.</summary>
    /// <param name="run">The run's folder, for the message.</param>
    /// <param name="before">The recipe's JSON then.</param>
    /// <param name="now">The recipe's JSON now.</param>
    /// <exception cref="RecipeException">A setting differs.</exception>
    public static void SameRecipe(string run, string before, string now)
    {
        if (Differences(before, now) is not { } differences) return;
        throw new RecipeException($"{run}: expected the recipe that the run was begun with, got another one: {differences}. Leave the recipe out to go on with the one of the run, or train anew without --resume.");
    }

    /// <summary>The settings in which two recipes differ, in words; nothing where they do not.</summary>
    public static string? Differences(string before, string now)
    {
        SortedDictionary<string, string> then = Settings(before), today = Settings(now);
        string[] differences = [.. then.Keys.Union(today.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(path => then.GetValueOrDefault(path) != today.GetValueOrDefault(path))
            .Select(path => $"{path} was {then.GetValueOrDefault(path, "not there")} and is {today.GetValueOrDefault(path, "not there")}")];
        if (differences.Length == 0) return null;
        const int most = 5;
        string more = differences.Length > most ? $" and {differences.Length - most} more" : "";
        return $"{string.Join("; ", differences.Take(most))}{more}";
    }

    /// <summary>The data is the same.</summary>
    /// <param name="run">The run's folder, for the message.</param>
    /// <param name="before">Fingerprints of the files then.</param>
    /// <param name="now">Fingerprints of the files now.</param>
    /// <param name="same">Whether what was made of them is the same.</param>
    /// <exception cref="DataException">It is not.</exception>
    public static void SameData(string run, IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string>? now, bool same)
    {
        if (same) return;
        string[] changed = [.. (before ?? new Dictionary<string, string>()).Where(file => now?.GetValueOrDefault(file.Key) != file.Value).Select(file => file.Key)];
        string what = changed.Length > 0 ? $"another {string.Join(" and another ", changed)}" : "other texts or other labels";
        throw new DataException($"{run}: expected the data that the run was begun with, got {what}. Put it back as it was, or train anew without --resume.");
    }

    /// <summary>The document of a run that is finished already, if it is; or, where that is asked for, of one whose numbers stopped being finite.</summary>
    /// <exception cref="RecipeException">It is, but of another recipe.</exception>
    /// <exception cref="DamagedFileException">Nobody can tell, and there is no checkpoint either.</exception>
    public static RunDocument? Finished(string path, Recipe recipe, bool orDiverged = false)
    {
        if (!File.Exists(Path.Combine(path, "run.json"))) return null;
        RunFolder folder = RunFolder.Open(path);
        RunDocument run;
        try
        {
            run = folder.Read();
        }
        catch (DamagedFileException) when (new CheckpointFolder(folder.CheckpointFolder).Any)
        {
            return null; // a finished run has none: the document is written anew from the checkpoint
        }
        if (run.Status != RunStatus.Finished && !(orDiverged && run.Status == RunStatus.Diverged)) return null;
        if (run.Settings is { } settings) SameRecipe(folder.Path, settings.GetRawText(), recipe.ToJson());
        return run;
    }

    static SortedDictionary<string, string> Settings(string json)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        Add(document.RootElement, "", all);
        return all;
    }

    static void Add(JsonElement element, string path, SortedDictionary<string, string> all)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            all[path] = element.GetRawText();
            return;
        }
        foreach (JsonProperty property in element.EnumerateObject()) Add(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", all);
    }
}
