namespace Unfold.Inspection;

/// <summary>Which lenses are called in every step, call by call.</summary>
sealed class StepCalls(Lens[] lenses)
{
    public Lens[] OnLoss { get; } = Of(lenses, LensCalls.Loss);

    public Lens[] OnExamples { get; } = Of(lenses, LensCalls.Examples);

    public Lens[] OnGradientNorm { get; } = Of(lenses, LensCalls.GradientNorm);

    public Lens[] OnParameter { get; } = Of(lenses, LensCalls.Parameter);

    public Lens[] OnStep { get; } = Of(lenses, LensCalls.Step);

    public Lens[] OnStepEnd { get; } = Of(lenses, LensCalls.StepEnd);

    static Lens[] Of(Lens[] lenses, LensCalls call) => Array.FindAll(lenses, lens => lens.Calls.HasFlag(call));
}
