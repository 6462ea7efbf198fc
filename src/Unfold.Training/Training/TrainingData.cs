using Unfold.Text;

namespace Unfold.Training;

/// <summary>The rows of a run: to train on, to validate on, and to look at once at the end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Train">Rows to train on.</param>
/// <param name="Validation">Rows that judge every epoch.</param>
/// <param name="Test">Rows that are looked at once, if there are any.</param>
/// <param name="Fingerprints">The files that were read: name to <c>sha256:…</c>.</param>
public sealed record TrainingData(string Name, Corpus Train, Corpus Validation, Corpus? Test = null, IReadOnlyDictionary<string, string>? Fingerprints = null)
{
    /// <summary>Reads the files that a recipe names and splits them as it says.</summary>
    /// <param name="recipe">The files and the split.</param>
    /// <param name="dataFolder">The folder of the known data sets; needed where the data is not a table of one's own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">A file or column is missing, or the rows cannot be used.</exception>
    public static TrainingData Open(DataRecipe recipe, string? dataFolder = null, CancellationToken cancellation = default) => Open(recipe, dataFolder, scratch: null, cancellation);

    /// <summary>The same, where the rows may be too many for memory.</summary>
    /// <param name="recipe">The files, the split, and where the rows are to be (<see cref="DataRecipe.Store"/>).</param>
    /// <param name="dataFolder">The folder of the known data sets; needed where the data is not a table of one's own.</param>
    /// <param name="scratch">Where rows and what is made of them are put if not in memory; they can be read until it is disposed of. Without one they are in memory.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">A file or column is missing, the rows cannot be used, or the disk is full.</exception>
    public static TrainingData Open(DataRecipe recipe, string? dataFolder, ScratchFolder? scratch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var fingerprints = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (recipe.File is null && recipe.Name != "csv") return OpenKnown(recipe, dataFolder, scratch, fingerprints, cancellation);
        string table = recipe.File ?? throw new DataException("data.file: expected the path of a table, got none. Set data.file, or use --csv FILE.");
        string?[] files = [table, recipe.ValidationFile, recipe.Test ? recipe.TestFile : null];
        scratch = StoreChoice.IsFile(recipe.Store, files.OfType<string>().Select(file => Locate(recipe, file, dataFolder))) ? scratch : null;
        Corpus all = Read(table, recipe.Group);
        Corpus? test = files[2] is { } testFile ? Read(testFile) : null;
        if (recipe is { TestFile: not null, TestShare: > 0 })
            throw new DataException($"data.testShare: expected 0 where data.testFile names a test part, got {recipe.TestShare}. Leave one of the two out.");
        if (recipe is { ValidationFile: not null, Group: { } group })
            throw new DataException($"data.group: expected none where data.validationFile names the held-out rows, got {group}. Leave one of the two out.");
        if (recipe.ValidationFile is { } file)
            return new TrainingData(recipe.Name, all, Read(file), test, fingerprints);
        TrainingData split = Split(all, recipe, cancellation);
        return split with { Test = test ?? split.Test, Fingerprints = fingerprints };

        Corpus Read(string file, string? group = null)
        {
            string path = Locate(recipe, file, dataFolder);
            CsvOptions layout = Layout(recipe);
            Corpus corpus = new CsvSource(path, group is null ? layout : layout with { Group = group }).Read(scratch, cancellation);
            fingerprints[Path.GetFileName(path)] = Fingerprint.Of(path, cancellation);
            return corpus;
        }
    }

