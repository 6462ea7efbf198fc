namespace Unfold.Kernels;

/// <summary>What a step's coefficients are made of.</summary>
/// <param name="LearningRate">The rate of this step, schedule included.</param>
/// <param name="WeightDecay">The weight decay of this step.</param>
/// <param name="Step">Which step of this parameter it is, counted from 1.</param>
readonly record struct RuleInputs(double LearningRate, double WeightDecay, long Step);
