using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary><c>doctor RUN</c>: what the rules find in a recorded run, one's own or a stranger's, finished or going on.</summary>
sealed class DoctorVerb : Verb
{
    readonly Argument<string?> _target = new("RUN")
    {
        Description = "Folder of a run, also one that goes on; a folder with nothing but a record; a record",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _thresholds = new("--thresholds") { Description = "Lists every threshold with its meaning and its source" };

    public DoctorVerb()
        : base("doctor", "Says why a run does not learn: findings with their evidence, what to do, and what would refute them")
    {
        Add(_target);
        Add(DoctorOptions.FailOn);
        Add(DoctorOptions.Threshold);
        Add(_thresholds);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        Thresholds thresholds = DoctorOptions.ThresholdsOf(arguments);
        if (arguments.GetValue(_thresholds)) return List(thresholds, terminal);
        string target = arguments.GetValue(_target) ?? throw new UsageException("doctor: expected the folder of a run or a recipe, got nothing. 'unfold doctor --help' shows what it can be.");
        if (!Path.Exists(target)) throw new DataException($"{target}: expected the folder of a run or a record, got no such file or folder. Check the path; a run writes its folder under --out.");
        return LookAtRun(target, thresholds, arguments, terminal);
    }

    static int LookAtRun(string target, Thresholds thresholds, ParseResult arguments, Terminal terminal)
    {
        RunEvidence evidence = RunEvidence.Open(target, thresholds);
        IReadOnlyList<Finding> findings = Rules.Check(evidence);
        IReadOnlyList<VerdictLine> verdict = Verdict.Lines(evidence.Run, findings);
        if (terminal.Json)
        {
            terminal.WriteDocument(RunJson.Write(new DoctorDocument { Target = target, Verdict = [.. verdict.Select(line => line.Text)], Findings = findings }));
            return DoctorOptions.ExitCodeOf(arguments, findings, terminal);
        }
        string page = Path.Combine(target, "report.html");
        string? report = File.Exists(page) ? page : null;
        if (evidence.Run.Status == RunStatus.Running && evidence.Run.Recipe.Length > 0) terminal.Tell("The run is going on; this is what is known so far.");
        DoctorSummary.PrintVerdict(verdict, report, terminal);
        if (findings.Count == 0) terminal.Write($"The rules found nothing in {target}.");
        else if (terminal.Quiet) terminal.Write($"{target}: {string.Join(", ", findings.Select(finding => $"{finding.Id} {finding.Severity.ToString().ToLowerInvariant()}"))}");
        DoctorSummary.PrintFindings(findings, report, terminal);
        return DoctorOptions.ExitCodeOf(arguments, findings, terminal);
    }

    static int List(Thresholds thresholds, Terminal terminal)
    {
        Threshold[] all = [.. Thresholds.All.Select(threshold => threshold with { Value = thresholds[threshold.Name] })];
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(all, CliJson.Documents.ThresholdArray));
            return ExitCodes.Fine;
        }
        TextColumn[] columns = [new("threshold", Right: false), new("value"), new("unit", Right: false), new("meaning", Right: false), new("source", Right: false)];
        string[][] rows = [.. all.Select(threshold => new[] { threshold.Name, threshold.Value.ToString("G4", CultureInfo.InvariantCulture), threshold.Unit, threshold.Meaning, threshold.Source })];
        foreach (string line in TextTable.Fit(columns, rows)) terminal.Write(line);
        return ExitCodes.Fine;
    }
}
