namespace Unfold.Inspection;

/// <summary>A token of an explained text, with what <see cref="TextSaliency"/> says of it.</summary>
public sealed record ExplainedToken
{
    /// <summary>The word, or its id where nobody knows it.</summary>
    public string Token { get; init; } = "";

    /// <summary>Whether it stands behind the last word.</summary>
    public bool Padding { get; init; }

    /// <summary>‖∂f/∂x‖.</summary>
    public float GradientNorm { get; init; }

    /// <summary>⟨∂f/∂x, x⟩.</summary>
    public float GradientInput { get; init; }

    /// <summary>Integrated gradients.</summary>
    public float Integrated { get; init; }

    /// <summary>What is lost without it.</summary>
    public float Occlusion { get; init; }

    /// <summary>The logit after it.</summary>
    public float Valence { get; init; }
}
