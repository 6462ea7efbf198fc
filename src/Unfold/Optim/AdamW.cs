namespace Unfold.Optim;

/// <summary>AdamW: as <see cref="Adam"/>, but weight decay does not pass through the moments: w *= 1 − rate · decay.</summary>
/// <remarks>
/// Weight decay has no default other than 0: set it. A row-sparse gradient gives exactly the dense result.
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2; torch.optim.AdamW, PyTorch 1.13.
/// </remarks>
public sealed class AdamW : Optimizer
{
    readonly AdamOptions _options;

    /// <summary>An optimizer of all the parameters alike.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, AdamOptions? options = null)
        : this(OneGroup(parameters), options)
    {
    }

    /// <summary>An optimizer of groups with learning rates and weight decays of their own.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, AdamOptions? options = null)
        : base(groups, options ?? new AdamOptions()) => _options = options ?? new AdamOptions();

    private protected override IParameterUpdater MakeUpdater(Parameter parameter) => AdamUpdater.Make(parameter, _options, decoupled: true, lazy: false);
}
