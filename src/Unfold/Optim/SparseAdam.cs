namespace Unfold.Optim;

/// <summary>Adam that leaves rows without gradient, and their moments, as they are: w −= rate · √(1 − b2ᵗ) / (1 − b1ᵗ) · m / (√v + epsilon) on touched rows.</summary>
/// <remarks>
/// Cheaper than <see cref="Adam"/> on large embeddings, and another algorithm: a row's moments do not fade while it is not used. On dense
/// gradients it touches all rows. No weight decay. Source: torch.optim.SparseAdam, PyTorch 1.13.
/// </remarks>
public sealed class SparseAdam : Optimizer
{
    readonly AdamOptions _options;

    /// <summary>An optimizer of all the parameters alike.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public SparseAdam(IEnumerable<Parameter> parameters, AdamOptions? options = null)
        : this(OneGroup(parameters), options)
    {
    }

    /// <summary>An optimizer of groups with learning rates and weight decays of their own.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public SparseAdam(IEnumerable<ParameterGroup> groups, AdamOptions? options = null)
        : base(groups, options ?? new AdamOptions())
    {
        _options = options ?? new AdamOptions();
        if (WeightDecay != 0 || Groups.Any(group => group.WeightDecay is not null and not 0))
            throw new RecipeException("SparseAdam: expected no weight decay, got some. Rows without gradient would not decay; take AdamW, or leave it out.");
    }

    private protected override IParameterUpdater MakeUpdater(Parameter parameter) => AdamUpdater.Make(parameter, _options, decoupled: false, lazy: true);
}
