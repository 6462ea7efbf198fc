using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>What is watched while a model trains.</summary>
public sealed record InspectionRecipe
{
    /// <summary>Whether the training is watched and recorded. <value>Default: true.</value></summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Which lenses look. <value>Default: those that cost next to nothing.</value></summary>
    public LensChoice Lenses { get; init; } = LensChoice.Default;

    /// <summary>From one step that is looked at closely to the next; 1 for every step, 0 by the length of an epoch (<see cref="Inspector.Stride"/>). With <see cref="LensChoice.All"/> it is every step. <value>Default: 0.</value></summary>
    public int Stride { get; init; }

    /// <summary>Whether the cosine of consecutive gradients is taken, which keeps the last gradient of every parameter. <value>Default: true.</value></summary>
    public bool Cosine { get; init; } = true;

    /// <summary>Validation texts on which the expensive probes run once an epoch; 0 for none. <value>Default: 32.</value></summary>
    public int ProbeTexts { get; init; } = 32;

    /// <summary>What the probes may take, as a share of the training steps' time. <value>Default: 0.1.</value></summary>
    public double ProbeBudget { get; init; } = 0.1;

    /// <summary>Whether the record holds texts: those of a spike's batch, and some of the probe's. <value>Default: true.</value></summary>
    public bool Texts { get; init; } = true;
}
