namespace Unfold.Inspection;

/// <summary>How a column's numbers are stored.</summary>
public enum RecordPrecision
{
    /// <summary>Four bytes a number.</summary>
    Single = 4,

    /// <summary>Eight bytes a number.</summary>
    Double = 8,
}
