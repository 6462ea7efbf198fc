namespace Unfold.Optim;

/// <summary>What one optimizer step did to one parameter: as a whole, and to each block of its rows where it has any.</summary>
public readonly record struct ParameterStep
{
    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>The optimizer's step, counted from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the step, schedule included.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The sums over the whole parameter.</summary>
    public required StepSums Whole { get; init; }

    /// <summary>
    /// The sums over each of <see cref="Parameter.Blocks"/>, in their order; none where the parameter is undivided or its gradient
    /// came by rows. The next step writes over them: copy what is to be kept.
    /// </summary>
    public ReadOnlyMemory<StepSums> Blocks { get; init; }

    /// <inheritdoc cref="StepSums.ElementCount"/>
    public long ElementCount => Whole.ElementCount;

    /// <inheritdoc cref="StepSums.MovedCount"/>
    public long MovedCount => Whole.MovedCount;

    /// <inheritdoc cref="StepSums.GradientNormSquared"/>
    public double GradientNormSquared => Whole.GradientNormSquared;

    /// <inheritdoc cref="StepSums.ClippedNormSquared"/>
    public double ClippedNormSquared => Whole.ClippedNormSquared;

    /// <inheritdoc cref="StepSums.GradientMaxAbs"/>
    public double GradientMaxAbs => Whole.GradientMaxAbs;

    /// <inheritdoc cref="StepSums.ZeroCount"/>
    public long? ZeroCount => Whole.ZeroCount;

    /// <inheritdoc cref="StepSums.NonFiniteCount"/>
    public long NonFiniteCount => Whole.NonFiniteCount;

    /// <inheritdoc cref="StepSums.PreviousDot"/>
    public double? PreviousDot => Whole.PreviousDot;

    /// <inheritdoc cref="StepSums.PreviousNormSquared"/>
    public double? PreviousNormSquared => Whole.PreviousNormSquared;

    /// <inheritdoc cref="StepSums.WeightNormSquared"/>
    public double WeightNormSquared => Whole.WeightNormSquared;

    /// <inheritdoc cref="StepSums.UpdateNormSquared"/>
    public double UpdateNormSquared => Whole.UpdateNormSquared;

    /// <inheritdoc cref="StepSums.WeightDotUpdate"/>
    public double WeightDotUpdate => Whole.WeightDotUpdate;

    /// <inheritdoc cref="StepSums.GradientDotUpdate"/>
    public double GradientDotUpdate => Whole.GradientDotUpdate;

    /// <inheritdoc cref="StepSums.GradientNorm"/>
    public double GradientNorm => Whole.GradientNorm;

    /// <inheritdoc cref="StepSums.GradientRms"/>
    public double GradientRms => Whole.GradientRms;

    /// <inheritdoc cref="StepSums.ZeroShare"/>
    public double? ZeroShare => Whole.ZeroShare;

    /// <inheritdoc cref="StepSums.Cosine"/>
    public double? CosineToPrevious => Whole.Cosine;

    /// <inheritdoc cref="StepSums.UpdateRatio"/>
    public double? UpdateRatio => Whole.UpdateRatio;
}
