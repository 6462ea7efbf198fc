using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Tells which class a text belongs to: trained from rows in memory, saved to a folder, loaded from one.</summary>
/// <remarks>
/// Safe to share among threads: nothing changes once it is made, and every thread computes in buffers of its own. An empty text,
/// or one without a token, has an answer too: what the model gives from its initial state, so that its probabilities are near
/// the classes' shares in training.
/// </remarks>
public sealed class TextClassifier
{
    readonly TrainedModel _model;

    internal TextClassifier(TrainedModel model) => _model = model;

    /// <summary>The classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> Classes => _model.Labels.Names;

    /// <summary>The recipe it was trained by.</summary>
    public Recipe Recipe => _model.Recipe;

    /// <summary>Two classes: the second is answered from this probability on.</summary>
    public double Threshold => _model.Threshold.Value;

    /// <summary>The network, for reading.</summary>
    public TextModel Network => _model.Network;

    /// <summary>The linear model on n-grams that answers together with the network; nothing where the network answers alone.</summary>
    public LinearTextModel? Linear => _model.Blend?.Linear;

    /// <summary>The linear model's share of the answer, 0..1.</summary>
    public double LinearWeight => _model.Blend?.Weight ?? 0;

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary => _model.Vocabulary;

    /// <summary>Trains on labelled texts; a share is held out to stop in time.</summary>
    /// <param name="rows">Texts with the names of their classes, at least two different ones.</param>
    /// <param name="recipe">Model and training. <value>Default: <see cref="Recipe.ForTexts"/>.</value></param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <exception cref="DataException">There are no rows, one class only, or nothing but empty texts.</exception>
    public static TextClassifier Train(
        IEnumerable<(string Text, string Label)> rows, Recipe? recipe = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        recipe ??= Recipe.ForTexts with { Baselines = new BaselineRecipe { BagOfWords = false }, Inspection = new InspectionRecipe { Enabled = false } };
        Corpus corpus = ToCorpus(rows);
        return Trainer.Train(recipe, TrainingData.Split(corpus, recipe.Data) with { Name = "rows" }, options: null, progress, cancellation).Classifier;
    }

    /// <summary>The class of a text.</summary>
    public TextPrediction Predict(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Predict([text])[0];
    }

    /// <summary>The classes of texts, in their order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Looked at before each text and before each batch of 256.</param>
    public IReadOnlyList<TextPrediction> Predict(IEnumerable<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] all = [.. texts];
        var rows = EncodedCorpus.FromIds(Array.ConvertAll(all, Encode), new int[all.Length]);
        Predictions predictions = _model.Predict(row => all[row], rows, cancellation);
        var answers = new TextPrediction[all.Length];
        for (int i = 0; i < answers.Length; i++) answers[i] = Answer(predictions, i);
        return answers;

        int[] Encode(string text)
        {
            cancellation.ThrowIfCancellationRequested();
            return _model.EncodeText(text);
        }
    }

    /// <summary>A text as the model reads it: its tokens, cut and padded, unknown words as their token.</summary>
    public IReadOnlyList<string> Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. _model.EncodeText(text).Select(id => Vocabulary[id])];
    }

    /// <summary>How well the classifier does on labelled texts.</summary>
    /// <exception cref="DataException">A label is none of the classes.</exception>
    public Evaluation Evaluate(IEnumerable<(string Text, string Label)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Evaluate(ToCorpus(rows));
    }

    /// <summary>How well the classifier does on a corpus.</summary>
    /// <exception cref="DataException">A label is none of the classes: it is named with its file and line.</exception>
    public Evaluation Evaluate(Corpus corpus, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        EncodedCorpus rows = _model.Encode(corpus, withLabels: true, cancellation);
        Predictions predictions = _model.Predict(corpus.Text, rows, cancellation);
        long[] counts = ClassBalance.Counts(rows.Labels, Classes.Count);
        return new Evaluation(corpus.Count, Classes, predictions.Metrics(Threshold), predictions.Confusion(Threshold).ToRows(), (double)counts.Max() / corpus.Count);
    }

    /// <summary>Writes the classifier to a folder: <c>model.json</c>, <c>model.safetensors</c> and, with a linear model, its two files.</summary>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _model.Save(RunFolder.Create(folder));
    }

    /// <summary>Reads a classifier from a folder that <see cref="Save"/> or a run wrote.</summary>
    /// <exception cref="DataException">There is no classifier in the folder.</exception>
    /// <exception cref="DamagedFileException">A file is damaged or of another version.</exception>
    public static TextClassifier Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: expected the folder of a run or of a saved classifier, got no such folder. Check the path.");
        return new TextClassifier(TrainedModel.Load(folder));
    }

    TextPrediction Answer(Predictions predictions, int row)
    {
        var probabilities = new OrderedDictionary<string, double>(Classes.Count, StringComparer.Ordinal);
        for (int c = 0; c < Classes.Count; c++) probabilities.Add(Classes[c], predictions.Probability(row, c));
        return new TextPrediction(Classes[predictions.Answer(row, Threshold)], probabilities);
    }

    static Corpus ToCorpus(IEnumerable<(string Text, string Label)> rows) => new(rows.Select(row => new LabelledText(row.Text, row.Label)));
}
