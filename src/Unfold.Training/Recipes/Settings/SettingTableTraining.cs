namespace Unfold.Training;

/// <summary>The settings of training, decision, baselines and inspection.</summary>
static class SettingTableTraining
{
    public static Setting[] Settings =>
    [
        new NumberSetting<int>("training.epochs", "The most passes over the training part.", 1, 100_000, r => r.Training.Epochs, Set<int>((t, v) => t with { Epochs = v })),
        new NumberSetting<int>("training.batchSize", "Texts in a step.", 1, 65536, r => r.Training.BatchSize, Set<int>((t, v) => t with { BatchSize = v })),
        new NumberSetting<int>("training.bucketBatches", "How many batches' worth of shuffled texts are sorted by length together; 1 is none.", 1, 10_000, r => r.Training.BucketBatches, Set<int>((t, v) => t with { BucketBatches = v })),
        new NumberSetting<int>("training.accumulate", "Batches whose mean gradient makes one step.", 1, 10_000, r => r.Training.Accumulate, Set<int>((t, v) => t with { Accumulate = v })),
        new NumberSetting<int>("training.examples", "Examples after which an epoch ends; 0 takes all.", 0, int.MaxValue, r => r.Training.Examples, Set<int>((t, v) => t with { Examples = v })),
        new NumberSetting<int>("training.reportEvery", "Batches after which loss and accuracy since the last report are told; 0 never.", 0, 1_000_000, r => r.Training.ReportEvery, Set<int>((t, v) => t with { ReportEvery = v })),
        new BooleanSetting("training.dropLast", "Whether a last batch that is not full is left out.", r => r.Training.DropLast, Set<bool>((t, v) => t with { DropLast = v })),
        new ChoiceSetting<OptimizerKind>("training.optimizer", "The optimizer.", r => r.Training.Optimizer, Set<OptimizerKind>((t, v) => t with { Optimizer = v })),
        new NumberSetting<double>("training.learningRate", "The step size.", 0, 1000, r => r.Training.LearningRate, Set<double>((t, v) => t with { LearningRate = v }), aboveMin: true),
        new NumberSetting<double>("training.beta1", "Adam's decay of the mean gradient.", 0, 1, r => r.Training.Beta1, Set<double>((t, v) => t with { Beta1 = v }), belowMax: true),
        new NumberSetting<double>("training.beta2", "Adam's decay of the mean square.", 0, 1, r => r.Training.Beta2, Set<double>((t, v) => t with { Beta2 = v }), belowMax: true),
        new NumberSetting<double>("training.epsilon", "Adam's epsilon.", 0, 1, r => r.Training.Epsilon, Set<double>((t, v) => t with { Epsilon = v }), aboveMin: true),
        new NumberSetting<double>("training.momentum", "SGD's momentum.", 0, 1, r => r.Training.Momentum, Set<double>((t, v) => t with { Momentum = v }), belowMax: true),
        new BooleanSetting("training.nesterov", "Whether SGD's momentum looks ahead.", r => r.Training.Nesterov, Set<bool>((t, v) => t with { Nesterov = v })),
        new NumberSetting<double>("training.weightDecay", "How strongly weights are pulled to zero.", 0, 10, r => r.Training.WeightDecay, Set<double>((t, v) => t with { WeightDecay = v })),
        new ChoiceSetting<ScheduleKind>("training.schedule", "How the step size changes.", r => r.Training.Schedule, Set<ScheduleKind>((t, v) => t with { Schedule = v })),
        new NumberSetting<int>("training.warmUpSteps", "Steps over which the step size rises from nothing.", 0, 1_000_000, r => r.Training.WarmUpSteps, Set<int>((t, v) => t with { WarmUpSteps = v })),
        new NumberSetting<int>("training.stepEpochs", "The step schedule multiplies the step size after so many epochs.", 1, 100_000, r => r.Training.StepEpochs, Set<int>((t, v) => t with { StepEpochs = v })),
        new NumberSetting<double>("training.stepFactor", "What the step schedule multiplies by.", 0, 1, r => r.Training.StepFactor, Set<double>((t, v) => t with { StepFactor = v }), aboveMin: true),
        new NumberSetting<double>("training.clipNorm", "The largest norm of all gradients together; 0 is no limit.", 0, 1_000_000, r => r.Training.ClipNorm, Set<double>((t, v) => t with { ClipNorm = v })),
        new NumberSetting<double>("training.clipValue", "The largest magnitude of a gradient's element; 0 is no limit.", 0, 1_000_000, r => r.Training.ClipValue, Set<double>((t, v) => t with { ClipValue = v })),
        new ChoiceSetting<ClassWeighting>("training.classWeights", "Whether rare classes count more.", r => r.Training.ClassWeights, Set<ClassWeighting>((t, v) => t with { ClassWeights = v })),
        new NumberSetting<double>("training.positiveWeight", "How many times a positive example of a two-class task counts.", 0, 1_000_000, r => r.Training.PositiveWeight, Set<double>((t, v) => t with { PositiveWeight = v }), aboveMin: true),
        new NumberSetting<double>("training.labelSmoothing", "The share of the target spread over all classes; more than two classes only.", 0, 0.9, r => r.Training.LabelSmoothing, Set<double>((t, v) => t with { LabelSmoothing = v })),
        new ChoiceSetting<Monitor>("training.monitor", "What an epoch is judged by, on validation.", r => r.Training.Monitor, Set<Monitor>((t, v) => t with { Monitor = v })),
        new NumberSetting<int>("training.patience", "Epochs without a gain after which training ends; 0 never ends early.", 0, 100_000, r => r.Training.Patience, Set<int>((t, v) => t with { Patience = v })),
        new NumberSetting<double>("training.minGain", "The smallest gain that counts.", 0, 10, r => r.Training.MinGain, Set<double>((t, v) => t with { MinGain = v })),
        new GroupsSetting(),
        new NumberSetting<double>("decision.threshold", "The answer is positive from this probability on.", 0, 1, r => r.Decision.Threshold, (r, v) => r with { Decision = r.Decision with { Threshold = v } }),
        new ChoiceSetting<ThresholdChoice>("decision.chosenOn", "Whether the threshold is the given one or chosen on the training part.", r => r.Decision.ChosenOn, (r, v) => r with { Decision = r.Decision with { ChosenOn = v } }),
        new NumberSetting<int>("decision.folds", "Parts of the training data for that choice.", 2, 20, r => r.Decision.Folds, (r, v) => r with { Decision = r.Decision with { Folds = v } }),
        new BooleanSetting("baselines.bagOfWords", "Whether a bag-of-words logistic model is fitted.", r => r.Baselines.BagOfWords, (r, v) => r with { Baselines = r.Baselines with { BagOfWords = v } }),
        new NumberSetting<int>("baselines.nGrams", "The longest run of words that is a feature.", 1, 3, r => r.Baselines.NGrams, (r, v) => r with { Baselines = r.Baselines with { NGrams = v } }),
        new NumberSetting<int>("baselines.minCount", "The smallest count of a feature.", 1, 1000, r => r.Baselines.MinCount, (r, v) => r with { Baselines = r.Baselines with { MinCount = v } }),
        new NumberSetting<double>("baselines.strength", "The inverse strength C of the L2 penalty.", 0, 1_000_000, r => r.Baselines.Strength, (r, v) => r with { Baselines = r.Baselines with { Strength = v } }, aboveMin: true),
        new ChoiceSetting<ClassWeighting>("baselines.classWeights", "Whether rare classes count more in the baseline.", r => r.Baselines.ClassWeights, (r, v) => r with { Baselines = r.Baselines with { ClassWeights = v } }),
        new BooleanSetting("baselines.elasticNet", "Whether the same on single words is fitted with an elastic net.", r => r.Baselines.ElasticNet, (r, v) => r with { Baselines = r.Baselines with { ElasticNet = v } }),
        .. SettingTableLinear.Settings,
        new BooleanSetting("inspection.enabled", "Whether the training is watched and recorded.", r => r.Inspection.Enabled, (r, v) => r with { Inspection = r.Inspection with { Enabled = v } }),
        new ChoiceSetting<LensChoice>("inspection.lenses", "Which lenses look.", r => r.Inspection.Lenses, (r, v) => r with { Inspection = r.Inspection with { Lenses = v } }),
        new NumberSetting<int>("inspection.stride", "From one step that is looked at closely to the next; 1 for every step, 0 for 1, 8, 16 or 32 by the length of an epoch.", 0, 4096, r => r.Inspection.Stride, (r, v) => r with { Inspection = r.Inspection with { Stride = v } }),
        new NumberSetting<int>("inspection.probeTexts", "Validation texts on which the expensive probes run once an epoch; 0 for none.", 0, 4096, r => r.Inspection.ProbeTexts, (r, v) => r with { Inspection = r.Inspection with { ProbeTexts = v } }),
        new NumberSetting<double>("inspection.probeBudget", "What the probes may take, as a share of the training steps' time.", 0, 10, r => r.Inspection.ProbeBudget, (r, v) => r with { Inspection = r.Inspection with { ProbeBudget = v } }),
        new BooleanSetting("inspection.texts", "Whether the record holds texts: those of a spike's batch, and some of the probe's.", r => r.Inspection.Texts, (r, v) => r with { Inspection = r.Inspection with { Texts = v } }),
        new BooleanSetting("inspection.cosine", "Whether the cosine of consecutive gradients is taken.", r => r.Inspection.Cosine, (r, v) => r with { Inspection = r.Inspection with { Cosine = v } }),
    ];

    static Func<Recipe, T, Recipe> Set<T>(Func<TrainingRecipe, T, TrainingRecipe> set) => (r, v) => r with { Training = set(r.Training, v) };
}
