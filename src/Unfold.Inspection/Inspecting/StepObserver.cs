using Unfold.Optim;

namespace Unfold.Inspection;

/// <summary>Tells an inspector what an optimizer does.</summary>
sealed class StepObserver(Inspector inspector) : IStepObserver
{
    public StepDetail Detail(Parameter parameter) => inspector.WantsNormsOnly ? StepDetail.Norm : StepDetail.Change;

    public bool Keeps(Parameter parameter) => inspector.KeepsGradients;

    public void OnParameterNorm(Parameter parameter, double squaredNorm) => inspector.Observe(parameter, squaredNorm);

    public void OnParameterStep(in ParameterStep step) => inspector.Observe(new ParameterObservation
    {
        Parameter = step.Parameter, Sums = step.Whole, Blocks = step.Blocks,
    });

    public void OnStep(in StepSummary summary) => inspector.Observe(new StepObservation
    {
        Norm = summary.GradientNorm ?? double.NaN,
        ClippedNorm = summary.Clipped ? summary.ClippedNorm ?? double.NaN : double.NaN,
    });
}
