using System.Text.Json;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>What a series of runs is to do. It stands in <c>series.json</c> of the series' folder before the first run begins: with it the series goes on after it was stopped.</summary>
public sealed record SeriesPlan
{
    /// <summary>The file's name.</summary>
    public const string FileName = "series.json";

    const int Version = 1;

    /// <summary>The version of the document.</summary>
    public int SchemaVersion { get; init; } = Version;

    /// <summary>What began it: <c>compare</c>, <c>sweep</c> or <c>train</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>Seeds of each experiment.</summary>
    public required int Seeds { get; init; }

    /// <summary>The experiments, in their order.</summary>
    public required IReadOnlyList<SeriesExperiment> Experiments { get; init; }

    /// <summary>Writes it into the folder; a reader sees the old or the new document, never half of one.</summary>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, SeriesJson.Documents.SeriesPlan) + "\n");

    /// <summary>The plan of a folder; nothing where no series was begun there.</summary>
    /// <exception cref="DamagedFileException">It is not a plan that this version reads.</exception>
    public static SeriesPlan? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        SeriesPlan plan;
        try
        {
            plan = JsonSerializer.Deserialize(DocumentFile.ReadText(path, "the plan of a series"), SeriesJson.Documents.SeriesPlan) ?? throw new JsonException("expected an object, got null.");
        }
        catch (JsonException error)
        {
            throw new DamagedFileException($"{path}: expected the plan of a series, got something else: {error.Message} Train anew without --resume.", error);
        }
        if (plan.SchemaVersion != Version) throw new DamagedFileException($"{path}: expected version {Version} of the plan of a series, got {plan.SchemaVersion}. Another version of Unfold wrote it; train anew without --resume.");
        string[] folders = [.. plan.Experiments.SelectMany(experiment => experiment.Folders)];
        if (plan.Experiments.Any(experiment => experiment.Folders.Count != plan.Seeds) || folders.Length == 0 || !folders.All(IsName) || folders.Distinct(StringComparer.Ordinal).Count() < folders.Length)
            throw new DamagedFileException($"{path}: expected for each experiment {plan.Seeds} folders inside this one, each named once, got others. Train anew without --resume.");
        return plan;
    }

    /// <summary>Makes sure that what is asked for is what was begun.</summary>
    /// <param name="asked">What is asked for; its folders are not looked at.</param>
    /// <param name="folder">The series' folder, for the message.</param>
    /// <exception cref="RecipeException">It is something else.</exception>
    public void ExpectSame(SeriesPlan asked, string folder)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Difference(asked) is { } difference)
            throw new RecipeException($"{folder}: expected what was begun there, got something else: {difference}. Leave out the recipes and their settings to go on with it as it was begun, or choose another folder with --out.");
    }

    string? Difference(SeriesPlan asked)
    {
        if (Verb != asked.Verb) return $"{Verb} began it, and {asked.Verb} is to go on with it";
        if (Names != asked.Names) return $"it trains {Names}, and {asked.Names} was asked for";
        if (Seeds != asked.Seeds) return $"it has {Seeds} {(Seeds == 1 ? "seed" : "seeds")}, and {asked.Seeds} were asked for";
        foreach ((SeriesExperiment begun, SeriesExperiment now) in Experiments.Zip(asked.Experiments))
        {
            if (ResumeChecks.Differences(begun.Settings.GetRawText(), now.Settings.GetRawText()) is { } settings) return $"{begun.Name}: {settings}";
        }
        return null;
    }

    string Names => string.Join(", ", Experiments.Select(experiment => experiment.Name));

    static bool IsName(string folder) => folder.Length > 0 && folder is not ("." or "..") && folder.IndexOfAny(['/', '\\', '\0', ':']) < 0;
}
