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
        using var scratch = new ScratchFolder();
        return classifier.Evaluate(Open(classifier.Recipe.Data, file, dataFolder, scratch, cancellation), cancellation);
    }

    /// <summary>The rows that a classifier is judged on.</summary>
    /// <param name="data">Its data, columns, and where the rows are to be (<see cref="DataRecipe.Store"/>).</param>
    /// <param name="file">The table. <value>Default: the validation part of its own data.</value></param>
    /// <param name="dataFolder">The folder of the known data sets.</param>
    /// <param name="scratch">Where rows and what is made of them are put if not in memory; they can be read until it is disposed of.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The data cannot be used, or the disk is full.</exception>
    public static Corpus Open(DataRecipe data, string? file, string? dataFolder, ScratchFolder? scratch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (file is null) return TrainingData.Open(data with { Test = false }, dataFolder, scratch, cancellation).Validation;
        return new CsvSource(file, TrainingData.Layout(data)).Read(StoreChoice.IsFile(data.Store, [file]) ? scratch : null, cancellation);
    }
}
