namespace Unfold.Inspection;

/// <summary>Gradient statistics of one parameter over a whole run; the record holds them step by step.</summary>
public sealed record GradientDocument
{
    /// <summary>Numbers in the parameter.</summary>
    public long Elements { get; init; }

    /// <summary>The Euclidean norm of the gradient, before clipping.</summary>
    public Distribution Norm { get; init; } = new();

    /// <summary>The cosine between the gradients of consecutive steps; its first value does not exist.</summary>
    public Distribution? Cosine { get; init; }
}
