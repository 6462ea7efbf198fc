namespace Unfold.Optim;

/// <summary>Adam: g += decay · w; m = b1·m + (1 − b1)·g; v = b2·v + (1 − b2)·g²; w −= rate · (m / (1 − b1ᵗ)) / (√(v / (1 − b2ᵗ)) + epsilon).</summary>
/// <remarks>
/// A row-sparse gradient gives exactly the dense result: rows that were not touched make up for their steps when they are next
/// read. Source: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1; torch.optim.Adam, PyTorch 1.13.
/// </remarks>
public sealed class Adam : Optimizer
{
    readonly AdamOptions _options;

    /// <summary>An optimizer of all the parameters alike.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public Adam(IEnumerable<Parameter> parameters, AdamOptions? options = null)
        : this(OneGroup(parameters), options)
    {
    }

    /// <summary>An optimizer of groups with learning rates and weight decays of their own.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public Adam(IEnumerable<ParameterGroup> groups, AdamOptions? options = null)
        : base(groups, options ?? new AdamOptions()) => _options = options ?? new AdamOptions();

    private protected override IParameterUpdater MakeUpdater(Parameter parameter) => AdamUpdater.Make(parameter, _options, decoupled: false, lazy: false);
}
