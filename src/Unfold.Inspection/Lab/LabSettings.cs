namespace Unfold.Inspection;

/// <summary>What the lab is to show.</summary>
public sealed record LabSettings
{
    /// <summary>Weights whose curve is drawn. <value>Default: W_y[0, 0], as the seed of the lab has it, and the first of each other matrix; of W_e, of the sentence's first word.</value></summary>
    public IReadOnlyList<LabWeight> Weights { get; init; } = [];

    /// <summary>How far a curve goes to each side of the weight. <value>Default: 10.</value></summary>
    public double Span { get; init; } = 10;

    /// <summary>Points of a curve, rounded up to an odd number. <value>Default: 201.</value></summary>
    public int Points { get; init; } = 201;

    /// <summary>The gradient beside the hand-written one. <value>Default: that of the fused layers.</value></summary>
    public LabAgainst Against { get; init; }

    /// <summary>Words that the cells read for the figures over the lag: the sentence over and over, at least once. <value>Default: 40.</value></summary>
    public int Lags { get; init; } = 40;

    /// <summary>The threshold of the example by norm. <value>Default: half of the gradient's norm.</value></summary>
    public double? ClipNorm { get; init; }

    /// <summary>The threshold of the example by value. <value>Default: the one that leaves the same norm as the other.</value></summary>
    public double? ClipValue { get; init; }

    /// <summary>Where the fresh weights of the other cells come from. <value>Default: 1.</value></summary>
    public ulong Seed { get; init; } = 1;
}
