namespace Unfold.Optim;

/// <summary>What every optimizer can be told.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The learning rate of groups that have none of their own, before the schedule.</summary>
    public double LearningRate { get; init; }

    /// <summary>The weight decay of groups that have none of their own. <value>At least 0; default 0.</value></summary>
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of all gradients together; a larger one is scaled down to it. <value>Above 0; default: no limit.</value></summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest size of a single element of a gradient; done before <see cref="ClipNorm"/>. <value>Above 0; default: no limit.</value></summary>
    public double? ClipValue { get; init; }

    /// <summary>What the learning rate is multiplied by, step by step. <value>Default: 1 throughout.</value></summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Throws where a setting is out of its range.</summary>
    internal virtual void Validate()
    {
        Check(LearningRate >= 0 && double.IsFinite(LearningRate), nameof(LearningRate), "a number of at least 0", LearningRate);
        Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), "a number of at least 0", WeightDecay);
        Check(ClipNorm is not { } norm || norm > 0, nameof(ClipNorm), "a number above 0, or nothing", ClipNorm);
        Check(ClipValue is not { } value || value > 0, nameof(ClipValue), "a number above 0, or nothing", ClipValue);
    }

    private protected void Check(bool fine, string setting, string expected, double? got)
    {
        if (!fine) throw new RecipeException($"{GetType().Name}.{setting}: expected {expected}, got {got}. Change the setting.");
    }
}
