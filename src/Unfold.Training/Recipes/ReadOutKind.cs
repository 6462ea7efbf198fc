namespace Unfold.Training;

/// <summary>How the states of a text become one vector, always over its real steps only.</summary>
public enum ReadOutKind
{
    /// <summary>The state at the last real step; in two directions the final state of each.</summary>
    Last,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The largest value of each feature.</summary>
    Max,

    /// <summary>Mean and maximum side by side.</summary>
    MeanMax,

    /// <summary>Final state, mean and maximum side by side.</summary>
    All,

    /// <summary>The states weighed by the softmax of their products with the last one.</summary>
    Attention,

    /// <summary>The same, the products divided by the root of the width.</summary>
    ScaledAttention,

    /// <summary>The states weighed by a small network with a tanh layer.</summary>
    AdditiveAttention,

    /// <summary>All states of <c>text.padToLength</c> steps side by side; a step that the text does not have is zeros.</summary>
    Flat,
}
