namespace Unfold.Training;

/// <summary>What the search for a learning rate found.</summary>
/// <param name="Trials">The steps that were made, the smallest rate first.</param>
/// <param name="Steepest">The rate at which the running mean falls fastest; null where it never falls.</param>
/// <param name="AtMinimum">The rate at which the running mean is least.</param>
/// <param name="Diverged">Whether the search ended because the loss had grown to four times its least, or was not finite.</param>
public sealed record RateSearch(IReadOnlyList<RateTrial> Trials, double? Steepest, double AtMinimum, bool Diverged)
{
    /// <summary>What to begin with: the steepest rate, but no more than a tenth of the one at the minimum, where steps already begin to go astray.</summary>
    public double Suggested => Math.Min(Steepest ?? double.PositiveInfinity, AtMinimum / 10);
}
