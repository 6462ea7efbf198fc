using System.Globalization;
using Unfold.Inspection;
using Unfold.Lab;

namespace Unfold.Cli;

/// <summary>The lab's numbers as tables for the terminal.</summary>
static class LabTables
{
    static readonly int[] Shown = [1, 2, 5, 10, 20, 50, 100];

    static readonly TextColumn[] Ways = [new("matrix", Right: false), new("by hand against", Right: false), new("compared"), new("largest difference"), new("relative")];

    static readonly TextColumn[] Words = [new("word", Right: false), new("tag", Right: false), new("p(tag)"), new("local"), new("carried"), new("sum"), new("one Jacobian"), new("to the end")];

    public static void Print(LabDocument lab, Terminal terminal)
    {
        terminal.Tell(string.Create(CultureInfo.InvariantCulture, $"{lab.Model}: {lab.Activation}, embedding {lab.Embedding}, {lab.Hidden} units, {lab.TagNames.Count} tags; {lab.Steps.Count} words, loss {lab.Loss:0.0000}."));
        terminal.Tell();
        terminal.Head("Gradients that reach each state, and the Jacobians' largest singular values");
        Table(terminal, Words, [.. lab.Steps.Select((step, t) => new[]
        {
            step.Word, step.Tag, step.Probability.ToString("0.0000", CultureInfo.InvariantCulture), Short(Unfolding.Norm(step.Local)), Short(Unfolding.Norm(step.Carried)), Short(Unfolding.Norm(step.Gradient)),
            t == 0 ? "" : Short(step.JacobianNorm), Short(step.ProductNorm),
        })]);
        terminal.Head("One gradient, several ways");
        IEnumerable<GradientComparison> drawn = lab.Maps.Where(map => lab.Comparisons.All(entry => entry.Way != map.Way))
            .Select(map => new GradientComparison(map.Parameter, map.Way, map.MaxAbsolute, map.MaxRelative, map.ByHand.Sum(row => row.Length)));
        Table(terminal, Ways, [.. lab.Comparisons.Concat(drawn).Select(entry => new[] { entry.Parameter, entry.Way, $"{entry.Checked:N0}", Short(entry.MaxAbsolute), Short(entry.MaxRelative) })]);
        int most = lab.Lags.Max(lag => lag.Product.Count) - 1;
        int[] lags = [.. Shown.Where(lag => lag < most), most];
        terminal.Head("Products of Jacobians over the lag, largest singular value");
        Table(terminal, [new("cell", Right: false), new("weights", Right: false), .. lags.Select(lag => new TextColumn($"{lag}"))], [.. lab.Lags.Select(entry =>
            (string[])[entry.Name, entry.Fresh ? "fresh layer" : "these", .. lags.Select(lag => Short(entry.Product[lag]))])]);
        if (lab.Clipping is { } clipping)
        {
            terminal.Tell(string.Create(CultureInfo.InvariantCulture,
                $"Clipping a gradient of norm {clipping.Norm:0.####}: by norm at {clipping.NormThreshold:0.####} leaves {clipping.ByNorm.Norm:0.####}, cosine {clipping.ByNorm.Cosine:0.0000}; by value at {clipping.ValueThreshold:0.######} leaves {clipping.ByValue.Norm:0.####}, cosine {clipping.ByValue.Cosine:0.0000}, {clipping.ByValue.Changed:0.0 %} of the elements cut."));
        }
        foreach (LabCurve curve in lab.Curves)
        {
            terminal.Tell(string.Create(CultureInfo.InvariantCulture,
                $"{curve.Parameter}[{(curve.RowName.Length > 0 ? curve.RowName : $"{curve.Row}")}, {curve.Column}] = {curve.Curve.Weight:0.######}: gradient {curve.Curve.Gradient:0.000000e+0}."));
        }
    }

    static void Table(Terminal terminal, TextColumn[] columns, string[][] rows)
    {
        foreach (string line in TextTable.Fit(columns, rows)) terminal.Tell(line);
        terminal.Tell();
    }

    static string Short(double value) => value == 0 ? "0" : value.ToString("0.0e0", CultureInfo.InvariantCulture);
}
