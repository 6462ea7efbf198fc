using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The experiments with the model before its training: what each measured, and whether a rule found fault with it.</summary>
static class ChecksSection
{
    const int MostCells = 64;

    public static Section Of(RunView run)
    {
        Section section = new("checks", "Checks before training", "Experiments with a copy of the model, with the weights that training began with. A check has passed where no rule found fault with what it measured.");
        if (run.Document.Checks is not { } checks)
            return section;
        section.Html(Table(checks, run.Document.Findings) + $"<p class=\"aside\">All checks took {NumberText.Short(checks.Seconds, 2)} s of {NumberText.Short(checks.BudgetSeconds, 2)} s they were given.</p>");
        return section.Add("two", [Overfit(checks.Overfit), Dependence(checks.Mixing)]);
    }

    static string Table(ChecksDocument checks, IReadOnlyList<Finding> findings)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr><th>check</th><th>came to</th><th class=\"text\">measured</th><th>seconds</th></tr></thead><tbody>\n");
        foreach (CheckRow row in CheckRow.Of(checks))
        {
            Finding[] against = [.. findings.Where(finding => row.Rules.Contains(finding.Id, StringComparer.Ordinal) && (finding.Figure == FigureNames.Checks || row.Name == CheckNames.Padding))];
            string state = row.Omitted ? "<span class=\"id\">not made</span>"
                : against.Length == 0 ? "<span class=\"passed\">✓ passed</span>"
                : string.Join(" ", against.Select(finding => $"{FindingsHtml.Chip(finding)} {FindingsHtml.Name(finding, "")}"));
            string seconds = checks.Took.TryGetValue(row.Name, out double took) ? NumberText.Short(took, 2) : "";
            html.Append($"<tr><td>{Escape.Text(row.Name)}</td><td>{state}</td><td class=\"text\">{Escape.Text(row.Measured)}</td><td>{seconds}</td></tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    static Figure? Overfit(OverfitCheck? check) => check is not { Curve.Count: > 0 } ? null : FigureKit.Lines(
        "check-overfit",
        new() { Title = "One batch by heart", Subtitle = $"{check.Examples} texts, again and again", LogY = true, XLabel = "step", Height = 260, References = [new($"prior {NumberText.Short(check.Prior, 3)}", check.Prior)] },
        [new("loss", [.. check.Curve.Select((_, i) => (double)i)], check.Curve, 0)],
        "step");

    /// <summary>Which answer depends on which text: only the diagonal where examples do not mix.</summary>
    static Figure? Dependence(MixingCheck? check)
    {
        if (check is not { Dependence.Count: > 1 and <= MostCells } || check.Dependence.Any(row => row is null || row.Count != check.Dependence.Count))
            return null;
        double[][] logs = [.. check.Dependence.Select(row => row.Select(value => value > 0 ? Math.Max(Math.Log10(value), -20) : double.NaN).ToArray())];
        double[] finite = [.. logs.SelectMany(row => row).Where(double.IsFinite)];
        return finite.Length == 0 ? null : FigureKit.Heat(
            "check-mixing",
            new SvgHeatMap
            {
                Title = "Which answer depends on which text",
                Subtitle = $"{check.Measure}; blank: not at all",
                Height = 260,
                Rows = [.. logs.Select((_, i) => (double)i)],
                Values = logs,
                Range = (Math.Floor(finite.Min()), Math.Max(Math.Ceiling(finite.Max()), Math.Floor(finite.Min()) + 1)),
                Logarithms = true,
                XLabel = "text",
                YLabel = "answer",
            },
            "log10 of the dependence of answer");
    }
}
