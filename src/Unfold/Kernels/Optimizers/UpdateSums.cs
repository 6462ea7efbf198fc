namespace Unfold.Kernels;

/// <summary>What the update pass adds up while the numbers are in registers; in double over blocks of single sums.</summary>
struct UpdateSums
{
    public double GradientSquares, GradientLargest, PreviousDot, WeightSquares, UpdateSquares, WeightDotUpdate;
    public long Zeros, NonFinite;
}
