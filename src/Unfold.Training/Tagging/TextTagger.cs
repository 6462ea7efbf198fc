using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Tells the part of speech of each word of a sentence, or any other tag it was trained on.</summary>
/// <remarks>Safe to share among threads: nothing changes once it is made.</remarks>
public sealed class TextTagger
{
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
        Summary = "The default tagger: words and characters, read in both directions",
        Text = new TextRecipe { VocabularySize = 50_000, MinCount = 2 },
        Model = new ModelRecipe { Cell = CellKind.Lstm, Embedding = 100, EmbeddingDeviation = 0.1, Hidden = 128, Layers = 1, Bidirectional = true, EmbeddingDropout = 0.5, Dropout = 0.5 },
        Training = new TrainingRecipe { Epochs = 20, BatchSize = 32, BucketBatches = 10, LearningRate = 2e-3, ClipNorm = 5, Schedule = ScheduleKind.Cosine, Patience = 5, MinGain = 1e-4, Monitor = Monitor.Accuracy },
    };

    /// <summary>Trains on tagged sentences; the weights of the epoch with the best accuracy on validation are kept.</summary>
    /// <param name="train">Sentences to learn from.</param>
    /// <param name="validation">Sentences that judge every epoch.</param>
    /// <param name="recipe">Model and training. <value>Default: <see cref="DefaultRecipe"/>.</value></param>
    /// <param name="epochDone">Hears of every epoch.</param>
    /// <param name="cancellation">Ends the training at the next batch.</param>
    /// <exception cref="DataException">There is one tag only.</exception>
    /// <exception cref="DivergedException">The loss or the gradients stopped being finite.</exception>
    public static TextTagger Train(TaggedCorpus train, TaggedCorpus validation, Recipe? recipe = null, Action<EpochDocument>? epochDone = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        recipe ??= DefaultRecipe;
        var rng = new Rng(recipe.Seed);
        TaggerVocabulary vocabulary = TaggerVocabulary.Of(train, recipe);
        TaggerRows rows = new(train.Sentences, vocabulary), held = new(validation.Sentences, vocabulary);
        var network = new TaggerNetwork(recipe, vocabulary.Words.Count, vocabulary.Characters.Count, vocabulary.Tags.Count, rng.Fork("model"));
        int unknown = vocabulary.Words.DefaultIndex!.Value;
        int majority = rows.Tags.SelectMany(tags => tags).CountBy(tag => tag).MaxBy(entry => entry.Value).Key;
        var trainer = new TaggerTrainer(recipe, network, rows, unknown, rng);
        var stopping = new EarlyStopping(recipe.Training.Patience, recipe.Training.MinGain, higherIsBetter: true);
        OrderedDictionary<string, Tensor> best = network.CopyState();
        for (int epoch = 0; epoch < recipe.Training.Epochs && !stopping.Over; epoch++)
        {
            network.Train();
            EpochResult result = TrainEpoch(trainer, epoch, cancellation);
            network.Eval();
            TaggerEvaluation judged = TaggerJudge.Evaluate(validation.Sentences, held, TaggerJudge.Answers(network, held, unknown, cancellation), vocabulary, majority);
            if (stopping.Judge(epoch, judged.Accuracy)) best = network.CopyState();
            epochDone?.Invoke(new EpochDocument
            {
                Epoch = epoch, Train = result.Metrics, Validation = new MetricValues { [MetricNames.Accuracy] = judged.Accuracy, ["unknownAccuracy"] = judged.UnknownAccuracy, ["sentenceAccuracy"] = judged.SentenceAccuracy },
                Seconds = result.Seconds, TokensPerSecond = result.TokensPerSecond, Steps = result.Steps, LearningRate = result.LearningRate, ClippedShare = result.ClippedShare,
            });
        }
        network.LoadState(best, "best weights");
        return new TextTagger(recipe, network, vocabulary, majority);
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
        return TaggerJudge.Evaluate(corpus.Sentences, rows, Answers(rows, cancellation), _vocabulary, _majority);
    }

    int[][] Answers(TaggerRows rows, CancellationToken cancellation) => TaggerJudge.Answers(Network, rows, _vocabulary.Words.DefaultIndex!.Value, cancellation);

    static EpochResult TrainEpoch(TaggerTrainer trainer, int epoch, CancellationToken cancellation)
    {
        try
        {
            return trainer.TrainEpoch(cancellation);
        }
        catch (NotFiniteException fault)
        {
            throw new DivergedException($"Tagging, epoch {epoch}, step {fault.Step}: expected finite numbers, but {fault.Message}. Lower training.learningRate or clip gradients with training.clipNorm.", fault);
        }
    }
}
