namespace Unfold.Training;

/// <summary>Which texts are learnt from and which are held out.</summary>
public sealed record DataRecipe
{
    /// <summary>The data set: <c>twitter</c>, or <c>csv</c> for a table of one's own. <value>Default: <c>csv</c>.</value></summary>
    public string Name { get; init; } = "csv";

    /// <summary>The table; for a known data set relative to the data folder. <value>Default: none.</value></summary>
    public string? File { get; init; }

    /// <summary>The column of the text. <value>Default: <c>text</c>.</value></summary>
    public string Text { get; init; } = "text";

    /// <summary>The column of the label. <value>Default: <c>label</c>.</value></summary>
    public string Label { get; init; } = "label";

    /// <summary>What stands between two fields. <value>Default: a comma.</value></summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>A table of its own for validation, instead of a share of the first. <value>Default: none.</value></summary>
    public string? ValidationFile { get; init; }

    /// <summary>A table that is looked at once, with the kept weights. <value>Default: none.</value></summary>
    public string? TestFile { get; init; }

    /// <summary>Whether the test part is looked at in the end: leave it alone while you still choose settings. <value>Default: true.</value></summary>
    public bool Test { get; init; } = true;

    /// <summary>The share of rows held out for validation, 0.01..0.9. <value>Default: 0.2.</value></summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>The share of rows that is looked at once, with the kept weights, where there is no test part; held out before validation, 0..0.9. <value>Default: 0.</value></summary>
    public double TestShare { get; init; }

    /// <summary>Where rows with the same text go in a split. <value>Default: anywhere.</value></summary>
    public DuplicateRows Duplicates { get; init; } = DuplicateRows.Anywhere;

    /// <summary>
    /// The column whose equal values stay on one side of a split, so that what is learnt of a film, an author or a patient does not help on held-out rows;
    /// of a known data set the name of what its texts share (<c>film</c> of <c>imdb</c>). <value>Default: none.</value>
    /// </summary>
    public string? Group { get; init; }

    /// <summary>The seed of the split, which is scikit-learn's <c>train_test_split</c>, 0..4294967295. <value>Default: 42.</value></summary>
    public uint SplitSeed { get; init; } = 42;

    /// <summary>Where the rows are while a model trains; no result depends on it. <value>Default: by their size.</value></summary>
    public DataStore Store { get; init; }

    /// <summary>
    /// Rows of a part that the audit looks at, and that baselines and the linear model are fitted on, 1000..1000000000: of a larger part it is a sample, drawn evenly.
    /// What they take grows with these rows and not with the data. <value>Default: 200000.</value>
    /// </summary>
    public int SampleRows { get; init; } = 200_000;

    /// <summary>Whether texts that are UTF-8 once read as Latin-1 are repaired. <value>Default: false.</value></summary>
    public bool RepairMojibake { get; init; }
}
