using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Tells the part of speech of each word of a sentence, or any other tag it was trained on.</summary>
/// <remarks>Safe to share among threads: nothing changes once it is made.</remarks>
public sealed class TextTagger
{
    static readonly TreebankTokenizer Tokenizer = new();
    readonly TaggerVocabulary _vocabulary;
    readonly int _majority;

    internal TextTagger(Recipe recipe, TaggerNetwork network, TaggerVocabulary vocabulary, int majority)
    {
        (Recipe, Network, _vocabulary, _majority) = (recipe, network, vocabulary, majority);
        foreach (Parameter parameter in network.Parameters) _ = parameter.Value; // rows that wait for an update get it now, on one thread
        network.Eval();
    }

    /// <summary>The recipe it was trained by.</summary>
    public Recipe Recipe { get; }

    /// <summary>The network, for reading.</summary>
    public TaggerNetwork Network { get; }

    /// <summary>The tags, in the order of their numbers.</summary>
    public IReadOnlyList<string> Tags => _vocabulary.Tags.Names;

    /// <summary>A sensible recipe for tagging: words and characters, both directions, stopped early.</summary>
    public static Recipe DefaultRecipe { get; } = new()
    {
        Name = "tagger",
        Task = TaskKind.Tagging,
        Summary = "The default tagger: words and characters, read in both directions",
        Text = new TextRecipe { VocabularySize = 50_000, MinCount = 2 },
        Model = new ModelRecipe { Cell = CellKind.Lstm, Embedding = 100, EmbeddingDeviation = 0.1, Hidden = 128, Layers = 1, Bidirectional = true, EmbeddingDropout = 0.5, Dropout = 0.5 },
        Training = new TrainingRecipe { Epochs = 20, BatchSize = 32, BucketBatches = 10, LearningRate = 2e-3, ClipNorm = 5, Schedule = ScheduleKind.Cosine, Patience = 5, MinGain = 1e-4, Monitor = Monitor.Accuracy },
    };

    /// <summary>Trains on tagged sentences; the weights of the epoch with the best accuracy on validation are kept.</summary>
    /// <param name="train">Sentences to learn from.</param>
    /// <param name="validation">Sentences that judge every epoch.</param>
    /// <param name="recipe">Model and training. <value>Default: <see cref="DefaultRecipe"/>.</value></param>
    /// <param name="progress">Hears how far it is, and of every epoch.</param>
    /// <param name="cancellation">Ends the training at the next batch.</param>
    /// <exception cref="DataException">There is one tag only.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite.</exception>
    public static TextTagger Train(TaggedCorpus train, TaggedCorpus validation, Recipe? recipe = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        recipe ??= DefaultRecipe with { Inspection = new InspectionRecipe { Enabled = false } };
        return Trainer.TrainTagger(recipe, new TaggingData("sentences", train, validation), null, progress, cancellation).Tagger;
    }

    /// <summary>The number of a word as the network knows it.</summary>
    internal int IdOf(string word) => _vocabulary.IdOf(word);

    /// <summary>Cuts a sentence into words (see <see cref="TreebankTokenizer"/>) and tags each.</summary>
    /// <param name="text">One sentence.</param>
    public IReadOnlyList<TaggedWord> Tag(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = Tokenizer.Tokenize(text);
        return [.. words.Zip(Tag(words), (word, tag) => new TaggedWord(word, tag))];
    }

    /// <summary>The tag of every word of a sentence.</summary>
    public IReadOnlyList<string> Tag(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return TagAll([words])[0];
    }

    /// <summary>The tag of every word of some sentences; a sentence without a word has none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TagAll(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        TaggerRows rows = new([.. sentences.Select(words => new TaggedSentence(words, [.. words.Select(_ => "")]))], _vocabulary);
        return [.. Answers(rows, default).Select(tags => tags.Select(tag => Tags[tag]).ToArray())];
    }

    /// <summary>How well the tagger does on tagged sentences.</summary>
    public TaggerEvaluation Evaluate(TaggedCorpus corpus, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        TaggerRows rows = new(corpus.Sentences, _vocabulary);
        return TaggerJudge.Evaluate(corpus.Sentences, rows, Answers(rows, cancellation), _vocabulary, _majority, cancellation);
    }

    int[][] Answers(TaggerRows rows, CancellationToken cancellation) => TaggerJudge.Answers(Network, rows, _vocabulary.Words.DefaultIndex!.Value, cancellation);

    /// <summary>Writes the tagger to a folder: <c>model.json</c> and <c>model.safetensors</c>.</summary>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Save(RunFolder.Create(folder));
    }

    /// <summary>Reads a tagger from a folder that <see cref="Save(string)"/> or a run wrote.</summary>
    /// <exception cref="DataException">There is no tagger in the folder.</exception>
    /// <exception cref="DamagedFileException">A file is damaged or of another version.</exception>
    public static TextTagger Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string description = Path.Combine(folder, "model.json"), weights = Path.Combine(folder, "model.safetensors");
        if (File.Exists(description) && !File.Exists(weights))
            throw new DataException($"{weights}: expected the weights of a trained tagger, got no such file. Train the run again; a run has weights when it ends.");
        TextTagger tagger = TaggerFile.Read(description);
        tagger.Network.LoadSafetensors(weights);
        FiniteWeights.ThrowIfNot(tagger.Network, weights);
        return tagger;
    }

    /// <summary>Whether a folder holds a tagger, and not a classifier.</summary>
    public static bool IsIn(string folder) => TaggerFile.IsIn(folder);

    internal void Save(RunFolder folder)
    {
        TaggerFile.Write(folder.ModelFile, Recipe, _vocabulary, _majority, Network.VectorWidth);
        Network.SaveSafetensors(folder.WeightsFile);
    }
}
