using System.Text.Json;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The document <c>model.json</c> of a tagger: with the weights, all that tagging needs.</summary>
sealed record TaggerFile
{
    public const int CurrentVersion = 1;

    /// <summary>The version of the layout.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>What tells the file from a classifier's.</summary>
    public string? Task { get; init; }

    /// <summary>The tags, in the order of their numbers.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The number of the tag most frequent in training.</summary>
    public int Majority { get; init; }

    /// <summary>Every setting of the recipe.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>The words.</summary>
    public VocabularyDocument? Words { get; init; }

    /// <summary>The characters.</summary>
    public VocabularyDocument? Characters { get; init; }

    /// <summary>The words with a fixed vector; left out where there are none.</summary>
    public VocabularyDocument? Vectors { get; init; }

    /// <summary>Numbers in a fixed vector; 0 where there are none.</summary>
    public int VectorWidth { get; init; }

    public static void Write(string path, Recipe recipe, TaggerVocabulary vocabulary, int majority, int vectorWidth)
    {
        var document = new TaggerFile
        {
            Task = "tagging", Tags = vocabulary.Tags.Names, Majority = majority, Recipe = JsonElement.Parse(recipe.ToJson()),
            Words = vocabulary.Words.ToDocument(), Characters = vocabulary.Characters.ToDocument(), Vectors = vocabulary.Vectors?.ToDocument(), VectorWidth = vectorWidth,
        };
        AtomicFile.WriteText(path, JsonSerializer.Serialize(document, ModelFileJson.Default.TaggerFile) + "\n");
    }

    /// <summary>Whether a folder holds a tagger; a file that cannot be read is left to its reader to complain of.</summary>
    public static bool IsIn(string folder)
    {
        string path = Path.Combine(folder, "model.json");
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(DocumentFile.ReadText(path, "the description of a model"), ModelFileJson.Default.TaggerFile) is { Task: "tagging" };
        }
        catch (Exception error) when (error is JsonException or DamagedFileException)
        {
            return false;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the weights are fresh ones.</summary>
    public static TextTagger Read(string path)
    {
        if (!File.Exists(path))
            throw new DataException($"{path}: expected the description of a trained tagger, got no such file. Check the path; it is the folder of a run or of a saved tagger.");
        string text = DocumentFile.ReadText(path, "the description of a tagger");
        try
        {
            TaggerFile? document = JsonSerializer.Deserialize(text, ModelFileJson.Default.TaggerFile);
            if (document is not { Task: "tagging", Tags: { } tags, Words: { } words, Characters: { } characters, Recipe: { ValueKind: JsonValueKind.Object } settings })
                throw Damaged(path, "expected tags, recipe, words and characters, got a file without one of them", null);
            if (document.SchemaVersion != CurrentVersion)
                throw new DamagedFileException($"{path}: expected schemaVersion {CurrentVersion}, got {document.SchemaVersion}. Another version of Unfold wrote it; use that version, or train again.");
            Recipe recipe = new RecipeReader().AddJson(settings.GetRawText(), "recipe").ResolveWithoutData().Recipe;
            var vocabulary = new TaggerVocabulary(Vocabulary.FromDocument(words, path), Vocabulary.FromDocument(characters, path), new LabelSet(tags), document.Vectors is { } fixedWords ? Vocabulary.FromDocument(fixedWords, path) : null, recipe.Tagging.LowerCase);
            if ((uint)document.Majority >= (uint)tags.Count || vocabulary.Words.DefaultIndex is null || vocabulary.Characters.DefaultIndex is null || vocabulary.Vectors is { DefaultIndex: null } || (vocabulary.Vectors is not null && document.VectorWidth is < 1 or > 65536))
                throw Damaged(path, "expected a majority among the tags and vocabularies with an unknown token, got others", null);
            if (vocabulary.Words.Count == 0 || vocabulary.Characters.Count == 0 || (recipe.Tagging.Plain && recipe.Seed > uint.MaxValue))
                throw Damaged(path, "expected words, characters and, of the lab's model, a seed below 2³², got others", null);
            ModelSize.ThrowIfBeyondFile(ModelSize.Of(recipe, vocabulary.Words.Count, vocabulary.Characters.Count, tags.Count, vocabulary.Vectors is { } wide ? (wide.Count, document.VectorWidth) : null), path);
            var network = new TaggerNetwork(recipe, vocabulary.Words.Count, vocabulary.Characters.Count, tags.Count, new Rng(recipe.Seed), vocabulary.Vectors is { } held ? (held.Count, document.VectorWidth) : null);
            return new TextTagger(recipe, network, vocabulary, document.Majority);
        }
        catch (JsonException error)
        {
            throw Damaged($"{path}:{(error.LineNumber ?? 0) + 1}", "expected the description of a tagger in JSON, got something else", error);
        }
        catch (Exception error) when (error is RecipeException or DataException)
        {
            throw Damaged(path, error.Message.TrimEnd('.'), error);
        }
    }

    static DamagedFileException Damaged(string where, string fault, Exception? inner) =>
        new($"{where}: {fault}. The file is damaged or was not written by Unfold; restore it, or train again.", inner);
}
