using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Options of the verbs that look for findings.</summary>
static class DoctorOptions
{
    static readonly string[] Severities = ["critical", "warning"];

    public static Option<string?> FailOn { get; } = new("--fail-on")
    {
        Description = "Ends with exit code 3 where there is a finding this severe: critical or warning",
        HelpName = "SEVERITY",
    };

    public static Option<string[]> Threshold { get; } = new("--threshold")
    {
        Description = "Another number for a rule to compare with, such as D07.critical=1e-5; repeatable",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    static DoctorOptions() => FailOn.Validators.Add(CheckSeverity);

    /// <summary>The thresholds in force.</summary>
    /// <exception cref="UsageException">A name or a value does not do.</exception>
    public static Thresholds ThresholdsOf(ParseResult arguments)
    {
        Dictionary<string, double> values = new(StringComparer.Ordinal);
        foreach (string assignment in arguments.GetValue(Threshold) ?? [])
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            (string name, string text) = equals < 0 ? (assignment, "") : (assignment[..equals], assignment[(equals + 1)..]);
            if (!Thresholds.All.Any(threshold => threshold.Name == name))
                throw new UsageException($"--threshold: expected NAME=VALUE with the name of a threshold, got '{assignment}'.{NearestName.Hint(name, Thresholds.All.Select(threshold => threshold.Name))} 'unfold doctor --thresholds' lists them.");
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new UsageException($"--threshold {name}: expected a finite number such as {Thresholds.Default[name].ToString(CultureInfo.InvariantCulture)}, got '{text}'.");
            values[name] = value;
        }
        return Thresholds.Default.With(values);
    }

    /// <summary>The exit code that the findings come to; says why where it is not 0.</summary>
    public static int ExitCodeOf(ParseResult arguments, IReadOnlyList<Finding> findings, Terminal terminal)
    {
        if (arguments.GetValue(FailOn) is not { } asked) return ExitCodes.Fine;
        FindingSeverity limit = asked == "critical" ? FindingSeverity.Critical : FindingSeverity.Warning;
        string[] failing = [.. findings.Where(finding => finding.Severity >= limit).Select(finding => finding.Id)];
        if (failing.Length == 0) return ExitCodes.Fine;
        terminal.Complain($"{failing.Length} {(failing.Length == 1 ? "finding is" : "findings are")} {(limit == FindingSeverity.Critical ? "critical" : "a warning or critical")}: {string.Join(", ", failing)}. Exit code {ExitCodes.Findings}, as --fail-on {asked} asks.");
        return ExitCodes.Findings;
    }

    static void CheckSeverity(OptionResult result)
    {
        if (result.Tokens is [var token] && !Severities.Contains(token.Value, StringComparer.Ordinal))
            result.AddError($"--fail-on: expected critical or warning, got '{token.Value}'.");
    }
}
