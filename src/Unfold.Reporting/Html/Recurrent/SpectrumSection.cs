using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The recurrent matrices by their eigenvalues and singular values, gate by gate where a layer has gates.</summary>
static class SpectrumSection
{
    public static Section Of(RunView run)
    {
        Section section = new("spectrum", "Spectrum of the recurrent weights", "ρ is the largest |eigenvalue|, σ₁ the largest singular value. In a plain RNN, σ₁ below 1 is enough to make gradients vanish, and they explode only if it is above 1. Each dot is an eigenvalue in the complex plane, the circle has radius 1.");
        string[] names = [.. run.Seen.Series("spectrum")];
        section.Add("four", names.Select(name => FigureKit.Lines($"radius:{name}", FigureKit.Small with { Title = Title(name), References = [new("", 1)], Labels = true },
            [run.Line("spectrum", name, "largest", "σ₁", 1), run.Line("spectrum", name, "radius", "ρ", 0)])));
        section.Add("four", names.Select(name => EigenCloud.Of(run, "spectrum", name, Title(name))));
        section.Add("four", names.Select(name => FigureKit.Lines($"singular:{name}", FigureKit.Small with { Title = Title(name), LogY = true, Labels = true, XLabel = "singular value, largest first" },
            run.Seen.Ends("spectrum", name, "singular").Select((array, i) => new ChartLine($"epoch {array.Epoch}", [.. Enumerable.Range(1, array.Columns).Select(k => (double)k)], [.. array.Values.Select(value => (double)value)], i == 0 ? 6 : 0)), "k")), "Singular values");
        return section.Add("three", [
            Several(run, names, "condition", "Condition σ₁ / σ_min", log: true),
            Several(run, names, "orthogonality", "‖WᵀW − I‖ / H: 0 is orthogonal", log: false),
            Several(run, names, "stableRank", "Stable rank ‖W‖² / σ₁²", log: false),
        ]);
    }

    static Figure? Several(RunView run, string[] names, string statistic, string title, bool log)
    {
        int layers = names.Select(GateName.Whole).Distinct(StringComparer.Ordinal).Count();
        return FigureKit.Lines(
            $"spectrum-{statistic}",
            FigureKit.Third with { Title = title, LogY = log },
            names.Select((name, i) => run.Seen.Line("spectrum", name, statistic) is { } values ? FigureKit.Numbered(GateName.Is(name) && layers == 1 ? GateName.Letter(name) : Escape.Middle(name, 18), run.Epochs, values, i) : null));
    }

    static string Title(string name) => Escape.Middle(name, 30);
}
