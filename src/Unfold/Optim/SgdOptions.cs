namespace Unfold.Optim;

/// <summary>The settings of <see cref="Sgd"/>.</summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>The settings with their defaults: learning rate 0.01, no momentum.</summary>
    public SgdOptions() => LearningRate = 0.01;

    /// <summary>How much of the last direction is kept. <value>In [0, 1]; default 0.</value></summary>
    public double Momentum { get; init; }

    /// <summary>How much of the gradient is held back from the kept direction, from the second step on. <value>In [0, 1]; default 0.</value></summary>
    public double Dampening { get; init; }

    /// <summary>Whether the step looks ahead; needs momentum and no dampening. <value>Default: false.</value></summary>
    public bool Nesterov { get; init; }

    internal override void Validate()
    {
        base.Validate();
        Check(Momentum is >= 0 and <= 1, nameof(Momentum), "a number from 0 to 1", Momentum);
        Check(Dampening is >= 0 and <= 1, nameof(Dampening), "a number from 0 to 1", Dampening);
        Check(!Nesterov || (Momentum > 0 && Dampening == 0), nameof(Nesterov), "momentum above 0 and no dampening with it", Momentum);
    }
}
