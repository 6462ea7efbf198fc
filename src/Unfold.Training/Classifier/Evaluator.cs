using Unfold.Text;

namespace Unfold.Training;

/// <summary>Judges a trained run on data.</summary>
public static class Evaluator
{
    /// <summary>Judges a run on a table, or on the validation part of its own data.</summary>
    /// <param name="run">The folder of the run, or of a saved classifier.</param>
    /// <param name="file">The table. <value>Default: the validation part that the run's recipe names.</value></param>
    /// <param name="dataFolder">The folder of the known data sets.</param>
    /// <param name="cancellation">Ends the reading and the computation.</param>
    /// <exception cref="DataException">The run or the data cannot be used; a label that is none of the classes is named with file and line.</exception>
    /// <exception cref="DamagedFileException">A file of the run is damaged.</exception>
    public static Evaluation Evaluate(string run, string? file = null, string? dataFolder = null, CancellationToken cancellation = default) =>
        Evaluate(TextClassifier.Load(run), file, dataFolder, cancellation);

    /// <summary>The same for a classifier that is loaded already.</summary>
    /// <exception cref="DataException">The data cannot be used; a label that is none of the classes is named with file and line.</exception>
    public static Evaluation Evaluate(TextClassifier classifier, string? file = null, string? dataFolder = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        DataRecipe data = classifier.Recipe.Data;
        Corpus corpus = file is null
            ? TrainingData.Open(data with { Test = false }, dataFolder, cancellation).Validation
            : new CsvSource(file, TrainingData.Layout(data)).Read(cancellation);
        return classifier.Evaluate(corpus, cancellation);
    }
}
