using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Puts an unfolded network on paper, as many copies in a row as fit; the arrow out of a row goes on in the next.</summary>
sealed class UnfoldingDrawing
{
    public const int Width = 1240;

    const double Left = 132, Right = 26, Top = 34, Block = 344, Least = 82, Box = 46, Cell = 9;
    const double TagAt = 16, ProbabilityAt = 30, AnswerAt = 44, OutputAt = 66, StateAt = 114, WordAt = 210, NumbersAt = 244, Line = 17;

    readonly SvgUnfolding _graph;
    readonly int _columns;
    readonly double _pitch;
    readonly double _smallest;
    readonly double _largest;
    readonly (double Low, double High) _states;

    public UnfoldingDrawing(SvgUnfolding graph)
    {
        _graph = graph;
        int most = (int)((Width - Left - Right) / Least), rows = (graph.Steps.Count + most - 1) / most;
        _columns = (graph.Steps.Count + rows - 1) / Math.Max(1, rows);
        _pitch = Math.Min(150, (Width - Left - Right) / Math.Max(1, _columns));
        double[] norms = [.. graph.Steps.SelectMany(step => new[] { Norm(step.Local), Norm(step.Carried) }).Where(norm => norm > 0)];
        (_smallest, _largest) = norms.Length == 0 ? (1, 1) : (norms.Min(), norms.Max());
        _states = LabText.States(graph.Steps);
    }

    int Rows => (_graph.Steps.Count + _columns - 1) / _columns;

    public int Height => (int)(Top + Rows * Block - 18);

    public void Draw(StringBuilder svg)
    {
        ChartText.Title(svg, _graph.Title, _graph.Subtitle);
        for (int row = 0; row < Rows; row++)
            DrawRow(svg, row);
        Key(svg);
    }

    void DrawRow(StringBuilder svg, int row)
    {
        (int from, int to) = (row * _columns, Math.Min(_graph.Steps.Count, (row + 1) * _columns));
        double top = Top + row * Block;
        foreach ((double y, string text) in new[] { (TagAt, "tag"), (ProbabilityAt, "its probability"), (AnswerAt, "answer"), (OutputAt + 4, "output y"), (StateAt + Box / 2 + 4, "state h"), (WordAt, "word") })
            svg.Append($"<text x=\"{P(Left - 28)}\" y=\"{P(top + y)}\" text-anchor=\"end\">{text}</text>\n");
        Numbers(svg, top, from, to);
        for (int t = from; t < to; t++)
        {
            double x = Center(t);
            Between(svg, x, top, t);
            Copy(svg, x, top, t);
        }
        if (to < _graph.Steps.Count)
            Through(svg, Center(to - 1) + Box / 2 + 4, Center(to - 1) + _pitch / 2, top, to);
    }

    /// <summary>Tag, output, state and word of one copy, with the arrows up and the gradient that comes down.</summary>
    void Copy(StringBuilder svg, double x, double top, int t)
    {
        LabStep step = _graph.Steps[t];
        bool right = step.Tag == step.Predicted;
        svg.Append($"<text class=\"title\" x=\"{P(x)}\" y=\"{P(top + TagAt)}\" text-anchor=\"middle\">{Escape.Text(Escape.Middle(step.Tag, 12))}</text>");
        svg.Append($"<text x=\"{P(x)}\" y=\"{P(top + ProbabilityAt)}\" text-anchor=\"middle\">{NumberText.Short(step.Probability, 3)}</text>");
        svg.Append($"<text class=\"{(right ? "f2" : "f7")}\" x=\"{P(x)}\" y=\"{P(top + AnswerAt)}\" text-anchor=\"middle\">{(right ? "✓ " : "✗ ")}{Escape.Text(Escape.Middle(step.Predicted, 9))}</text>\n");
        svg.Append($"<circle class=\"node\" cx=\"{P(x)}\" cy=\"{P(top + OutputAt)}\" r=\"11\"/><text x=\"{P(x)}\" y=\"{P(top + OutputAt + 4)}\" text-anchor=\"middle\">{t + 1}</text>\n");
        Arrow(svg, x - 7, top + StateAt - 2, x - 7, top + OutputAt + 12, 1, "w");
        Arrow(svg, x + 7, top + OutputAt + 12, x + 7, top + StateAt - 2, Thickness(Norm(step.Local)), "2");
        Arrow(svg, x, top + WordAt - 17, x, top + StateAt + Box + 3, 1, "w");
        State(svg, x - Box / 2, top + StateAt, step.State);
        svg.Append($"<text class=\"title\" x=\"{P(x)}\" y=\"{P(top + WordAt)}\" text-anchor=\"middle\">{Escape.Text(Escape.Middle(step.Word, (int)(_pitch / 7.4)))}</text>\n");
    }

    /// <summary>The arrows between this copy and the one before it, or into a row's first copy.</summary>
    void Between(StringBuilder svg, double x, double top, int t)
    {
        if (t == 0)
            return;
        bool first = t % _columns == 0;
        Through(svg, first ? x - _pitch / 2 : x - _pitch + Box / 2 + 4, x - Box / 2 - 4, top, t);
    }

