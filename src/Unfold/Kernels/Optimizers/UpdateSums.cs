namespace Unfold.Kernels;

/// <summary>What the update pass adds up while the numbers are in registers; in double over stretches of single sums.</summary>
struct UpdateSums
{
    public double GradientSquares, ClippedSquares, GradientLargest, PreviousDot, WeightSquares, UpdateSquares, WeightDotUpdate, GradientDotUpdate;
    public long Zeros, NonFinite;

    /// <summary>Takes in the sums of another part of the parameter.</summary>
    public void Add(in UpdateSums part)
    {
        GradientSquares += part.GradientSquares;
        ClippedSquares += part.ClippedSquares;
        GradientLargest = Math.Max(GradientLargest, part.GradientLargest);
        PreviousDot += part.PreviousDot;
        WeightSquares += part.WeightSquares;
        UpdateSquares += part.UpdateSquares;
        WeightDotUpdate += part.WeightDotUpdate;
        GradientDotUpdate += part.GradientDotUpdate;
        Zeros += part.Zeros;
        NonFinite += part.NonFinite;
    }
}
