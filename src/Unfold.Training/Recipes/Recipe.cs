namespace Unfold.Training;

/// <summary>An experiment in full: the data, how text becomes numbers, the model, its training and what is looked at.</summary>
/// <remarks>
/// Immutable. Built in code with <c>with</c>, taken from the <see cref="RecipeCatalog"/>, or read by <see cref="RecipeReader"/> from JSON,
/// environment and <c>--set</c>, which checks every value against the range that stands beside its default here.
/// </remarks>
public sealed record Recipe
{
    /// <summary>The recipe's name. <value>Default: <c>custom</c>.</value></summary>
    public string Name { get; init; } = "custom";

    /// <summary>What the experiment is, in a line. <value>Default: empty.</value></summary>
    public string Summary { get; init; } = "";

    /// <summary>What is learnt. <value>Default: classification.</value></summary>
    public TaskKind Task { get; init; } = TaskKind.Classification;

    /// <summary>Where initial weights, shuffling and dropout come from. <value>Default: 42.</value></summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The data and its split.</summary>
    public DataRecipe Data { get; init; } = new();

    /// <summary>From text to token ids.</summary>
    public TextRecipe Text { get; init; } = new();

    /// <summary>The network.</summary>
    public ModelRecipe Model { get; init; } = new();

    /// <summary>What a tagger has beside the network; other tasks do not look at it.</summary>
    public TaggingRecipe Tagging { get; init; } = new();

    /// <summary>Loss, optimizer, schedule, stopping.</summary>
    public TrainingRecipe Training { get; init; } = new();

    /// <summary>From probabilities to answers.</summary>
    public DecisionRecipe Decision { get; init; } = new();

    /// <summary>The simple predictors that every accuracy stands beside.</summary>
    public BaselineRecipe Baselines { get; init; } = new();

    /// <summary>The linear model on n-grams, beside the network or together with it.</summary>
    public LinearRecipe Linear { get; init; } = new();

    /// <summary>What is watched while training.</summary>
    public InspectionRecipe Inspection { get; init; } = new();

    /// <summary>What is done about findings while training.</summary>
    public DoctorRecipe Doctor { get; init; } = new();

    /// <summary>A sensible recipe for labelled texts of any kind: a small bidirectional model that is stopped early.</summary>
    public static Recipe ForTexts { get; } = new()
    {
        Name = "texts",
        Summary = "The default model for labelled texts",
        Text = new TextRecipe { VocabularySize = 20_000, MinCount = 2, MaxLength = 256 },
        Model = new ModelRecipe { Cell = CellKind.Gru, Embedding = 32, EmbeddingDeviation = 0.1, Hidden = 24, Bidirectional = true, ReadOut = ReadOutKind.Max, EmbeddingDropout = 0.5, Dropout = 0.5 },
        Training = new TrainingRecipe { Epochs = 20, BatchSize = 64, BucketBatches = 20, LearningRate = 3e-3, ClipNorm = 1, Patience = 3, MinGain = 1e-4, Monitor = Monitor.Loss },
        Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.WhenUnbalanced },
    };

    /// <summary>The same recipe for a table in a file.</summary>
    /// <param name="file">The table.</param>
    /// <param name="text">The column of the text.</param>
    /// <param name="label">The column of the label.</param>
    public static Recipe ForCsv(string file, string text, string label) => ForTexts with
    {
        Name = "csv",
        Summary = $"The default model on {Path.GetFileName(file)}",
        Data = ForTexts.Data with { Name = "csv", File = file, Text = text, Label = label },
    };

    /// <summary>Every setting with its value, as JSON.</summary>
    public string ToJson() => RecipeWriter.Write(this);
}
