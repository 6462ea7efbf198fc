namespace Unfold.Training;

/// <summary>How the probability of a two-class model becomes an answer.</summary>
public sealed record DecisionRecipe
{
    /// <summary>The answer is positive from this probability on, 0..1. <value>Default: 0.5.</value></summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Whether the threshold is the given one or chosen on the training part. <value>Default: fixed.</value></summary>
    public ThresholdChoice ChosenOn { get; init; } = ThresholdChoice.Fixed;

    /// <summary>Parts of the training data for that choice: as many models are trained, 2..20. <value>Default: 3.</value></summary>
    public int Folds { get; init; } = 3;
}
