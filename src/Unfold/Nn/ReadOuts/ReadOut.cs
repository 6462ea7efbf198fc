namespace Unfold.Nn;

/// <summary>How a sequence of states becomes one vector, always over its real steps only.</summary>
public enum ReadOut
{
    /// <summary>The state at the last real step.</summary>
    Last,

    /// <summary>The mean over the real steps.</summary>
    Mean,

    /// <summary>The largest value of each feature over the real steps.</summary>
    Max,
}