    /// <summary>Forward with the state, back with what is carried into step t − 1.</summary>
    void Through(StringBuilder svg, double left, double right, double top, int t)
    {
        Arrow(svg, left, top + StateAt + 13, right, top + StateAt + 13, 1, "w");
        double norm = Norm(_graph.Steps[t - 1].Carried);
        if (norm > 0)
            Arrow(svg, right, top + StateAt + 34, left, top + StateAt + 34, Thickness(norm), "1");
    }

    /// <summary>The units as cells, row by row.</summary>
    void State(StringBuilder svg, double left, double top, IReadOnlyList<double> state)
    {
        int across = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(state.Count)));
        double size = Math.Min(Cell, (Box - 6) / across);
        double width = size * across, x0 = left + (Box - width) / 2, y0 = top + (Box - (size * Math.Ceiling(state.Count / (double)across))) / 2;
        svg.Append($"<rect class=\"node\" x=\"{P(left)}\" y=\"{P(top)}\" width=\"{P(Box)}\" height=\"{P(Box)}\" rx=\"6\"/>");
        for (int i = 0; i < state.Count; i++)
        {
            if (double.IsFinite(state[i]))
                svg.Append($"<rect class=\"cell {ColorMap.Class(ColorMap.Index(state[i], _states.Low, _states.High), signed: false)}\" x=\"{P(x0 + i % across * size)}\" y=\"{P(y0 + i / across * size)}\" width=\"{P(size)}\" height=\"{P(size)}\"/>");
        }
        svg.Append('\n');
    }

    /// <summary>The numbers of every copy, in rows below it.</summary>
    void Numbers(StringBuilder svg, double top, int from, int to)
    {
        (string Name, string Class, Func<LabStep, double> Of)[] lines =
        [
            ("local ‖·‖", "label f2", step => Norm(step.Local)),
            ("carried ‖·‖", "label f1", step => Norm(step.Carried)),
            ("their sum ‖∂L/∂h‖", "label", step => Norm(step.Gradient)),
            ("σ₁ of ∂h(t)/∂h(t−1)", "", step => step.JacobianNorm),
            ("σ₁ of ∂h(T)/∂h(t)", "", step => step.ProductNorm),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            double y = top + NumbersAt + i * Line;
            svg.Append($"<line class=\"hair\" x1=\"8\" x2=\"{P(Center(to - 1) + _pitch / 2)}\" y1=\"{P(y - 12.5)}\" y2=\"{P(y - 12.5)}\"/><text class=\"{lines[i].Class}\" x=\"8\" y=\"{P(y)}\">{lines[i].Name}</text>");
            for (int t = from; t < to; t++)
            {
                bool none = i == 3 && t == 0;
                svg.Append($"<text class=\"{lines[i].Class}\" x=\"{P(Center(t))}\" y=\"{P(y)}\" text-anchor=\"middle\">{(none ? "–" : NumberText.Short(lines[i].Of(_graph.Steps[t]), 3))}</text>");
            }
            svg.Append('\n');
        }
    }

    /// <summary>What the arrows mean, at the right end of the title's line.</summary>
    static void Key(StringBuilder svg)
    {
        (string Text, string Color)[] entries = [("forward", "w"), ("local gradient", "2"), ("carried gradient", "1")];
        double x = Width - Right;
        foreach ((string text, string color) in entries.Reverse())
        {
            x -= text.Length * 6.1;
            svg.Append($"<text class=\"{(color == "w" ? "" : $"label f{color}")}\" x=\"{P(x)}\" y=\"16\">{text}</text>");
            Arrow(svg, x - 30, 12, x - 8, 12, 2, color);
            x -= 48;
        }
    }

    /// <summary>Straight, with its head at the second end.</summary>
    static void Arrow(StringBuilder svg, double x1, double y1, double x2, double y2, double thickness, string color)
    {
        double length = Math.Sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
        (double dx, double dy, double head) = ((x2 - x1) / length, (y2 - y1) / length, 5 + thickness);
        (double bx, double by, double half) = (x2 - dx * head, y2 - dy * head, 2.5 + thickness * 0.7);
        (string stroke, string fill) = color == "w" ? ("wire", "wirehead") : ($"s{color}", $"f{color}");
        svg.Append($"<line class=\"{stroke}\" style=\"stroke-width:{P(thickness)}\" x1=\"{P(x1)}\" y1=\"{P(y1)}\" x2=\"{P(bx)}\" y2=\"{P(by)}\"/>");
        svg.Append($"<path class=\"{fill}\" d=\"M{P(x2)} {P(y2)}L{P(bx - dy * half)} {P(by + dx * half)}L{P(bx + dy * half)} {P(by - dx * half)}Z\"/>\n");
    }

    /// <summary>By the logarithm of a norm: from 0.8 for the smallest in the picture to 6 for the largest, and 6 decades at least.</summary>
    double Thickness(double norm)
    {
        if (norm <= 0)
            return 0.8;
        double span = Math.Max(6, Math.Log10(_largest / _smallest));
        return Math.Max(0.8, 6 + 5.2 * Math.Log10(norm / _largest) / span);
    }

    double Center(int t) => Left + (t % _columns + 0.5) * _pitch;

    static double Norm(IReadOnlyList<double> vector) => Math.Sqrt(vector.Sum(value => value * value));

    static string P(double value) => NumberText.Place(value);
}
