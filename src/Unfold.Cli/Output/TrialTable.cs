using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Remedies that were tried, as a table: the best first, the run as it is among them.</summary>
static class TrialTable
{
    static readonly TextColumn[] Columns =
    [
        new("what was changed", Right: false), new("train loss"), new("val loss"), new("accuracy"), new("F1"), new("first word"), new("seconds"), new("findings that went", Right: false),
    ];

    public static void Print(IReadOnlyList<TrialDocument> trials, Terminal terminal)
    {
        terminal.Tell();
        foreach (string line in TextTable.Fit(Columns, [.. trials.Select(Row)])) terminal.Write(line);
        foreach (TrialDocument trial in trials.Where(trial => trial.Failed is not null)) terminal.Write($"{Settings(trial.Settings)}: {trial.Failed}");
        terminal.Tell();
        terminal.Tell("First word: the gradient that reaches a text's first word, over that at its last.");
        foreach (TrialDocument trial in trials.Where(trial => trial.Came.Count > 0)) terminal.Tell($"{Settings(trial.Settings)} brings {string.Join(", ", trial.Came)}.");
        if (trials[0] is { Settings.Count: > 0, Failed: null } best) terminal.Tell($"Best: {Settings(best.Settings)}{(best.Text is { Length: > 0 } text ? $" ({text.TrimEnd('.')}; a remedy of {best.RemedyOf}{(best.Gone.Count > 0 ? $", with which {string.Join(", ", best.Gone)} went" : "")})" : "")}.");
        else terminal.Tell("None of them is better than the run as it is.");
        terminal.Tell($"Runs: {string.Join(", ", trials.Select(trial => trial.Out).Order(StringComparer.Ordinal))}");
    }

    /// <summary>Settings as they are typed.</summary>
    public static string Settings(IReadOnlyDictionary<string, string> settings) =>
        settings.Count == 0 ? "the run as it is" : string.Join(' ', settings.Select(setting => $"{setting.Key}={setting.Value}"));

    static string[] Row(TrialDocument trial) =>
    [
        Settings(trial.Settings), Numbers.Four(trial.Train.Loss), Numbers.Four(trial.Validation.Loss), Numbers.Four(trial.Validation.Accuracy), Numbers.Four(Numbers.F1(trial.Validation)),
        trial.FirstWord is { } share ? share.ToString("0.0e+0", CultureInfo.InvariantCulture) : "", Numbers.Seconds(trial.Seconds),
        trial.Failed is not null ? "diverged" : string.Join(", ", trial.Gone),
    ];
}
