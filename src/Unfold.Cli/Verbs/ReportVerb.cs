using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;

namespace Unfold.Cli;

/// <summary><c>report RUN…</c>: the HTML report of one run, or of several side by side.</summary>
sealed class ReportVerb : Verb
{
    readonly Argument<string[]> _runs = new("RUN") { Description = "Folders of runs", Arity = ArgumentArity.OneOrMore };

    readonly Option<string?> _out = new("--out")
    {
        Description = "The file to write; by default report.html in the folder of the run, or in the current folder for several",
        HelpName = "FILE",
    };

    public ReportVerb()
        : base("report", "Writes the report of one run, or of several side by side, as one HTML file that needs no network")
    {
        Add(_runs);
        Add(_out);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        RunFolder[] runs = [.. arguments.GetRequiredValue(_runs).Select(RunFolder.Open)];
        string file = arguments.GetValue(_out) ?? (runs is [var only] ? only.ReportFile : "report.html");
        HtmlReport.Write([.. runs.Select(run => run.Path)], file);
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(new ReportDocument(file, [.. runs.Select(run => run.Path)]), CliJson.Documents.ReportDocument));
        else terminal.Write($"Report: {file}");
        return ExitCodes.Fine;
    }
}
