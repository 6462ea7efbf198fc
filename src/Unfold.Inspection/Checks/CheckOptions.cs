namespace Unfold.Inspection;

/// <summary>How a model is checked.</summary>
public sealed record CheckOptions
{
    /// <summary>What all checks together may take. A check that is under way is finished; one that is left is said to be. <value>Default: 10 seconds.</value></summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is known of the data: how frequent the classes are. <value>Default: as in the probe.</value></summary>
    public DataDocument? Data { get; init; }

    /// <summary>The most steps on one batch. <value>Default: 300.</value></summary>
    public int OverfitSteps { get; init; } = 300;

    /// <summary>The learning rate of Adam on one batch. <value>Default: 0.01.</value></summary>
    public double OverfitLearningRate { get; init; } = 0.01;

    /// <summary>The most examples of that batch. <value>Default: 32.</value></summary>
    public int OverfitExamples { get; init; } = 32;

    /// <summary>What rules will compare with: training on one batch ends where there is nothing left to find. <value>Default: <see cref="Thresholds.Default"/>.</value></summary>
    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    /// <summary>Measures the time. <value>Default: the system's clock.</value></summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called with the name of each check as it begins.</summary>
    public Action<string>? Began { get; init; }

    /// <summary>Ends the checks.</summary>
    public CancellationToken Cancellation { get; init; }
}
