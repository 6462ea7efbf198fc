namespace Unfold.Kernels;

/// <summary>What one optimizer pass saw of a parameter. g is the gradient as it arrived, before scaling, clipping and weight decay.</summary>
/// <remarks>Runs of 1,024 elements are summed in vectors of the parameter's type, the runs in double, in order.</remarks>
struct UpdateStatistics
{
    /// <summary>Σ g².</summary>
    public double GradientSquares;

    /// <summary>Σ g·g′, g′ the gradient of the step before; zero when none was given.</summary>
    public double GradientTimesPrevious;

    /// <summary>Σ g′².</summary>
    public double PreviousSquares;

    /// <summary>Σ w² before the update.</summary>
    public double WeightSquares;

    /// <summary>Σ Δw².</summary>
    public double ChangeSquares;

    /// <summary>Σ w·Δw, w before the update.</summary>
    public double WeightTimesChange;

    /// <summary>max |g|; NaN is left out, see <see cref="NonFinite"/>.</summary>
    public double LargestGradient;

    /// <summary>Elements whose gradient is exactly zero.</summary>
    public long Zeros;

    /// <summary>Elements whose gradient is infinite or NaN.</summary>
    public long NonFinite;

    /// <summary>Elements seen.</summary>
    public long Count;

    /// <summary>Takes in what another part of the same parameter gave.</summary>
    public void Add(in UpdateStatistics other)
    {
        GradientSquares += other.GradientSquares;
        GradientTimesPrevious += other.GradientTimesPrevious;
        PreviousSquares += other.PreviousSquares;
        WeightSquares += other.WeightSquares;
        ChangeSquares += other.ChangeSquares;
        WeightTimesChange += other.WeightTimesChange;
        LargestGradient = Math.Max(LargestGradient, other.LargestGradient);
        Zeros += other.Zeros;
        NonFinite += other.NonFinite;
        Count += other.Count;
    }
}