    /// <summary>A known data set by its own parts: its training part is split, and its test part, where it has one, is looked at once.</summary>
    static TrainingData OpenKnown(DataRecipe recipe, string? dataFolder, ScratchFolder? scratch, SortedDictionary<string, string> fingerprints, CancellationToken cancellation)
    {
        DataSet set = DataCatalog.Find(recipe.Name);
        if (dataFolder is null)
            throw new DataException($"Data {recipe.Name}: expected the folder of the data sets, got none. Name it with --data-dir, or set UNFOLD_DATA.");
        if (recipe.Group is { } group && group != set.Group)
            throw new DataException($"data.group: expected {(set.Group is { } known ? $"{known}, which is known of the texts of {set.Name}" : $"none, as nothing groups the texts of {set.Name}")}, got {group}.");
        string[] paths = [.. set.Files.Select(file => file.In(dataFolder)).Select(plain => File.Exists(plain) ? plain : plain + ".gz")];
        scratch = StoreChoice.IsFile(recipe.Store, paths) ? scratch : null;
        Corpus all = set.Open(dataFolder).Read(scratch, cancellation);
        Corpus? test = recipe.Test && set.Parts.Contains("test", StringComparer.Ordinal) ? set.Open(dataFolder, "test").Read(scratch, cancellation) : null;
        foreach (string path in paths) fingerprints[Path.GetFileName(path)] = Fingerprint.Of(path, cancellation);
        if (test is not null && recipe.TestShare > 0)
            throw new DataException($"data.testShare: expected 0 for {recipe.Name}, which has a test part of its own, got {recipe.TestShare}. Leave it out.");
        TrainingData split = Split(all, recipe, cancellation);
        return split with { Test = test ?? split.Test, Fingerprints = fingerprints };
    }

    /// <summary>Holds out a share of rows for the test where the recipe says so, then a share of the others for validation, as scikit-learn's <c>train_test_split</c> does.</summary>
    /// <param name="corpus">The rows.</param>
    /// <param name="recipe">The shares, the seed, and what stays together.</param>
    /// <param name="cancellation">Looked at from time to time.</param>
    /// <exception cref="DataException">One of the parts would be empty.</exception>
    public static TrainingData Split(Corpus corpus, DataRecipe recipe, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.TestShare == 0) return Split(corpus, test: null);
        SplitIndices first = Divide(corpus, recipe.TestShare);
        return Split(corpus.Select(first.Train), recipe.Test ? corpus.Select(first.Test) : null);

        TrainingData Split(Corpus rows, Corpus? test)
        {
            SplitIndices split = Divide(rows, recipe.ValidationShare);
            return new TrainingData(recipe.Name, rows.Select(split.Train), rows.Select(split.Test), test);
        }

        SplitIndices Divide(Corpus rows, double share) => (recipe.Duplicates == DuplicateRows.Together, recipe.Group) switch
        {
            (false, null) => TrainTestSplit.Shuffled(rows.Count, share, recipe.SplitSeed),
            (true, null) => TrainTestSplit.Grouped(rows, share, recipe.SplitSeed, cancellation),
            (false, { } what) => TrainTestSplit.Grouped(rows, share, recipe.SplitSeed, RowGroups.ByGroup(rows, cancellation), what),
            (true, { } what) => TrainTestSplit.Grouped(rows, share, recipe.SplitSeed, RowGroups.Joined(RowGroups.ByGroup(rows, cancellation), RowGroups.ByText(rows, cancellation)), what),
        };
    }

    /// <summary>The path of a recipe's table: as it is for one's own, in the data folder for a known data set.</summary>
    internal static string Locate(DataRecipe recipe, string file, string? dataFolder)
    {
        if (recipe.Name == "csv" || Path.IsPathRooted(file)) return file;
        if (dataFolder is null)
            throw new DataException($"Data {recipe.Name}: expected the folder of the data sets, got none. Name it with --data-dir, or set UNFOLD_DATA.");
        string path = Path.Combine(dataFolder, file);
        if (!File.Exists(path))
            throw new DataException($"{path}: expected the data set {recipe.Name}, got no such file. Fetch it with: unfold data get {recipe.Name}");
        return path;
    }

    /// <summary>How a recipe's table is laid out.</summary>
    internal static CsvOptions Layout(DataRecipe recipe) =>
        new() { Text = [recipe.Text], Label = recipe.Label, Delimiter = recipe.Delimiter[0], RepairMojibake = recipe.RepairMojibake };
}
