namespace Unfold.Inspection;

/// <summary>What a row of a record stands for.</summary>
public enum RecordTable
{
    /// <summary>An optimizer step.</summary>
    Step = 0,

    /// <summary>A batch of validation.</summary>
    Validation = 1,

    /// <summary>An epoch.</summary>
    Epoch = 2,
}
