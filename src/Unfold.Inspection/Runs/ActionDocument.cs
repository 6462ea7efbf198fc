namespace Unfold.Inspection;

/// <summary>What a run did on its own because something was found while it trained.</summary>
public sealed record ActionDocument
{
    /// <summary>The epoch; the first is 0.</summary>
    public int Epoch { get; init; }

    /// <summary>The step within the epoch; left out where it was found at the epoch's end.</summary>
    public int? Step { get; init; }

    /// <summary>The rule that found something: "D08".</summary>
    public string Finding { get; init; } = "";

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; init; }

    /// <summary>What was done: warn, checkpoint, stop, lowerRate, clip, skipBatch or rollBack.</summary>
    public string Action { get; init; } = "";

    /// <summary>What was found and what was done about it, in a sentence.</summary>
    public string Message { get; init; } = "";

    /// <summary>The numbers it rests on.</summary>
    public IReadOnlyList<FindingNumber> Numbers { get; init; } = [];

    /// <summary>The folder of the checkpoint, inside the run's; left out where none was written.</summary>
    public string? Checkpoint { get; init; }
}
