using System.Text.Json;

namespace Unfold.Training;

/// <summary>Settings that a task does not look at: set to anything but their default they would promise what does not happen.</summary>
static class UnusedSettings
{
    /// <summary>What a tagger leaves alone; a section's name stands for all its settings.</summary>
    static readonly string[] OfTagging =
    [
        "data.text", "data.delimiter", "data.validationShare", "data.testShare", "data.duplicates", "data.group", "data.splitSeed", "data.repairMojibake", "data.store", "data.sampleRows",
        "text.tokenizer", "text.maxLength", "text.padToLength", "text.truncation", "text.padding", "text.vocabulary", "text.unknown", "text.specials",
        "model.words", "model.vectors", "model.mostVectors", "model.frozen", "model.bigrams", "model.bigramRows", "model.wordDropout", "model.sharedDropout", "model.filters", "model.filterWidth", "model.pool",
        "model.inputNorm", "model.outputNorm", "model.exchanged", "model.readOut", "model.head", "model.headActivation", "model.initialization",
        "training.accumulate", "training.examples", "training.dropLast", "training.classWeights", "training.positiveWeight", "training.labelSmoothing",
        "baselines", "linear", "decision", "inspection.lenses", "inspection.texts", "inspection.probeTexts", "inspection.probeBudget",
    ];

    static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["model.vectors"] = "tagging.vectors", ["model.mostVectors"] = "tagging.mostVectors", ["model.wordDropout"] = "tagging.wordDropout", ["text.maxLength"] = "tagging.longest",
    };

    /// <summary>The settings of a recipe that its task does not look at and that are not as they are by default.</summary>
    public static IEnumerable<(string Path, string Fault)> Of(Recipe recipe)
    {
        var plain = new Recipe();
        (string task, string[] unused) = recipe.Task == TaskKind.Tagging ? ("a tagger", OfTagging) : ("a classifier of texts", ["tagging"]);
        foreach (Setting setting in SettingTable.All.Where(setting => unused.Any(path => setting.Path == path || setting.Path.StartsWith(path + ".", StringComparison.Ordinal))))
        {
            (string got, string standard) = (Written(setting, recipe), Written(setting, plain));
            if (got != standard)
                yield return (setting.Path, $"expected its default {standard}, as {task} does not look at it, got {got}. Leave it out{(Instead.TryGetValue(setting.Path, out string? other) ? $", or set {other}" : "")}");
        }
    }

    static string Written(Setting setting, Recipe recipe)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) setting.WriteValue(writer, recipe);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
