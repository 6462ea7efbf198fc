namespace Unfold.Optim;

/// <summary>Parameters that are trained alike.</summary>
/// <param name="parameters">The parameters; no other group of the optimizer may have one of them.</param>
public sealed class ParameterGroup(IEnumerable<Parameter> parameters)
{
    /// <summary>The parameters of a model whose names fit, say <c>name => name.EndsWith("bias")</c>.</summary>
    public ParameterGroup(IEnumerable<Parameter> parameters, Func<string, bool> nameFits)
        : this(parameters.Where(parameter => nameFits(parameter.Name)))
    {
    }

    /// <summary>What messages and records call the group. <value>Default: empty.</value></summary>
    public string Name { get; init; } = "";

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = [.. parameters];

    /// <summary>A learning rate of its own, before the schedule. <value>Default: the optimizer's.</value></summary>
    public double? LearningRate { get; set; }

    /// <summary>A weight decay of its own. <value>Default: the optimizer's.</value></summary>
    public double? WeightDecay { get; set; }
}
