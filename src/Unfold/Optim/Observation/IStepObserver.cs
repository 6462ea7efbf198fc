namespace Unfold.Optim;

/// <summary>Somebody who wants to know what an optimizer does. Weights are the same to the bit, observed or not.</summary>
public interface IStepObserver
{
    /// <summary>How much to tell of the next step of a parameter; asked before each. <value>Default: everything.</value></summary>
    StepDetail Detail(Parameter parameter) => StepDetail.Everything;

    /// <summary>A parameter has been moved; its gradient is still there, and its value is the new one.</summary>
    void OnParameterStep(in ParameterStep step);

    /// <summary>All parameters have been moved, or none, where the norm of the gradients was not finite.</summary>
    void OnStep(in StepSummary summary);
}
