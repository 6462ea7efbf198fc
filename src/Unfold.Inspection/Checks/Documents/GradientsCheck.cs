namespace Unfold.Inspection;

/// <summary>Every parameter's gradient beside central differences of the loss.</summary>
public sealed record GradientsCheck
{
    /// <summary>What was computed in: <c>Float64</c> where the model can, else <c>Float32</c>.</summary>
    public string Precision { get; init; } = "";

    /// <summary>Every trained parameter, in the model's order.</summary>
    public IReadOnlyList<ParameterGradientCheck> Parameters { get; init; } = [];
}
