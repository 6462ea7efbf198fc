using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Predicts the memory of a run at its peak, once its texts are numbers and before anything is fitted.</summary>
/// <remarks>
/// The parts that depend on the model are counted: weights, copies, gradients and optimizer from the shapes of the parameters, activations from the arena that steps of the same network on small
/// batches take (<see cref="ActivationProbe"/>). Those of texts and linear fits are estimates, and the runtime's is what was measured. The peak is the phase that needs most.
/// </remarks>
sealed class MemoryForecast
{
    /// <summary>The runtime with its compiled code, the youngest objects, and what is read before anything else.</summary>
    const long Runtime = 185L << 20;

    const double Uncollected = 1.2; // objects that are gone and not collected yet
    const double Arena = 1.2; // the ends of its blocks that a large result did not fit into
    const int TextBytes = 22 + 8 + 56; // a string's header, rounded up, and the row that holds it
    const int RowBytes = 12; // a row's place and class
    const long TaggerBatches = 32L << 20; // a tagger's batches are made anew at each step
    const int SentenceBytes = 64; // the lists of a tagged sentence
    const int WordBytes = 150; // of a vocabulary, with its place in a table

    readonly OrderedDictionary<string, OrderedDictionary<string, long>> _phases = new(StringComparer.Ordinal);

    /// <summary>The memory of training a classifier.</summary>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="data">The texts as numbers.</param>
    /// <param name="network">The network.</param>
    /// <param name="rng">The run's; nothing is drawn from it.</param>
    public static MemoryDocument Of(Recipe recipe, PreparedData data, TextModel network, Rng rng)
    {
        BatchExtent trained = BatchExtent.OfTraining(recipe.Training, data.Train, rng.Fork("shuffle"));
        BatchExtent read = ModelRunner.LargestBatch(network, data.Validation);
        if (data.Test is { } test && ModelRunner.LargestBatch(network, test) is var longest && longest.Tokens > read.Tokens) read = longest;
        (ActivationCost training, ActivationCost reading) = ActivationProbe.Of(recipe, data.Labels.Count);
        var weights = new WeightCost(network, recipe.Training, parameter => parameter.Name switch
        {
            "embedding.weight" => trained.Distinct,
            "bigrams.weight" => Math.Min(parameter.Shape.Rows, trained.Tokens),
            _ => null,
        }, recipe.Inspection is { Enabled: true, Cosine: true });
        return new MemoryForecast().Add(recipe, data, weights, (long)(Arena * training.Of(trained)), (long)(Arena * reading.Of(read))).Document();
    }

    /// <summary>The memory of training a tagger.</summary>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="data">The sentences.</param>
    /// <param name="vocabulary">Their words, characters and tags.</param>
    /// <param name="rows">The sentences that are trained on, as numbers.</param>
    /// <param name="held">Those that are held out.</param>
    /// <param name="network">The network.</param>
    public static MemoryDocument OfTagger(Recipe recipe, TaggingData data, TaggerVocabulary vocabulary, TaggerRows rows, TaggerRows held, TaggerNetwork network)
    {
        (long trained, long read, long words, long spellings) = TaggerProbe.Of(recipe, data, vocabulary, rows, held);
        var weights = new WeightCost(network, recipe.Training, parameter => parameter.Name switch
        {
            "embedding.weight" => words,
            "characters.weight" => Math.Min(parameter.Shape.Rows, spellings),
            _ => null,
        }, recipe.Inspection is { Enabled: true, Cosine: true });
        long texts = new[] { data.Train, data.Validation, data.Test }.Sum(corpus => corpus?.Sentences.Sum(sentence => SentenceBytes + sentence.Words.Sum(word => TextBytes + (sizeof(char) * (long)word.Length))) ?? 0);
        OrderedDictionary<string, long> always = Always(weights, texts, TaggerBatches + Numbers(rows) + Numbers(held), ((long)vocabulary.Words.Count + vocabulary.Characters.Count) * WordBytes, data.Vectors);
        return new MemoryForecast().AddLearning(recipe, always, weights, (long)(Arena * trained), (long)(Arena * read)).Document();

        static long Numbers(TaggerRows rows) => (3 * Ids(rows.Words)) + rows.Spellings.Sum(spelling => SentenceBytes + ((long)sizeof(int) * spelling.Length));
    }

