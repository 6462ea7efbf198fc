namespace Unfold.Training;

/// <summary>The simple predictors that stand beside a model's figures.</summary>
public sealed record BaselineRecipe
{
    /// <summary>Whether a bag-of-words logistic model is fitted. <value>Default: true.</value></summary>
    public bool BagOfWords { get; init; } = true;

    /// <summary>The longest run of words that is a feature, 1..3. <value>Default: 2.</value></summary>
    public int NGrams { get; init; } = 2;

    /// <summary>The smallest count of a feature, 1..1000. <value>Default: 2.</value></summary>
    public int MinCount { get; init; } = 2;

    /// <summary>How weakly the weights are held to zero: the inverse strength C of an L2 penalty, above 0, up to 1000000. <value>Default: 10.</value></summary>
    public double Strength { get; init; } = 10;

    /// <summary>Whether the same model on single words is fitted with an elastic net, half L1 and half L2 penalty, as well. <value>Default: false.</value></summary>
    public bool ElasticNet { get; init; }

    /// <summary>Whether rare classes count more. <value>Default: balanced.</value></summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.Balanced;
}
