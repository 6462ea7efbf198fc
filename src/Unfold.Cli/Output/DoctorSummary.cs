using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Findings as a person reads them: the verdict first, then each with its evidence and what to do.</summary>
static class DoctorSummary
{
    /// <summary>The verdict: a line each, the finding's name before it and where it is shown behind it.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="report">The report to point into; null where there is none.</param>
    /// <param name="terminal">Where to write.</param>
    public static void PrintVerdict(IReadOnlyList<VerdictLine> lines, string? report, Terminal terminal)
    {
        foreach (VerdictLine line in lines)
        {
            if (line.Finding is not { } finding)
            {
                terminal.Tell($"{"",-14}{line.Text}");
                continue;
            }
            string explains = line.Explains.Length > 0 ? $" {char.ToUpperInvariant(line.Explains[0])}{line.Explains[1..]}." : "";
            string shown = Place(finding, report) is { } place ? $" [{place}]" : "";
            string text = $"{$"{Name(finding.Severity)} {finding.Id}",-14}{line.Text}{explains}{shown}";
            if (finding.Severity == FindingSeverity.Note) terminal.Tell(text);
            else terminal.Warn(text);
        }
    }

    /// <summary>Every finding, a consequence under its cause.</summary>
    public static void PrintFindings(IReadOnlyList<Finding> findings, string? report, Terminal terminal)
    {
        foreach (FindingGroup group in FindingGroup.Rank(findings))
        {
            foreach (Finding finding in group.Consequences.Prepend(group.Cause)) Print(finding, report, terminal);
        }
    }

    /// <summary>Where a finding is shown: the report and the place in it.</summary>
    static string? Place(Finding finding, string? report) => finding.Figure is { } figure && report is not null ? $"{report}#{figure}" : null;

    static void Print(Finding finding, string? report, Terminal terminal)
    {
        terminal.Tell();
        string cause = finding.ConsequenceOf is { } id ? $", a consequence of {id}" : "";
        terminal.Head($"{finding.Id} {Name(finding.Severity)}, confidence {Name(finding.Confidence)}{cause}{Seen(finding)}: {finding.Title}");
        terminal.Tell($"  evidence  {finding.Evidence}");
        terminal.Tell($"  remedy    {finding.Remedy}");
        foreach (Remedy remedy in finding.Remedies) Print(remedy, terminal);
        if (finding.Refutation.Length > 0) terminal.Tell($"  refuted   {finding.Refutation}");
        if (Place(finding, report) is { } place) terminal.Tell($"  shown in  {place}");
    }

    static void Print(Remedy remedy, Terminal terminal)
    {
        string settings = Settings(remedy);
        if (settings.Length > 0) terminal.Tell($"            {settings}");
        if (remedy.Text.Length > 0) terminal.Tell($"              {remedy.Text}");
        if (remedy.Api is { Length: > 0 } api) terminal.Tell($"              in code: {api}");
    }

    /// <summary>A remedy's settings as they are typed.</summary>
    public static string Settings(Remedy remedy) => string.Join(' ', remedy.Settings.Select(setting => $"--set {Quoted($"{setting.Key}={setting.Value}")}"));

    static string Seen(Finding finding) => (finding.Epoch, finding.Step) switch
    {
        ({ } epoch, { } step) => $", first in epoch {epoch}, step {step}",
        ({ } epoch, _) => $", first in epoch {epoch}",
        (_, { } step) => $", first at step {step}",
        _ => "",
    };

    static string Quoted(string text) => text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '=' or '-' or '_' or ',' or '/' or '+')) ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : text;

    static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
