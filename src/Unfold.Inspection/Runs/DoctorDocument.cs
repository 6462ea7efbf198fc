namespace Unfold.Inspection;

/// <summary>What <c>doctor --json</c> prints.</summary>
public sealed record DoctorDocument
{
    /// <summary>The version of the document's format.</summary>
    public int SchemaVersion { get; init; } = RunDocument.CurrentSchemaVersion;

    /// <summary>What was looked at: a run's folder, a record, a recipe.</summary>
    public string Target { get; init; } = "";

    /// <summary>What it comes to: at most five sentences, the most telling one first.</summary>
    public IReadOnlyList<string> Verdict { get; init; } = [];

    /// <summary>What the rules found, the most severe first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the experiments with the model measured; left out where none were made.</summary>
    public ChecksDocument? Checks { get; init; }

    /// <summary>What the texts and labels show; left out where nobody counted.</summary>
    public AuditDocument? Audit { get; init; }

    /// <summary>The memory that a training needs; left out of what is said of a run.</summary>
    public MemoryDocument? Memory { get; init; }

    /// <summary>Remedies that were tried, the best first, the run as it is among them; left out where none was.</summary>
    public IReadOnlyList<TrialDocument>? Trials { get; init; }
}
