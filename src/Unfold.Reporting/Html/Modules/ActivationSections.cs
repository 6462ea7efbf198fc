using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How many outputs and gradients count at all: shares of what is alive and what is dead, layer by layer, and the worst of all.</summary>
static class ActivationSections
{
    public static Section Outputs(RunView run)
    {
        Section section = new("activations", "Output activations", "Share of outputs that are not zero, and share of units that gave nothing but zeros: in a batch, and, the real test, in the whole epoch. Training and validation are drawn apart.");
        section.Add("two", [Worst(run, "activation", "Worst of all layers, outputs")]);
        foreach (string module in run.Seen.Series("activation").Where(name => name != "worst"))
        {
            section.Add("three", [
                FigureKit.Fan($"activation:{module}", FigureKit.Third with { Title = "Not zero, training batches", YRange = (0, 1) }, run, run.Seen.Fan("activation", module, "active")),
                FigureKit.Fan($"death:{module}", FigureKit.Third with { Title = "Units without a value, training batches", YRange = (0, 1) }, run, run.Seen.Fan("activation", module, "dead"), color: 1),
                FigureKit.Lines($"activation-sets:{module}", FigureKit.Third with { Title = "Training and validation", YRange = (0, 1) }, [
                    run.Line("activation", module, "active", "not zero, train", 0),
                    run.Line("activation", module, "active.validation", "not zero, valid.", 2),
                    run.Line("activation", module, "dead", "dead, train", 1),
                    run.Line("activation", module, "dead.validation", "dead, validation", 5),
                    run.Line("activation", module, "deadEpoch", "dead all epoch", 7),
                ]),
            ], module);
        }
        return section;
    }

    public static Section Gradients(RunView run)
    {
        Section section = new("gradient-activations", "Gradient activations", "Share of a gradient’s elements that count (above a thousandth of the tensor’s own root mean square), and share of its rows without one. In an embedding most rows are untouched in any one batch: that is as it should be.", open: false);
        section.Add("two", [Worst(run, "gradientActivation", "Worst of all parameters")]);
        string[] names = [.. run.Seen.Series("gradientActivation", "active").Where(name => name != "worst")];
        section.Add("four", names.Where(name => !GateName.Is(name)).Select(name => Pair(run, name, Escape.Middle(name, 28))));
        foreach (IGrouping<string, string> parameter in names.Where(GateName.Is).GroupBy(GateName.Whole, StringComparer.Ordinal))
            section.Add("four", parameter.Select(name => Pair(run, name, GateName.Words(GateName.Letter(name)))), parameter.Key);
        return section;
    }

    static Figure? Pair(RunView run, string name, string title) => FigureKit.Lines(
        $"gradient-activation:{name}",
        FigureKit.Small with { Title = title, YRange = (0, 1), Labels = true, Height = 170 },
        [run.Line("gradientActivation", name, "active", "active", 0), run.Line("gradientActivation", name, "dead", "dead", 1)]);

    static Figure? Worst(RunView run, string lens, string title) => FigureKit.Lines(
        $"worst:{lens}",
        new() { Title = title, Height = 220, YRange = (0, 1) },
        [run.Line(lens, "worst", "active", "least active", 0), run.Line(lens, "worst", "dead", "most dead", 1)]);
}
