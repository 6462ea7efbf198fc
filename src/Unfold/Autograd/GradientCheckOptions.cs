namespace Unfold;

/// <summary>Options of <see cref="GradientCheck"/>.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>h, the distance of the points. <value>Default: 5e-4.</value></summary>
    public double Step { get; init; } = 5e-4;

    /// <summary>The most elements of one tensor that are checked, spread evenly. <value>Default: all.</value></summary>
    public int MaxElements { get; init; } = int.MaxValue;
}
