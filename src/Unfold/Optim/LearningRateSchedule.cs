namespace Unfold.Optim;

/// <summary>What the learning rate is multiplied by at each optimizer step, counted from 0.</summary>
public sealed class LearningRateSchedule
{
    readonly Func<long, double> _factor;
    readonly string _description;

    LearningRateSchedule(string description, Func<long, double> factor) => (_description, _factor) = (description, factor);

    /// <summary>1 at every step.</summary>
    public static LearningRateSchedule Constant { get; } = new("constant", _ => 1);

    /// <summary>factor^⌊step / every⌋. Source: torch.optim.lr_scheduler.StepLR.</summary>
    public static LearningRateSchedule Steps(long every, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        return new($"times {factor} every {every} steps", step => Math.Pow(factor, step / every));
    }

    /// <summary>floor + (1 − floor) · (1 + cos(π · step / steps)) / 2, and floor from then on.</summary>
    /// <remarks>Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, equation 5, without restarts.</remarks>
    public static LearningRateSchedule Cosine(long steps, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        return new($"cosine to {floor} in {steps} steps", step => step >= steps ? floor : floor + ((1 - floor) * (1 + Math.Cos(Math.PI * step / steps)) / 2));
    }

    /// <summary>In a straight line from 1 to floor, and floor from then on.</summary>
    public static LearningRateSchedule Linear(long steps, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        return new($"linear to {floor} in {steps} steps", step => step >= steps ? floor : 1 + ((floor - 1) * step / steps));
    }

    /// <summary>last^(step / steps): in a geometric progression from 1 to <paramref name="last"/>, which it has at step <paramref name="steps"/>.</summary>
    /// <remarks>Source: L. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3 (there in a straight line); torch.optim.lr_scheduler.ExponentialLR.</remarks>
    public static LearningRateSchedule Exponential(long steps, double last)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(last);
        return new($"in a geometric progression to {last} in {steps} steps", step => Math.Pow(last, (double)step / steps));
    }

    /// <summary>(step + 1) / steps for the first steps, then this schedule from its beginning.</summary>
    public LearningRateSchedule WithWarmUp(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return steps == 0 ? this : new($"{steps} steps of warm-up, then {_description}", step => step < steps ? (step + 1.0) / steps : _factor(step - steps));
    }

    /// <summary>This schedule for some steps, then another from its beginning.</summary>
    public LearningRateSchedule Then(long after, LearningRateSchedule next)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentNullException.ThrowIfNull(next);
        return new($"{_description} for {after} steps, then {next}", step => step < after ? _factor(step) : next.Factor(step - after));
    }

    /// <summary>The factor of a step, counted from 0.</summary>
    public double Factor(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return _factor(step);
    }

    /// <summary>The schedule in words.</summary>
    public override string ToString() => _description;
}
