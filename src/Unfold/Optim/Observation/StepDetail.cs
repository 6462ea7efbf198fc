namespace Unfold.Optim;

/// <summary>How much an observer wants to know of what a step does to a parameter.</summary>
public enum StepDetail
{
    /// <summary>The norm of the gradient and nothing else: <see cref="IStepObserver.OnParameterNorm"/> tells it in the place of <see cref="IStepObserver.OnParameterStep"/>.</summary>
    Norm,

    /// <summary>Of the gradient its norm, before and after clipping, the product with the one before, and what is not finite.</summary>
    Gradient,

    /// <summary>And what the step does: weights, update, and the products of the two and of gradient and update.</summary>
    Change,

    /// <summary>And the gradient's largest element and its zeros, which take a pass of their own.</summary>
    Everything,
}
