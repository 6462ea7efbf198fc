namespace Unfold.Training;

/// <summary>The optimizers a recipe can name.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
    Sgd,

    /// <summary>Adam; weight decay is part of the gradient.</summary>
    Adam,

    /// <summary>Adam with weight decay apart from the gradient.</summary>
    AdamW,

    /// <summary>Adam that leaves untouched rows of an embedding alone.</summary>
    SparseAdam,
}
