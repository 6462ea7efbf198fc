namespace Unfold.Optim;

/// <summary>The settings of <see cref="Adam"/>, <see cref="AdamW"/> and <see cref="SparseAdam"/>.</summary>
public sealed record AdamOptions : OptimizerOptions
{
    /// <summary>The settings with their defaults: learning rate 0.001, beta 0.9 and 0.999, epsilon 1e-8.</summary>
    public AdamOptions() => LearningRate = 0.001;

    /// <summary>How much of the mean gradient is kept. <value>In [0, 1); default 0.9.</value></summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept. <value>In [0, 1); default 0.999.</value></summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the divisor from zero. <value>Above 0; default 1e-8.</value></summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override void Validate()
    {
        base.Validate();
        Check(Beta1 is >= 0 and < 1, nameof(Beta1), "a number from 0 to below 1", Beta1);
        Check(Beta2 is >= 0 and < 1, nameof(Beta2), "a number from 0 to below 1", Beta2);
        Check(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), "a number above 0", Epsilon);
    }
}