    MemoryForecast Add(Recipe recipe, PreparedData data, WeightCost weights, long trained, long read)
    {
        OrderedDictionary<string, long> always = Always(
            weights, Texts(data.Rows.Train) + Texts(data.Rows.Validation) + Texts(data.Rows.Test), Ids(data.Train) + Ids(data.Validation) + Ids(data.Test), (long)data.Vocabulary.Count * WordBytes, data.Vectors);
        var fits = new FitCost(data, RowSample.Of(recipe));
        if (recipe.Baselines.BagOfWords || recipe.Baselines.ElasticNet) Add("baselines", always, (MemoryParts.Baselines, fits.BagOfWords(recipe.Baselines)));
        if (recipe.Linear.Use != LinearUse.None) Add("linear model", always, (MemoryParts.Baselines, fits.Linear(recipe.Linear)));
        if (recipe.Doctor.Checks) Add("checks", always, (MemoryParts.Checks, Checks(weights)), (MemoryParts.Activations, read));
        return AddLearning(recipe, always, weights, trained, read);
    }

    MemoryForecast AddLearning(Recipe recipe, OrderedDictionary<string, long> always, WeightCost weights, long trained, long read)
    {
        bool compares = recipe.Inspection is { Enabled: true, Lenses: not LensChoice.Few };
        (string, long)[] learning = [(MemoryParts.Gradients, weights.Gradients), (MemoryParts.Optimizer, weights.Optimizer), (MemoryParts.BestWeights, compares ? weights.Weights : 0)];
        Add("training", always, [.. learning, (MemoryParts.Activations, trained)]);
        Add("validation", always, [.. learning, (MemoryParts.Activations, Math.Max(trained, read))]); // the arena of training stays
        return this;
    }

    static OrderedDictionary<string, long> Always(WeightCost weights, long texts, long ids, long vocabulary, WordVectors? vectors) => new(StringComparer.Ordinal)
    {
        [MemoryParts.Runtime] = Runtime,
        [MemoryParts.Texts] = texts,
        [MemoryParts.Ids] = ids,
        [MemoryParts.Vocabulary] = vocabulary + (vectors is null ? 0 : vectors.Words.Count * ((vectors.Width * sizeof(float)) + (long)WordBytes)),
        [MemoryParts.Weights] = weights.Weights,
        [MemoryParts.BestWeights] = weights.Weights,
    };

    /// <summary>A network of its own; its weights in double precision with dense gradients and one parameter's slopes, or a copy of them with Adam's state.</summary>
    static long Checks(WeightCost weights) =>
        weights.Weights + Math.Max(weights.Doubles + weights.DenseDoubles + (Math.Min(weights.Largest, weights.DenseDoubles / sizeof(double)) * 28), (4 * weights.Weights) + weights.Gradients);

    void Add(string phase, OrderedDictionary<string, long> always, params ReadOnlySpan<(string Part, long Bytes)> more)
    {
        OrderedDictionary<string, long> parts = new(always, StringComparer.Ordinal);
        foreach ((string part, long bytes) in more) parts[part] = parts.GetValueOrDefault(part) + bytes;
        _phases.Add(phase, parts);
    }

    MemoryDocument Document()
    {
        foreach (OrderedDictionary<string, long> parts in _phases.Values)
            parts[MemoryParts.Runtime] += (long)((Uncollected - 1) * (parts.Values.Sum() - parts[MemoryParts.Runtime]));
        (string phase, OrderedDictionary<string, long> most) = _phases.MaxBy(entry => entry.Value.Values.Sum());
        var ordered = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string part, long bytes) in most.Where(part => part.Value > 0).OrderByDescending(part => part.Value)) ordered.Add(part, bytes);
        var phases = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string name, OrderedDictionary<string, long> parts) in _phases) phases.Add(name, parts.Values.Sum());
        return new MemoryDocument
        {
            PredictedPeakBytes = phases[phase], AvailableBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Phase = phase, Parts = ordered, Phases = phases,
        };
    }

    /// <summary>What lies in a file is no part of it: the system takes its pages back when it needs them.</summary>
    static long Texts(Corpus? corpus)
    {
        if (corpus is null || corpus.IsInFile) return (corpus?.Count ?? 0) * (long)sizeof(int);
        long bytes = 0;
        for (int row = 0; row < corpus.Count; row++) bytes += TextBytes + (sizeof(char) * (long)corpus.Text(row).Length);
        return bytes;
    }

    static long Ids(EncodedCorpus? rows) => rows is null ? 0 : (rows.Scratch is null ? sizeof(int) * rows.TotalIds : 0) + (RowBytes * (long)rows.Count);
}
