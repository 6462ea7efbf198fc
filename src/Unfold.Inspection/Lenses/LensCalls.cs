namespace Unfold.Inspection;

/// <summary>The calls of a lens that come in every step: a lens that says which it has is spared the others, and the step their time.</summary>
[Flags]
public enum LensCalls
{
    /// <summary>None of them: it looks at modules or at epochs only.</summary>
    None = 0,

    /// <summary><see cref="Lens.OnLoss"/>.</summary>
    Loss = 1,

    /// <summary><see cref="Lens.OnExamples"/>.</summary>
    Examples = 2,

    /// <summary><see cref="Lens.OnGradientNorm"/>.</summary>
    GradientNorm = 4,

    /// <summary><see cref="Lens.OnParameter"/>.</summary>
    Parameter = 8,

    /// <summary><see cref="Lens.OnStep"/>.</summary>
    Step = 16,

    /// <summary><see cref="Lens.OnStepEnd"/>.</summary>
    StepEnd = 32,

    /// <summary>All of them.</summary>
    All = Loss | Examples | GradientNorm | Parameter | Step | StepEnd,
}
