namespace Unfold.Training;

/// <summary>Loss, optimizer, schedule and stopping.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The most passes over the training part, 1..100000. <value>Default: 20.</value></summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Texts in a step, 1..65536. <value>Default: 32.</value></summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How many batches' worth of shuffled texts are sorted by length together; 1 is none, up to 10000. <value>Default: 1.</value></summary>
    public int BucketBatches { get; init; } = 1;

    /// <summary>Batches whose mean gradient makes one step, 1..10000; the last step of an epoch may have fewer. <value>Default: 1.</value></summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Examples after which an epoch ends, rounded up to whole batches; 0 takes all. <value>Default: 0.</value></summary>
    public int Examples { get; init; }

    /// <summary>Batches after which loss and accuracy since the last report are told; 0 never. <value>Default: 0.</value></summary>
    public int ReportEvery { get; init; }

    /// <summary>Whether a last batch that is not full is left out. <value>Default: false.</value></summary>
    public bool DropLast { get; init; }

    /// <summary>The optimizer. <value>Default: adam.</value></summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The step size, above 0, up to 1000. <value>Default: 0.001.</value></summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Adam's decay of the mean gradient, 0..1 (1 excluded). <value>Default: 0.9.</value></summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay of the mean square, 0..1 (1 excluded). <value>Default: 0.999.</value></summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's ε, above 0, up to 1. <value>Default: 1e-8.</value></summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>SGD's momentum, 0..1 (1 excluded). <value>Default: 0.</value></summary>
    public double Momentum { get; init; }

    /// <summary>Whether SGD's momentum looks ahead. <value>Default: false.</value></summary>
    public bool Nesterov { get; init; }

    /// <summary>How strongly weights are pulled to zero, 0..10. <value>Default: 0.</value></summary>
    public double WeightDecay { get; init; }

    /// <summary>How the step size changes. <value>Default: constant.</value></summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    /// <summary>Steps over which the step size rises from nothing, 0..1000000. <value>Default: 0.</value></summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The <c>step</c> schedule multiplies the step size after so many epochs, 1..100000. <value>Default: 5.</value></summary>
    public int StepEpochs { get; init; } = 5;

    /// <summary>What the <c>step</c> schedule multiplies by, above 0, up to 1. <value>Default: 0.5.</value></summary>
    public double StepFactor { get; init; } = 0.5;

    /// <summary>The largest norm of all gradients together; 0 is no limit, up to 1000000. <value>Default: 0.</value></summary>
    public double ClipNorm { get; init; }

    /// <summary>The largest magnitude of a gradient's element; 0 is no limit, up to 1000000. <value>Default: 0.</value></summary>
    public double ClipValue { get; init; }

    /// <summary>Whether rare classes count more: by examples / (classes · examples of the class). <value>Default: none.</value></summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;

    /// <summary>How many times a positive example of a two-class task counts, above 0, up to 1000000. <value>Default: 1.</value></summary>
    public double PositiveWeight { get; init; } = 1;

    /// <summary>The share of the target spread over all classes, 0..0.9; more than two classes only. <value>Default: 0.</value></summary>
    public double LabelSmoothing { get; init; }

    /// <summary>What an epoch is judged by, on validation. <value>Default: loss.</value></summary>
    public Monitor Monitor { get; init; } = Monitor.Loss;

    /// <summary>Epochs without a gain after which training ends; 0 never ends early, up to 100000. <value>Default: 5.</value></summary>
    public int Patience { get; init; } = 5;

    /// <summary>The smallest gain that counts, 0..10. <value>Default: 0.001.</value></summary>
    public double MinGain { get; init; } = 1e-3;

    /// <summary>Parameters with a step size or weight decay of their own. <value>Default: none.</value></summary>
    public IReadOnlyList<ParameterGroupRecipe> Groups { get; init; } = [];
}
