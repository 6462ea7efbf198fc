using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Trains one experiment after the other, each with its seeds, and puts them side by side.</summary>
sealed class SeriesRunner(ParseResult arguments, Terminal terminal, string folder, int seeds)
{
    readonly List<RunDocument> _runs = [];
    readonly List<string> _folders = [];

    /// <summary>Trains all; the runs of a series that is stopped stay written, and their place is told.</summary>
    public IReadOnlyList<SeriesRow> Run(IReadOnlyList<RecipeVariant> variants, CancellationToken cancellation)
    {
        var rows = new List<SeriesRow>();
        foreach (RecipeVariant variant in variants)
        {
            var runs = new List<RunDocument>();
            foreach (Recipe recipe in variant.Seeded(seeds))
            {
                string name = seeds == 1 ? variant.Name : $"{variant.Name} seed {recipe.Seed}";
                terminal.Tell();
                terminal.Head($"{name} ({_runs.Count + 1} of {variants.Count * seeds})");
                runs.Add(Train(recipe, name, variant.Sources, cancellation));
            }
            rows.Add(SeriesTable.Row(variant.Name, runs));
        }
        return rows;
    }

    /// <summary>Writes the report and prints the table, or the document.</summary>
    public void Finish(IReadOnlyList<SeriesRow> rows, bool wantsReport)
    {
        string? report = wantsReport ? Path.Combine(folder, "report.html") : null;
        if (report is not null) HtmlReport.Write(_folders, report);
        if (terminal.Json)
        {
            var document = new SeriesDocument([.. _runs.Select(run => JsonElement.Parse(RunJson.Write(run)))], rows, report);
            terminal.WriteDocument(JsonSerializer.Serialize(document, CliJson.Documents.SeriesDocument));
            return;
        }
        terminal.Tell();
        SeriesTable.Print(rows, terminal);
        terminal.Tell();
        terminal.Tell($"Runs:   {folder}");
        if (report is not null) terminal.Tell($"Report: {report}");
    }

    RunDocument Train(Recipe recipe, string name, IReadOnlyDictionary<string, string>? sources, CancellationToken cancellation)
    {
        PeakMemory.Restart();
        TrainOptions options = TrainingOptions.Of(recipe, () => RunPaths.Unused(folder, name), arguments, sources);
        string? record = recipe.Inspection.Enabled ? Path.Combine(options.Out!, "record") : null;
        RunDocument run;
        try
        {
            run = TrainingView.Show(terminal, record, progress => Trainer.TrainAny(recipe, options, progress, cancellation));
        }
        catch (DivergedException error) when (File.Exists(Path.Combine(options.Out!, "run.json")))
        {
            terminal.Warn(error.Message);
            run = RunFolder.Open(options.Out!).Read();
        }
        catch (OperationCanceledException)
        {
            terminal.Tell(_runs.Count == 0 ? $"What was done until then is in {options.Out}." : $"{(_runs.Count == 1 ? "One run is" : $"{_runs.Count} runs are")} whole, of the last what was done until then: {folder}.");
            throw;
        }
        if (run.Best is { } best)
            terminal.Tell($"Best epoch {best.Epoch}: validation loss {Numbers.Four(best.Validation.Loss)}, accuracy {Numbers.Four(best.Validation.Accuracy)}{(run.Test is { } test ? $"; test accuracy {Numbers.Four(test.Accuracy)}" : "")}; {run.Findings.Count(finding => finding.Severity == FindingSeverity.Critical)} critical findings.");
        _runs.Add(run);
        _folders.Add(options.Out!);
        return run;
    }
}
