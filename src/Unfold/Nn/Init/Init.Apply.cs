namespace Unfold.Nn;

public static partial class Init
{
    /// <summary>
    /// Draws parameters anew whose names have a part in common: PyTorch's <c>for name, p in model.named_parameters(): if "weight" in name: …</c>.
    /// </summary>
    /// <param name="module">The model.</param>
    /// <param name="nameContains">The part of the name, as in <c>weight</c>, <c>weight_hh</c> or <c>fc.</c>; empty for all.</param>
    /// <param name="scheme">How to draw. Parameters of one axis (biases, a norm's weight) have no fans and stay as they are.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <returns>The parameters that were drawn anew, in their order.</returns>
    /// <exception cref="ArgumentException">No parameter of two axes or more has such a name.</exception>
    public static IReadOnlyList<Parameter> Apply(Module module, string nameContains, InitScheme scheme, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Apply(module, parameter => parameter.Shape.Rank >= 2 && parameter.Name.Contains(nameContains, StringComparison.Ordinal), nameContains, parameter => Draw(parameter, scheme, rng));
    }

    /// <summary>Gives parameters new values whose names have a part in common.</summary>
    /// <param name="module">The model.</param>
    /// <param name="nameContains">The part of the name; empty for all.</param>
    /// <param name="values">A tensor of the parameter's shape; null leaves it as it is.</param>
    /// <returns>The parameters that were given new values, in their order.</returns>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    /// <exception cref="ShapeException">A tensor has another shape than its parameter.</exception>
    public static IReadOnlyList<Parameter> Apply(Module module, string nameContains, Func<Parameter, Tensor?> values) =>
        Apply(module, parameter => parameter.Name.Contains(nameContains, StringComparison.Ordinal), nameContains, values);

    static List<Parameter> Apply(Module module, Func<Parameter, bool> meant, string name, Func<Parameter, Tensor?> values)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(values);
        IReadOnlyList<Parameter> all = module.Parameters;
        if (!all.Any(meant))
        {
            throw new ArgumentException($"Init.Apply: expected part of a parameter's name, got '{name}'. The model has {string.Join(", ", all.Select(parameter => parameter.Name))}.", nameof(name));
        }
        var changed = new List<Parameter>();
        foreach (Parameter parameter in all.Where(meant))
        {
            if (values(parameter) is not { } tensor) continue;
            if (tensor.Shape != parameter.Shape) throw new ShapeException($"Init.Apply: expected {parameter.Shape} for {parameter.Name}, got {tensor.Shape}. Draw a tensor of the parameter's shape.");
            if (parameter.DType == DType.Float32) tensor.ToFloats().CopyTo(parameter.Value.Span<float>());
            else tensor.ToDoubles().CopyTo(parameter.Value.Span<double>());
            changed.Add(parameter);
        }
        return changed;
    }

    static Tensor Draw(Parameter parameter, InitScheme scheme, Rng rng) => scheme switch
    {
        InitScheme.XavierUniform => XavierUniform(rng, parameter.Shape, dtype: parameter.DType),
        InitScheme.XavierNormal => XavierNormal(rng, parameter.Shape, dtype: parameter.DType),
        InitScheme.HeUniform => HeUniform(rng, parameter.Shape, dtype: parameter.DType),
        InitScheme.HeNormal => HeNormal(rng, parameter.Shape, dtype: parameter.DType),
        InitScheme.Orthogonal => Reshaped(
            Orthogonal(rng, parameter.Shape[0], parameter.Shape.Length / parameter.Shape[0], blocks: Math.Max(1, parameter.Blocks.Count), dtype: parameter.DType), parameter.Shape),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Init.Apply: expected one of the schemes."),
    };

    static Tensor Reshaped(Tensor tensor, Shape shape) =>
        tensor.DType == DType.Float32 ? Tensor.From(tensor.Span<float>(), shape) : Tensor.From(tensor.Span<double>(), shape);
}
