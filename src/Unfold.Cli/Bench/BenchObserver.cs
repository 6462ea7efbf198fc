using Unfold.Inspection;
using Unfold.Optim;

namespace Unfold.Cli;

/// <summary>Tells an inspector what a workload's optimizer does, as a trainer does it.</summary>
sealed class BenchObserver(Inspector inspector) : IStepObserver
{
    public void OnParameterStep(in ParameterStep step) => inspector.Observe(new ParameterObservation
    {
        Parameter = step.Parameter,
        SquaredNorm = step.GradientNormSquared,
        DotWithPrevious = step.PreviousDot ?? double.NaN,
        PreviousSquaredNorm = step.PreviousNormSquared ?? double.NaN,
        NonFinite = step.NonFiniteCount,
        Max = step.GradientMaxAbs,
        ZeroShare = step.ZeroShare,
        WeightSquaredNorm = step.WeightNormSquared,
        UpdateSquaredNorm = step.UpdateNormSquared,
        WeightDotUpdate = step.WeightDotUpdate,
    });

    public void OnStep(in StepSummary summary) => inspector.Observe(new StepObservation
    {
        Norm = summary.GradientNorm ?? double.NaN,
        ClippedNorm = summary.Clipped ? summary.ClippedNorm ?? double.NaN : double.NaN,
    });
}
