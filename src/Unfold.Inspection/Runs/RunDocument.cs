using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>Everything that is known of a run after it ended: the document <c>run.json</c>, and what <c>train --json</c> prints.</summary>
/// <remarks>
/// Names are camelCase in JSON. A number that is not finite is written as one of the strings "NaN", "Infinity", "-Infinity", since
/// JSON has no other way to say it. Members that do not apply to a run are left out. Losses and metrics are means over examples.
/// </remarks>
public sealed record RunDocument
{
    /// <summary>The version of this document that this library writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The version of the document's format.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The name of the recipe.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>The run's folder, as it was given.</summary>
    public string Out { get; init; } = "";

    /// <summary>The seed that all randomness of the run came from.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the run stands.</summary>
    public RunStatus Status { get; init; } = RunStatus.Finished;

    /// <summary>Why the run ended where it did, in words: "early stopping: …", "all epochs done".</summary>
    public string? Ended { get; init; }

    /// <summary>What the run comes to, in words: one sentence a line, the most telling one first.</summary>
    public IReadOnlyList<string> Verdict { get; init; } = [];

    /// <summary>The data the run was trained on.</summary>
    public DataDocument Data { get; init; } = new();

    /// <summary>The model that was trained.</summary>
    public ModelDocument Model { get; init; } = new();

    /// <summary>Every epoch, in order.</summary>
    public IReadOnlyList<EpochDocument> Epochs { get; init; } = [];

    /// <summary>The epoch whose weights were kept, with its validation metrics.</summary>
    public BestEpochDocument? Best { get; init; }

    /// <summary>Metrics on the test set, of the kept weights.</summary>
    public MetricValues? Test { get; init; }

    /// <summary>Counts of true against predicted classes, of the kept weights; row = true class, column = predicted class, on validation.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }

    /// <summary>The same counts on the test set.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? TestConfusion { get; init; }

    /// <summary>Metrics on those test texts that stand neither in the training nor in the validation part word for word, "count" of them; left out where that is all of them.</summary>
    public MetricValues? TestUnseen { get; init; }

    /// <summary>The two models of a run that answers with a blend; left out for one model.</summary>
    public BlendDocument? Blend { get; init; }

    /// <summary>The decision threshold of a two-class model, and what it was chosen on.</summary>
    public ThresholdDocument? Threshold { get; init; }

    /// <summary>What simple predictors reach on the same validation set.</summary>
    public IReadOnlyList<BaselineDocument> Baselines { get; init; } = [];

    /// <summary>Gradient statistics of the whole run, by parameter name, in the model's order.</summary>
    public IReadOnlyDictionary<string, GradientDocument> Gradients { get; init; } = new OrderedDictionary<string, GradientDocument>(StringComparer.Ordinal);

    /// <summary>What was measured of the model by experiments before its training; left out where nobody did.</summary>
    public ChecksDocument? Checks { get; init; }

    /// <summary>What the rules found, the most severe first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the run did on its own because of what was found while it trained, in order.</summary>
    public IReadOnlyList<ActionDocument> Actions { get; init; } = [];

    /// <summary>Time and memory.</summary>
    public SpeedDocument Speed { get; init; } = new();

    /// <summary>The memory that was predicted for the run before it; left out where nobody did.</summary>
    public MemoryDocument? Memory { get; init; }

    /// <summary>Machine and software.</summary>
    public EnvironmentDocument Environment { get; init; } = new();

    /// <summary>The merged recipe: every setting with its final value.</summary>
    public JsonElement? Settings { get; init; }
}
