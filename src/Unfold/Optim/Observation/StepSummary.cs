namespace Unfold.Optim;

/// <summary>One optimizer step as a whole.</summary>
public readonly record struct StepSummary
{
    /// <summary>The step, counted from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the step for groups without one of their own, schedule included.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The norm of all gradients together, before clipping; missing where neither clipping nor an observer asked for it.</summary>
    public required double? GradientNorm { get; init; }

    /// <summary>The norm after clipping by value and by norm: what the step was made of.</summary>
    public required double? ClippedNorm { get; init; }

    /// <summary>True where the norm was not finite and clipping was asked for, or <see cref="Optimizer.SkipStep"/> was called: the weights stay as they were, the gradients are gone.</summary>
    public required bool Skipped { get; init; }

    /// <summary>Whether clipping changed the gradients.</summary>
    public bool Clipped => ClippedNorm < GradientNorm;
}
