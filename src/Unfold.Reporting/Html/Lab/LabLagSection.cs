using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Vanishing and exploding: how the last state depends on earlier ones, by cell.</summary>
static class LabLagSection
{
    /// <summary>Beyond these ends a line stops: the axis is for what still counts, and for what does not yet overflow.</summary>
    const double Smallest = 1e-20, Largest = 1e20;

    static readonly string[] Order = ["sigmoid", "tanh", "relu", "gru", "lstm", "lstm, forget bias 1"];

    public static Section Of(LabDocument lab)
    {
        int most = lab.Lags.Select(lag => lag.Product.Count).DefaultIfEmpty(0).Max();
        return new Section("lab-vanishing", "The lab: vanishing and exploding",
            $"How the state after {most} words (the sentence, read over and over) depends on the states before it. A gradient that comes back over a lag is multiplied by the product of as many Jacobians: "
            + "a straight line down on the logarithmic axis vanishes by the same factor every step, one up explodes. Of an LSTM the state is h and c together. Lines end beyond 10⁻²⁰ and 10²⁰.")
            .Add("two", [Lines(lab, fresh: false, "products", "Product of the Jacobians, these weights", "σ₁ of ∂h(T)/∂h(T−lag)", lag => lag.Product), Lines(lab, fresh: true, "products", "Product of the Jacobians, fresh layers", "the library’s initial weights", lag => lag.Product)], "Products of Jacobians",
                "Left: the lab’s own W_x and W_h with each non-linearity. Right: layers of the library as they are before training, on words whose vectors are drawn from N(0, 1).")
            .Add("two", [Lines(lab, fresh: false, "carried", "Carried gradient, these weights", "the loss reads h(T) alone", lag => lag.Carried), Lines(lab, fresh: true, "carried", "Carried gradient, fresh layers", "the loss reads h(T) alone", lag => lag.Carried)], "The gradient that arrives",
                "‖∂L/∂h(T−lag)‖ where the loss reads the last state alone: there it has length 1, all units alike.");
    }

    static Figure? Lines(LabDocument lab, bool fresh, string id, string title, string subtitle, Func<LabLag, IReadOnlyList<double>> of)
    {
        LabLag[] there = [.. lab.Lags.Where(lag => lag.Fresh == fresh)];
        return FigureKit.Lines(
            $"lab-{id}-{(fresh ? "fresh" : "own")}", new() { Title = title, Subtitle = subtitle, LogY = true, Height = 340, XLabel = "lag in words", References = [new("1", 1)] },
            there.Select(lag => new ChartLine(lag.Name, [.. Enumerable.Range(0, lag.Product.Count).Select(i => (double)i)], [.. of(lag).Select(value => value is >= Smallest and <= Largest ? value : double.NaN)], Math.Max(0, Array.IndexOf(Order, lag.Name)))
            {
                Dashed = lag.Name.EndsWith('1'), LabelAtEnd = true,
            }), "lag") is { } figure ? LabText.Exact(figure) : null;
    }
}
