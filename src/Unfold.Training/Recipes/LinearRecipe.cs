namespace Unfold.Training;

/// <summary>The linear model on n-grams that may stand beside the network or answer together with it.</summary>
/// <remarks>With <see cref="NaiveBayes"/> it is the model of S. Wang, C. Manning, "Baselines and Bigrams", ACL 2012, with a logistic loss.</remarks>
public sealed record LinearRecipe
{
    /// <summary>What it is for. <value>Default: none.</value></summary>
    public LinearUse Use { get; init; } = LinearUse.None;

    /// <summary>The longest run of words that is a feature, 1..5. <value>Default: 2.</value></summary>
    public int Words { get; init; } = 2;

    /// <summary>The longest run of characters within a word that is a feature; 0 for none, up to 8. <value>Default: 0.</value></summary>
    public int Characters { get; init; }

    /// <summary>An n-gram is a feature if at least so many training texts have it, 1..1000. <value>Default: 2.</value></summary>
    public int MinTexts { get; init; } = 2;

    /// <summary>What an n-gram counts. <value>Default: binary.</value></summary>
    public FeatureWeighting Weighting { get; init; } = FeatureWeighting.Binary;

    /// <summary>Whether a text's features are scaled to length 1, those of words and those of characters apart. <value>Default: false.</value></summary>
    public bool UnitLength { get; init; }

    /// <summary>Whether every feature is scaled by how much more of it one class has than the others: ln of the ratio of its shares. <value>Default: true.</value></summary>
    public bool NaiveBayes { get; init; } = true;

    /// <summary>The inverse strength C of the L2 penalty, above 0, up to 1000000. <value>Default: 0.3.</value></summary>
    public double Strength { get; init; } = 0.3;

    /// <summary>Parts of the training rows on which the strength is chosen by cross-validation, from a hundredth to a hundred times the given one; 0 takes the given one, up to 20. <value>Default: 0.</value></summary>
    public int StrengthFolds { get; init; }

    /// <summary>How far the weights keep their own size and are not their mean size, 0..1: what Wang and Manning call interpolation. <value>Default: 1.</value></summary>
    public double Interpolation { get; init; } = 1;

    /// <summary>Whether rare classes count more. <value>Default: none.</value></summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;
}
