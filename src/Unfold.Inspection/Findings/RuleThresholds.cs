namespace Unfold.Inspection;

/// <summary>The numbers that rules compare with.</summary>
public sealed record RuleThresholds
{
    /// <summary>D02: the accuracy counts as the majority's when it is this close to it. <value>Default: 0.005, half a point.</value></summary>
    public double MajorityDistance { get; init; } = 0.005;

    /// <summary>D02: … or within this many standard errors of it. <value>Default: 2.</value></summary>
    public double MajorityStandardErrors { get; init; } = 2;

    /// <summary>D02: and fewer than this share of the other classes' texts are found. <value>Default: 0.05.</value></summary>
    public double MinorityRecall { get; init; } = 0.05;

    /// <summary>D04: the training loss counts as the prior's when it is at least this share of the prior entropy. <value>Default: 0.98.</value></summary>
    public double PriorShare { get; init; } = 0.98;

    /// <summary>D27: the validation loss rises this much above its minimum. <value>Default: 0.1.</value></summary>
    public double OverfitRise { get; init; } = 0.1;

    /// <summary>D27: for this many epochs in a row. <value>Default: 3.</value></summary>
    public int OverfitEpochs { get; init; } = 3;
}
