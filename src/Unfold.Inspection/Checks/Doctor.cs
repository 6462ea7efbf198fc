using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Examines a model by experiments: what can be known before it is trained, or at any other time.</summary>
/// <remarks>
/// The model is left as it was: weights, gradients, dropout's random numbers, watchers, the state of its optimizers. What a module of one's own keeps
/// beside its parameters (running means, a generator of its own) is not known to anybody here, and moves with one pass in training mode.
/// </remarks>
public static class Doctor
{
    /// <summary>Makes all checks that the time is enough for.</summary>
    /// <param name="model">The model; what the probe asks is this one.</param>
    /// <param name="probe">Examples of the training data, some of every class, and how to ask the model.</param>
    /// <param name="options">Time, and what is known of the data.</param>
    /// <exception cref="OperationCanceledException"><see cref="CheckOptions.Cancellation"/> ended them; the model is as it was.</exception>
    public static ChecksDocument Check(Module model, Probe probe, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(probe);
        CheckRun run = new(model, probe, options ?? new());
        return Execution.Cancellable(run.Options.Cancellation, () => Check(run));
    }

    static ChecksDocument Check(CheckRun run)
    {
        ChecksDocument document = new()
        {
            BudgetSeconds = run.Options.Budget.TotalSeconds,
            InitialLoss = run.Make(CheckNames.InitialLoss, InitialLossMeasure.Of),
            Initialisation = run.Make(CheckNames.Initialisation, InitialisationMeasure.Of),
            Structure = run.Make(CheckNames.Structure, StructureMeasure.Of),
            Mixing = run.Make(CheckNames.Mixing, MixingMeasure.Of),
            Causality = run.Make(CheckNames.Causality, CausalityMeasure.Of),
            Modes = run.Make(CheckNames.Modes, ModesMeasure.Of),
            Gradients = run.Make(CheckNames.Gradients, GradientsMeasure.Of),
        };
        using (WeightsAside.Of(run.Model))
        {
            document = document with { Overfit = run.Make(CheckNames.Overfit, OverfitMeasure.Of) };
            document = document with
            {
                Input = run.MakeAfter(document.Overfit, CheckNames.Input, InputMeasure.Of),
                Outputs = run.MakeAfter(document.Overfit, CheckNames.Outputs, OutputsMeasure.Of),
                Padding = run.Probe.Padding is null ? null : run.MakeAfter(document.Overfit, CheckNames.Padding, PaddingMeasure.Of),
            };
        }
        return document with { Seconds = run.Elapsed.TotalSeconds, Took = run.Took, Omitted = run.Omitted };
    }

    /// <summary>What the rules find in a model before it is trained, the most severe first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="probe">Examples of the training data, some of every class, and how to ask the model.</param>
    /// <param name="options">Time, thresholds, and what is known of the data.</param>
    public static IReadOnlyList<Finding> Diagnose(Module model, Probe probe, CheckOptions? options = null)
    {
        options ??= new();
        return Rules.Check(new RunDocument { Data = options.Data ?? new(), Checks = Check(model, probe, options) }, options.Thresholds);
    }
}
