namespace Unfold.Optim;

/// <summary>Somebody who wants to know what an optimizer does. Weights are the same to the bit, observed or not.</summary>
public interface IStepObserver
{
    /// <summary>How much to tell of the next step of a parameter; asked before each. <value>Default: everything.</value></summary>
    StepDetail Detail(Parameter parameter) => StepDetail.Everything;

    /// <summary>Whether to keep a parameter's gradient until its next step, which is then compared with it; asked after each. <value>Default: yes.</value></summary>
    bool Keeps(Parameter parameter) => true;

    /// <summary>A parameter of which no more than <see cref="StepDetail.Norm"/> was asked for has been moved; its gradient is still there.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="squaredNorm">Σ g², before clipping: the same bits as <see cref="StepSums.GradientNormSquared"/>.</param>
    void OnParameterNorm(Parameter parameter, double squaredNorm)
    {
    }

    /// <summary>A parameter has been moved; its gradient is still there, and its value is the new one.</summary>
    void OnParameterStep(in ParameterStep step);

    /// <summary>All parameters have been moved, or none, where the norm of the gradients was not finite.</summary>
    void OnStep(in StepSummary summary);
}
