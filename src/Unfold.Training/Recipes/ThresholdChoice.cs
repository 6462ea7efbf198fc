namespace Unfold.Training;

/// <summary>Where the decision threshold of a two-class model comes from.</summary>
public enum ThresholdChoice
{
    /// <summary>The given value.</summary>
    Fixed,

    /// <summary>The value with the best F1 on predictions for training texts by models that did not see them.</summary>
    TrainingFolds,

    /// <summary>As <see cref="TrainingFolds"/> where the rarer class has less than a quarter of the training rows, else the given value.</summary>
    WhenUnbalanced,
}
