namespace Unfold.Inspection;

/// <summary>The figures of a report that findings point at: each is the anchor of its place in the page.</summary>
public static class FigureNames
{
    /// <summary>Loss by epoch, with the prior's.</summary>
    public const string Loss = "figure-loss";

    /// <summary>Accuracy and F1 by epoch, with the majority's.</summary>
    public const string Metrics = "figure-metrics";

    /// <summary>True against predicted classes.</summary>
    public const string Confusion = "figure-confusion";

    /// <summary>The gradient over the lag, by epoch.</summary>
    public const string Time = "figure-time";

    /// <summary>Gradient norms, step by step.</summary>
    public const string GradientNorms = "figure-gradient-norms";

    /// <summary>Cosine of consecutive gradients.</summary>
    public const string Cosine = "figure-cosine";

    /// <summary>Clipped steps.</summary>
    public const string Clipping = "figure-clipping";

    /// <summary>Update-to-weight ratios.</summary>
    public const string Updates = "figure-updates";

    /// <summary>Norms of the weights.</summary>
    public const string Weights = "figure-weights";

    /// <summary>Gate statistics.</summary>
    public const string Gates = "figure-gates";

    /// <summary>Memory by the gates.</summary>
    public const string Memory = "figure-memory";

    /// <summary>Saturated, linear and dead states.</summary>
    public const string States = "figure-states";

    /// <summary>States at the last word and as they are read.</summary>
    public const string Padding = "figure-padding";

    /// <summary>Effective rank of the states.</summary>
    public const string Rank = "figure-rank";

    /// <summary>Spectra of the recurrent matrices.</summary>
    public const string Spectrum = "figure-spectrum";

    /// <summary>Gradient noise scale.</summary>
    public const string Noise = "figure-noise";

    /// <summary>Rows of the embedding by how often they were touched.</summary>
    public const string Embedding = "figure-embedding";

    /// <summary>Loss by length.</summary>
    public const string Lengths = "figure-lengths";

    /// <summary>Steps that stood out, with their texts.</summary>
    public const string Spikes = "figure-spikes";

    /// <summary>What is known of the data before any training.</summary>
    public const string Data = "figure-data";

    /// <summary>The checks before training.</summary>
    public const string Checks = "figure-checks";
}
