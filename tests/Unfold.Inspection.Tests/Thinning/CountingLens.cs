using Unfold.Nn;

namespace Unfold.Inspection.Tests.Thinning;

/// <summary>Wants to hear everything, and counts what it hears, step by step.</summary>
sealed class CountingLens : Lens
{
    LensContext? _context;

    public SortedDictionary<long, int> Close { get; } = [];

    public SortedDictionary<long, int> Norms { get; } = [];

    public int Losses { get; private set; }

    public int Steps { get; private set; }

    public int Ends { get; private set; }

    public override string Name => "counting";

    public override void Begin(LensContext context) => _context = context;

    public override ModuleSignals Watches(Module module) =>
        ModuleSignals.Output | ModuleSignals.OutputGradient | ModuleSignals.Tokens | ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient;

    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training) => Count(Close);

    public override void OnOutput(in ModuleOutput output) => Count(Close);

    public override void OnRecurrence(RecurrentPass pass, bool training) => Count(Close);

    public override void OnOutputGradient(in ModuleOutput output) => Count(Close);

    public override void OnRecurrenceGradient(RecurrentPass pass) => Count(Close);

    public override void OnParameter(in ParameterObservation parameter) => Count(Close);

    public override void OnGradientNorm(Parameter parameter, double norm) => Count(Norms);

    public override void OnLoss(double value, int examples, bool train) => Losses++;

    public override void OnStep(in StepObservation step) => Steps++;

    public override void OnStepEnd(long step) => Ends++;

    void Count(SortedDictionary<long, int> calls) => calls[_context!.Step] = calls.GetValueOrDefault(_context.Step) + 1;
}
