namespace Unfold.Inspection;

/// <summary>What each token of a text has to do with the model's answer. All arrays have one number a token.</summary>
public sealed record TextSaliency
{
    /// <summary>The text.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>The class whose logit is explained: 1 where there is one logit only, else the predicted one.</summary>
    public required int Class { get; init; }

    /// <summary>f(x): that logit.</summary>
    public required double Logit { get; init; }

    /// <summary>Its probability.</summary>
    public required double Probability { get; init; }

    /// <summary>f(0): the logit where every word vector is zero.</summary>
    public required double Baseline { get; init; }

    /// <summary>‖∂f/∂x_t‖.</summary>
    public required IReadOnlyList<double> GradientNorm { get; init; }

    /// <summary>⟨∂f/∂x_t, x_t⟩.</summary>
    public required IReadOnlyList<double> GradientInput { get; init; }

    /// <summary>Integrated gradients from zero vectors; over all tokens they sum up to f(x) − f(0).</summary>
    public required IReadOnlyList<double> Integrated { get; init; }

    /// <summary>f(x) − f(x without the token).</summary>
    public required IReadOnlyList<double> Occlusion { get; init; }

    /// <summary>f of the text up to this token, the token included.</summary>
    public required IReadOnlyList<double> Valence { get; init; }
}
