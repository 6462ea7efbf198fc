using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>Stochastic gradient descent: g += decay · w; b = momentum · b + (1 − dampening) · g; w −= rate · b, or after Nesterov w −= rate · (g + momentum · b).</summary>
/// <remarks>
/// The first b is the first g. A row-sparse gradient gives exactly the dense result: rows that were not touched make up for their
/// steps when they are next read. Source: torch.optim.SGD, PyTorch 1.13.
/// </remarks>
public sealed class Sgd : Optimizer
{
    readonly SgdOptions _options;

    /// <summary>An optimizer of all the parameters alike.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public Sgd(IEnumerable<Parameter> parameters, SgdOptions? options = null)
        : this(OneGroup(parameters), options)
    {
    }

    /// <summary>An optimizer of groups with learning rates and weight decays of their own.</summary>
    /// <exception cref="RecipeException">A setting is out of its range.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, SgdOptions? options = null)
        : base(groups, options ?? new SgdOptions()) => _options = options ?? new SgdOptions();

    private protected override IParameterUpdater MakeUpdater(Parameter parameter) => parameter.DType == DType.Float32 ? Make<float>(parameter) : Make<double>(parameter);

    IParameterUpdater Make<T>(Parameter parameter)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        SgdOptions options = _options;
        return options.Momentum == 0
            ? new ParameterUpdater<SgdRule<T>, T>(parameter, [], lazy: false, inputs => new SgdRule<T>(inputs))
            : new ParameterUpdater<MomentumRule<T>, T>(parameter, ["momentum_buffer"], lazy: false, inputs => new MomentumRule<T>(inputs, options.Momentum, options.Dampening, options.Nesterov));
    }
}
