using Unfold.Text;

namespace Unfold.Training;

/// <summary>The sentences of a run: to train on, to judge every epoch on, and to look at once at the end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Train">Sentences to train on.</param>
/// <param name="Validation">Sentences that judge every epoch.</param>
/// <param name="Test">Sentences that are looked at once, if there are any.</param>
/// <param name="Fingerprints">The files that were read: name to <c>sha256:…</c>.</param>
/// <param name="Vectors">Vectors of words that stay as they are, if there are any.</param>
public sealed record TaggingData(string Name, TaggedCorpus Train, TaggedCorpus Validation, TaggedCorpus? Test = null, IReadOnlyDictionary<string, string>? Fingerprints = null, WordVectors? Vectors = null)
{
    /// <summary>Reads the files that a recipe names: CoNLL-U where the name ends in <c>.conllu</c> (packed or not), else CoNLL with the word first and the tag last.</summary>
    /// <param name="recipe">The files, and which sentences are taken; <c>data.label</c> is <c>upos</c> or <c>xpos</c>.</param>
    /// <param name="dataFolder">The folder of the known data sets; needed where the data is not files of one's own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">A file is missing, or a line of it cannot be read.</exception>
    public static TaggingData Open(Recipe recipe, string? dataFolder = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        DataRecipe data = recipe.Data;
        var fingerprints = new SortedDictionary<string, string>(StringComparer.Ordinal);
        TaggedCorpus train = Read(data.File ?? throw new RecipeException("data.file: expected the path of a file with tagged sentences, got none. Set data.file."));
        TaggedCorpus validation = Read(data.ValidationFile ?? throw new RecipeException("data.validationFile: expected the path of a file with tagged sentences, got none. A tagger is stopped by a file of its own."));
        TaggedCorpus? test = data is { Test: true, TestFile: { } file } ? Read(file) : null;
        return new TaggingData(data.Name, train, validation, test, fingerprints, recipe.Tagging.Vectors is { } vectors ? ReadVectors(vectors) : null);

        WordVectors ReadVectors(string vectors)
        {
            string path = WordVectorsFile.Find(vectors, data.Name == "csv" ? null : dataFolder);
            Print(path);
            return WordVectors.Read(path, recipe.Tagging.MostVectors, keep: null, cancellation);
        }

        void Print(string path) => fingerprints[Path.GetFileName(path)] = Fingerprint.Of(path, cancellation);

        TaggedCorpus Read(string file)
        {
            string path = TrainingData.Locate(data, file, dataFolder);
            string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
            TaggedCorpus corpus = bare.EndsWith(".conllu", StringComparison.OrdinalIgnoreCase) ? new ConlluSource(path, Column(data.Label)).Read(cancellation) : new ConllSource(path).Read(cancellation);
            Print(path);
            TaggingRecipe t = recipe.Tagging;
            return t is { Shortest: 1, Longest: 0, Most: 0 } ? corpus : corpus.Where(t.Shortest, t.Longest == 0 ? int.MaxValue : t.Longest, t.Most == 0 ? int.MaxValue : t.Most);
        }
    }

    static ConlluTag Column(string label) => label switch
    {
        "upos" or "label" => ConlluTag.Upos,
        "xpos" => ConlluTag.Xpos,
        _ => throw new RecipeException($"data.label: expected upos or xpos, the columns of CoNLL-U that hold tags, got \"{label}\"."),
    };
}
