namespace Unfold.Training;

/// <summary>What is watched while a model trains.</summary>
public sealed record InspectionRecipe
{
    /// <summary>Whether gradients are watched and recorded. <value>Default: true.</value></summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether the cosine of consecutive gradients is taken, which keeps the last gradient of every parameter. <value>Default: true.</value></summary>
    public bool Cosine { get; init; } = true;
}
