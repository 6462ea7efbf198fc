using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>What the three kinds of Adam have in common.</summary>
static class AdamUpdater
{
    static readonly string[] StateNames = ["exp_avg", "exp_avg_sq"];

    public static IParameterUpdater Make(Parameter parameter, AdamOptions options, bool decoupled, bool lazy) => parameter.DType == DType.Float32
        ? new ParameterUpdater<AdamRule<float>, float>(parameter, StateNames, lazy, inputs => new AdamRule<float>(inputs, options.Beta1, options.Beta2, options.Epsilon, decoupled, lazy))
        : new ParameterUpdater<AdamRule<double>, double>(parameter, StateNames, lazy, inputs => new AdamRule<double>(inputs, options.Beta1, options.Beta2, options.Epsilon, decoupled, lazy));
}
