using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Trains one experiment after the other, each with its seeds, and puts them side by side; what is finished already is taken as it is.</summary>
sealed class SeriesRunner(ParseResult arguments, Terminal terminal, string folder, SeriesPlan plan, bool goesOn)
{
    readonly List<RunDocument> _runs = [];
    readonly List<string> _folders = [];

    /// <summary>What a run is called.</summary>
    public static string NameOf(RecipeVariant variant, Recipe recipe, int seeds) => seeds == 1 ? variant.Name : $"{variant.Name} seed {recipe.Seed}";

    /// <summary>Trains all; the runs of a series that is stopped stay written, and their place is told.</summary>
    public IReadOnlyList<SeriesRow> Run(CancellationToken cancellation)
    {
        var rows = new List<SeriesRow>();
        int count = plan.Experiments.Count * plan.Seeds;
        foreach (SeriesExperiment experiment in plan.Experiments)
        {
            RecipeVariant variant = experiment.Variant(Path.Combine(folder, SeriesPlan.FileName));
            var runs = new List<RunDocument>();
            foreach ((Recipe recipe, string name) in variant.Seeded(plan.Seeds).Zip(experiment.Folders))
            {
                terminal.Tell();
                terminal.Head($"{NameOf(variant, recipe, plan.Seeds)} ({_runs.Count + 1} of {count})");
                string place = Path.Combine(folder, name);
                RunDocument run = Finished(recipe, place) ?? Train(recipe, place, variant.Sources, cancellation);
                if (run.Best is { } best)
                    terminal.Tell($"Best epoch {best.Epoch}: validation loss {Numbers.Four(best.Validation.Loss)}, accuracy {Numbers.Four(best.Validation.Accuracy)}{(run.Test is { } test ? $"; test accuracy {Numbers.Four(test.Accuracy)}" : "")}; {run.Findings.Count(finding => finding.Severity == FindingSeverity.Critical)} critical findings.");
                runs.Add(run);
                _runs.Add(run);
                _folders.Add(place);
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

    /// <summary>A run that was done before the series was stopped.</summary>
    RunDocument? Finished(Recipe recipe, string place)
    {
        if (!goesOn || Trainer.FindFinished(recipe, place, orDiverged: true) is not { } run) return null;
        terminal.Tell($"Done before, and taken as it is: {place}");
        return run;
    }

    RunDocument Train(Recipe recipe, string place, IReadOnlyDictionary<string, string>? sources, CancellationToken cancellation)
    {
        PeakMemory.Restart();
        TrainOptions options = TrainingOptions.Of(recipe, () => place, arguments, sources) with { Resume = goesOn && Directory.Exists(place) };
        string? record = recipe.Inspection.Enabled ? Path.Combine(place, "record") : null;
        try
        {
            return TrainingView.Show(terminal, record, progress => Trainer.TrainAny(recipe, options, progress, cancellation));
        }
        catch (DivergedException error) when (File.Exists(Path.Combine(place, "run.json")))
        {
            terminal.Warn(error.Message);
            return RunFolder.Open(place).Read();
        }
        catch (OperationCanceledException)
        {
            terminal.Tell(_runs.Count == 0 ? $"What was done until then is in {place}." : $"{(_runs.Count == 1 ? "One run is" : $"{_runs.Count} runs are")} whole, of the last what was done until then: {folder}.");
            terminal.Tell($"Go on with: {RunPaths.GoOn(plan.Verb, folder, arguments.GetValue(TrainingOptions.DataFolder))}");
            throw;
        }
    }
}
