using Unfold.Nn;

namespace Unfold.Inspection.Tests.RecurrentLenses;

/// <summary>All numbers of a walk and of the walk back, as plain arrays.</summary>
sealed record PassCopy(
    string Name, bool Reverse, int[] Lengths, int[] Order, int[] Offsets, int Units, double[] Gates, double[] States, double[] Cells, double[] Squares, double[] CellSquares,
    double[] Carried, double[] GateGradients, double[] Direct)
{
    public int Row(int text, int step) => Offsets[step] + System.Array.IndexOf(Order, text);

    /// <summary>A unit of the state after a step.</summary>
    public double State(int text, int step, int unit) => States[Row(text, step) * (States.Length / Lengths.Sum()) + (Reverse ? Units : 0) + unit];
}

/// <summary>Copies what every pass held.</summary>
sealed class PassSpy : Lens
{
    readonly Dictionary<RecurrentPass, double[]> _gates = [];

    public List<PassCopy> Passes { get; } = [];

    public override string Name => "spy";

    public override void Begin(LensContext context)
    {
    }

    public override ModuleSignals Watches(Module module) =>
        module is Recurrent ? ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient : ModuleSignals.None;

    public override void OnRecurrence(RecurrentPass pass, bool training) => _gates[pass] = pass.Gates.ToDoubles();

    public override void OnRecurrenceGradient(RecurrentPass pass) => Passes.Add(new(
        pass.Name, pass.Reverse, [.. pass.Layout.Lengths], [.. pass.Layout.Order], [.. pass.Layout.StepOffsets], pass.Units, _gates[pass], pass.Output.ToDoubles(),
        pass.Cells?.ToDoubles() ?? [], [.. pass.StateGradientSquares], [.. pass.CellGradientSquares], [.. pass.CarriedGradientSquares], pass.GateGradients!.ToDoubles(),
        pass.OutputGradient?.ToDoubles() ?? []));
}
