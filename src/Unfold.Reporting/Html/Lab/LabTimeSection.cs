using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>One sentence unfolded in time: the graph, the gradients that come back through it, unit by unit and as norms.</summary>
static class LabTimeSection
{
    public static Section Of(LabDocument lab)
    {
        Section section = new("lab-time", "The lab: one sentence, unfolded",
            $"{Escape.Text(lab.Model)}. The network is copied once a word. Forward, each copy takes the state of the one before it. Back, each state gets the error of its own output (local) "
            + $"and what comes from the copy after it (carried); where two branches meet, gradients add. The mean loss of the {lab.Steps.Count} words is {NumberText.Short(lab.Loss, 5)}.");
        section.Add("wide", [Graph(lab)]);
        section.Add("three", [Norms(lab), Jacobians(lab), Copies(lab)], "Word by word",
            "The gradient of a state is the errors of its own and all later words, each through the product of the Jacobians between; where the product falls, words far ahead no longer count. "
            + "The copies share their matrices: a matrix’s gradient is the sum of what its copies give, at the right the norm of each copy’s part. The first gives W_h nothing, since h(0) = 0.");
        section.Add("three", [Units(lab, "state", "State h", step => step.State), Units(lab, "local", "Local gradient", step => step.Local), Units(lab, "carried", "Carried gradient", step => step.Carried)], "Unit by unit",
            "A row a unit, a column a word. States go from violet to yellow; of gradients blue is below zero, orange above. Each map has its own scale.");
        section.Add("three", [Matrix("lab-jacobian", "One step: ∂h(T)/∂h(T−1)", lab.LastJacobian), Matrix("lab-product", "All steps: ∂h(T)/∂h(1)", lab.WholeProduct)], "From state to state",
            "The Jacobian of the last step, and the product of all of them: how each unit of the last state (a row) changes with each unit of an earlier one (a column). Mind the scales.");
        return section;
    }

    static Figure? Matrix(string id, string title, IReadOnlyList<double[]> values) => FigureKit.Heat(id, new()
    {
        Title = title, Subtitle = $"at most {NumberText.Short(values.SelectMany(row => row).Select(Math.Abs).DefaultIfEmpty(0).Max(), 3)}", Width = 410, Height = 340, Signed = true, RightMargin = 84,
        Values = values, Rows = [.. values.Select((_, unit) => (double)unit)], XLabel = "unit of the earlier state", YLabel = "unit",
    }, "unit") is { } figure ? LabText.Exact(figure) : null;

    static Figure Graph(LabDocument lab) => new(
        "lab-unfolded",
        new SvgUnfolding { Title = "The network, a copy a word", Subtitle = $"{lab.Activation}, {lab.Hidden} units; an arrow back is the thicker the larger the logarithm of its norm", Steps = lab.Steps },
        [
            Positions(lab), Words(lab), FigureColumn.Words("tag", [.. lab.Steps.Select(step => step.Tag)]), FigureColumn.Words("predicted", [.. lab.Steps.Select(step => step.Predicted)]),
            Column(lab, "probability of the tag", step => step.Probability), Column(lab, "local", step => Norm(step.Local)), Column(lab, "carried", step => Norm(step.Carried)), Column(lab, "sum", step => Norm(step.Gradient)),
            Column(lab, "one Jacobian", step => step == lab.Steps[0] ? double.NaN : step.JacobianNorm), Column(lab, "product to the end", step => step.ProductNorm), Column(lab, "from the last loss alone", step => step.LastOnly),
        ]);

    static Figure? Norms(LabDocument lab) => Lines(lab, "lab-gradients", FigureKit.Third with { Title = "Gradient that reaches each state", Subtitle = "norm", Height = 290 }, [
        ("local", step => Norm(step.Local), 2), ("carried", step => Norm(step.Carried), 1), ("sum", step => Norm(step.Gradient), 6),
    ]);

    static Figure? Jacobians(LabDocument lab) => Lines(lab, "lab-jacobians", FigureKit.Third with { Title = "Jacobians", Subtitle = "largest singular values; norm of the last loss’s gradient", Height = 290, References = [new("1", 1)] }, [
        ("∂h(t)/∂h(t−1)", step => step == lab.Steps[0] ? double.NaN : step.JacobianNorm, 0), ("∂h(T)/∂h(t)", step => step.ProductNorm, 3), ("last loss", step => step.LastOnly, 5),
    ]);

    static Figure? Copies(LabDocument lab) => Lines(lab, "lab-copies", FigureKit.Third with { Title = "Each copy’s part of the gradients", Subtitle = "norm", Height = 290 }, [
        ("W_x", step => step.CopyNorms[0], 0), ("W_h", step => step.CopyNorms[1], 1), ("W_y", step => step.CopyNorms[2], 2),
    ]);

    /// <summary>Lines over the words, on a logarithmic axis; what is zero is left out.</summary>
    static Figure? Lines(LabDocument lab, string id, SvgChart look, IReadOnlyList<(string Name, Func<LabStep, double> Of, int Color)> lines)
    {
        double[] x = [.. Enumerable.Range(1, lab.Steps.Count).Select(i => (double)i)];
        ChartLine[] there = [.. lines.Select(line => new ChartLine(line.Name, x, [.. lab.Steps.Select(step => line.Of(step) is var value && value > 0 ? value : double.NaN)], line.Color)).Where(line => line.Y.Any(double.IsFinite))];
        if (there.Length == 0)
            return null;
        return new(
            id,
            look with { Lines = there, LogY = true, XLabel = "", Words = [.. lab.Steps.Select(step => step.Word)], XRange = (0.5, lab.Steps.Count + 0.5) },
            [Positions(lab), .. there.Select(line => new FigureColumn(line.Name, line.Y, line.Color, "line") { Exact = true }), Words(lab)]);
    }

    static Figure? Units(LabDocument lab, string id, string title, Func<LabStep, IReadOnlyList<double>> of)
    {
        string[] words = [.. lab.Steps.Select(step => step.Word)];
        double[][] values = [.. Enumerable.Range(0, lab.Hidden).Select(unit => lab.Steps.Select(step => of(step)[unit]).ToArray())];
        return FigureKit.Heat($"lab-{id}", new()
        {
            Title = title, Width = 410, Height = 300 + (int)ChartText.RoomForWords(words), Start = 1, Signed = id != "state", YLabel = "unit", Values = values, Words = words,
            Rows = [.. Enumerable.Range(0, lab.Hidden).Select(unit => (double)unit)], Range = id == "state" ? LabText.States(lab.Steps) : null, RightMargin = 78,
        }, "unit") is { } figure ? LabText.Exact(figure) : null;
    }

    static FigureColumn Positions(LabDocument lab) => new("step", [.. Enumerable.Range(1, lab.Steps.Count).Select(i => (double)i)]);

    static FigureColumn Words(LabDocument lab) => FigureColumn.Words("word", [.. lab.Steps.Select(step => step.Word)]);

    static FigureColumn Column(LabDocument lab, string name, Func<LabStep, double> of) => new(name, [.. lab.Steps.Select(of)]) { Exact = true };

    static double Norm(IReadOnlyList<double> vector) => Math.Sqrt(vector.Sum(value => value * value));
}
