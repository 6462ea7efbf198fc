using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;

namespace Unfold.Cli;

/// <summary><c>report RUN…</c>: the HTML report of one run, or of several side by side; its figures, their numbers and the record as files.</summary>
sealed class ReportVerb : Verb
{
    readonly Argument<string[]> _runs = new("RUN") { Description = "Folders of runs", Arity = ArgumentArity.OneOrMore };

    readonly Option<string?> _out = new("--out")
    {
        Description = "The file to write; by default report.html in the folder of the run, or in the current folder for several",
        HelpName = "FILE",
    };

    readonly Option<string?> _svg = new("--svg") { Description = "Writes every figure into a folder too, as an SVG file of its own", HelpName = "DIR" };

    readonly Option<string?> _csv = new("--csv") { Description = "Writes the numbers of every figure into a folder too, as CSV files", HelpName = "DIR" };

    readonly Option<string?> _jsonl = new("--jsonl") { Description = "Writes the record of one run too: every row, array and document as a JSON object a line", HelpName = "FILE" };

    readonly Option<string?> _tensorBoard = new("--tensorboard") { Description = "Writes TensorBoard event files too, in a folder of each run's name", HelpName = "DIR" };

    public ReportVerb()
        : base("report", "Writes the report of one run, or of several side by side, as one HTML file that needs no network")
    {
        Add(_runs);
        Add(_out);
        Add(_svg);
        Add(_csv);
        Add(_jsonl);
        Add(_tensorBoard);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        RunFolder[] runs = [.. arguments.GetRequiredValue(_runs).Select(RunFolder.Open)];
        string[] folders = [.. runs.Select(run => run.Path)];
        string? lines = arguments.GetValue(_jsonl);
        if (lines is not null && runs.Length > 1)
            throw new UsageException($"report: expected one RUN with --jsonl, got {runs.Length}. Each run has a record of its own; write them one by one.");
        string file = arguments.GetValue(_out) ?? (runs is [var only] ? only.ReportFile : "report.html");
        HtmlReport.Write(folders, file);
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<string>? svg = arguments.GetValue(_svg) is { } pictures ? RunExport.WriteSvg(folders, pictures) : null;
        IReadOnlyList<string>? csv = arguments.GetValue(_csv) is { } numbers ? RunExport.WriteCsv(folders, numbers) : null;
        long rows = lines is null ? 0 : RunExport.WriteJsonLines(folders[0], lines);
        IReadOnlyList<string>? events = arguments.GetValue(_tensorBoard) is { } logs ? [.. folders.Select(folder => TensorBoardLog.Write(folder, logs))] : null;
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(new ReportDocument(file, folders) { Svg = svg, Csv = csv, Jsonl = lines, TensorBoard = events }, CliJson.Documents.ReportDocument));
            return ExitCodes.Fine;
        }
        terminal.Write($"Report: {file}");
        if (svg is not null) terminal.Write($"Figures: {svg.Count} SVG files in {arguments.GetValue(_svg)}");
        if (csv is not null) terminal.Write($"Numbers: {csv.Count} CSV files in {arguments.GetValue(_csv)}");
        if (events is not null) terminal.Write($"TensorBoard: {events.Count} event file{(events.Count == 1 ? "" : "s")} in {arguments.GetValue(_tensorBoard)}");
        if (lines is not null) terminal.Write($"Record: {rows} lines in {lines}");
        return ExitCodes.Fine;
    }
}
