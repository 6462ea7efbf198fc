using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Keeps the first number that is not finite of all that modules compute, there and back.</summary>
sealed class FaultWatcher : IModuleWatcher
{
    /// <summary>The first one; none so far.</summary>
    public NonFiniteFault? First { get; private set; }

    public ModuleSignals Signals(Module module) =>
        ModuleSignals.Output | ModuleSignals.OutputGradient | ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient;

    public void OnOutput(Module module, Tensor output, SequenceLayout? layout) =>
        First ??= InRows("the output", NameOf(module), output.ToDoubles(), output.Shape, 0, output.Shape.Columns, layout, fromTheEnd: false);

    public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
    {
        if (First is null && output.Grad is { } gradient)
            First = InRows("the gradient of the output", NameOf(module), gradient.ToDoubles(), output.Shape, 0, output.Shape.Columns, layout, fromTheEnd: true);
    }

    public void OnTokens(Embedding embedding, SequenceBatch batch)
    {
    }

    public void OnRecurrence(RecurrentPass pass) =>
        First ??= InRows("the states", pass.Name, pass.Output.ToDoubles(), pass.Output.Shape, pass.Column, pass.Units, pass.Layout, fromTheEnd: pass.Reverse);

    public void OnRecurrenceGradient(RecurrentPass pass)
    {
        if (First is null && pass.StateGradientSquares is { Length: > 0 } squares)
            First = InRows("the gradient of the states", pass.Name, squares.ToArray(), new Shape(squares.Length, 1), 0, 1, pass.Layout, fromTheEnd: !pass.Reverse);
    }

    static string NameOf(Module module) => module.Path.Length > 0 ? module.Path : module.GetType().Name;

    /// <summary>The first row in the order of computation: by time step, from the end where that is the direction, then by text.</summary>
    static NonFiniteFault? InRows(string what, string name, double[] values, Shape shape, int column, int columns, SequenceLayout? layout, bool fromTheEnd)
    {
        int width = shape.Columns;
        if (Array.TrueForAll(values, double.IsFinite))
            return null;
        if (layout is null || layout.TotalSteps * width != values.Length)
        {
            int at = Array.FindIndex(values, value => !double.IsFinite(value));
            return new(what, name, values[at], Text: at / width);
        }
        for (int turn = 0; turn < layout.MaxLength; turn++)
        {
            int step = fromTheEnd ? layout.MaxLength - 1 - turn : turn;
            for (int text = 0; text < layout.Count; text++)
            {
                if (step >= layout.Lengths[text])
                    continue;
                foreach (double value in values.AsSpan((layout.Row(text, step) * width) + column, columns))
                {
                    if (!double.IsFinite(value))
                        return new(what, name, value, Text: text, Word: step);
                }
            }
        }
        return null; // in the columns of the other direction, which has its own turn
    }
}
