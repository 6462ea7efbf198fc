namespace Unfold.Inspection;

/// <summary>What clipping does to a sentence's gradient: all four matrices, of W_e the rows of its words.</summary>
/// <param name="Elements">Elements of the gradient.</param>
/// <param name="Norm">Its norm.</param>
/// <param name="Largest">Its largest element.</param>
/// <param name="NormThreshold">The threshold by norm of the example.</param>
/// <param name="ValueThreshold">The threshold by value of the example.</param>
/// <param name="ByNorm">The example clipped by norm.</param>
/// <param name="ByValue">The example clipped by value.</param>
/// <param name="Left">Shares of the norm that are left, from 1 down, at which both ways are compared.</param>
/// <param name="CosineByNorm">Of the angle between the gradient and the clipped one, by norm.</param>
/// <param name="CosineByValue">And by value.</param>
/// <param name="ChangedByValue">The share of the elements that clipping by value changes.</param>
/// <param name="Ranks">Ranks of some elements by magnitude, the largest is 1.</param>
/// <param name="Magnitudes">Their magnitudes before.</param>
public sealed record LabClipping(
    int Elements, double Norm, double Largest, double NormThreshold, double ValueThreshold, LabClipped ByNorm, LabClipped ByValue,
    IReadOnlyList<double> Left, IReadOnlyList<double> CosineByNorm, IReadOnlyList<double> CosineByValue, IReadOnlyList<double> ChangedByValue,
    IReadOnlyList<int> Ranks, IReadOnlyList<double> Magnitudes);
