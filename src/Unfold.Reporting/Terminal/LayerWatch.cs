namespace Unfold.Reporting;

/// <summary>The gradient through time of one recurrent layer in one epoch.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="FirstLag">The lag of the first element of the profile: 0 is the last real token, below it is padding.</param>
/// <param name="Profile">RMS over examples of the gradient's norm, by lag.</param>
/// <param name="HalfLife">Steps in which it halves, the median; ∞ where it does not fall, NaN where it is not known.</param>
/// <param name="Reach">The share of it that comes from beyond the last five real steps, the median; NaN where it is not known.</param>
public sealed record LayerWatch(string Layer, int FirstLag, IReadOnlyList<double> Profile, double HalfLife, double Reach)
{
    /// <summary>The half-life and the reach in words.</summary>
    public string Words => double.IsNaN(HalfLife) ? "" :
        (double.IsPositiveInfinity(HalfLife) ? "does not fall" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"halves every {HalfLife:0.0} words")) +
        (double.IsNaN(Reach) ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {Reach:0 %} of it from beyond the last 5"));
}
