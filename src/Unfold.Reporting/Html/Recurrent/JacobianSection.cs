using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How a small change of an early state changes a late one: singular values over the lag, Lyapunov exponents, one-step eigenvalues.</summary>
static class JacobianSection
{
    const double Smallest = 1e-12;

    public static Section Of(RunView run)
    {
        Section section = new("jacobian", "Jacobians through time", "Singular values of ∂h(T)/∂h(T − lag): how strongly each direction of an early state still counts. Lyapunov exponents are their mean growth a step: near 0 trains well, far below forgets, above is chaos.");
        foreach (string layer in run.Seen.Series("jacobian"))
        {
            section.Add("two", [Singular(run, layer, first: true), Singular(run, layer, first: false), Exponents(run, layer)], layer);
            section.Add("four", [
                EigenCloud.Of(run, "jacobian", layer, "Eigenvalues, one step"),
                FigureKit.Lines($"jacobian-radius:{layer}", FigureKit.Small with { Labels = true, Height = 240, Title = "Medians of one-step Jacobians", References = [new("1", 1)] }, [run.Line("jacobian", layer, "largest", "σ₁", 1), run.Line("jacobian", layer, "radius", "ρ", 0)]),
                FigureKit.Lines($"jacobian-memory:{layer}", FigureKit.Small with { Height = 240, Title = "Steps until ‖∂h(T)/∂h(T−lag)‖ < 1/e" }, [run.Line("jacobian", layer, "memory", "memory", 0)]),
            ]);
        }
        return section;
    }

    static Figure? Singular(RunView run, string layer, bool first)
    {
        IReadOnlyList<RecordArray> all = run.Seen.Arrays("jacobian", layer, "singular");
        if (all.Count == 0 || (first && all.Count == 1))
            return null;
        RecordArray array = first ? all[0] : all[^1];
        double[] shown = [.. all.SelectMany(one => one.Values).Select(value => (double)value).Where(value => value > 0 && double.IsFinite(value))];
        double[] lags = [.. Enumerable.Range(0, array.Columns).Select(array.At)];
        return FigureKit.Lines(
            $"jacobian-singular-{(first ? "first" : "last")}:{layer}",
            new()
            {
                Title = $"Singular values over the lag, epoch {array.Epoch}",
                LogY = true,
                YRange = shown.Length == 0 ? null : (Math.Max(shown.Min(), Smallest) / 1.5, shown.Max() * 1.5),
                XLabel = "lag",
                References = [new("1", 1)],
            },
            Enumerable.Range(0, array.Rows).Select(row => FigureKit.Numbered(
                row == array.Rows - 1 && array.Rows > 1 ? "smallest" : $"σ{"₁₂₃₄₅₆₇₈₉"[Math.Min(row, 8)]}", lags, [.. Enumerable.Range(0, array.Columns).Select(column => array[row, column] > Smallest ? (double)array[row, column] : double.NaN)], row)),
            "lag");
    }

    static Figure? Exponents(RunView run, string layer)
    {
        IReadOnlyList<RecordArray> all = run.Seen.Arrays("jacobian", layer, "exponents");
        if (all.Count == 0)
            return FigureKit.Lines($"exponents:{layer}", new() { Title = "Largest Lyapunov exponent", References = [new("0", 0)] }, [run.Line("jacobian", layer, "exponent", "λ₁", 0)]);
        double[] epochs = [.. all.Select(array => (double)array.Epoch)];
        int count = Math.Min(all.Max(array => array.Columns), 8);
        return FigureKit.Lines(
            $"exponents:{layer}",
            new() { Title = "Lyapunov exponents", Subtitle = "the largest first", References = [new("0", 0)] },
            Enumerable.Range(0, count).Select(k => new ChartLine($"λ{"₁₂₃₄₅₆₇₈"[k]}", epochs, [.. all.Select(array => k < array.Columns ? (double)array[0, k] : double.NaN)], k)));
    }
}
