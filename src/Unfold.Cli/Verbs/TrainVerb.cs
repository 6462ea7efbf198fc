using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>train</c>: trains what a recipe describes, and says what came of it.</summary>
sealed class TrainVerb : Verb
{
    readonly Argument<string?> _recipe = new("RECIPE")
    {
        Description = "A built-in recipe (see 'unfold recipes') or a JSON file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> _csv = new("--csv") { Description = "A table of your own, instead of the recipe's data", HelpName = "FILE" };
    readonly Option<string> _text = new("--text") { Description = "Its column of the text", HelpName = "COLUMN", DefaultValueFactory = _ => "text" };
    readonly Option<string> _label = new("--label") { Description = "Its column of the label", HelpName = "COLUMN", DefaultValueFactory = _ => "label" };

    readonly Option<string?> _tensorBoard = new("--tensorboard") { Description = "Writes TensorBoard event files there, in a folder of the run's name, while the run goes on", HelpName = "DIR" };

    public TrainVerb()
        : base("train", "Trains a model and writes everything about the run to a folder")
    {
        Add(_recipe);
        Add(_csv);
        Add(_text);
        Add(_label);
        Add(_tensorBoard);
        Add(DoctorOptions.FailOn);
        TrainingOptions.AddSeriesTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        bool resumes = arguments.GetValue(TrainingOptions.Resume);
        if (resumes && arguments.GetValue(TrainingOptions.Out) is null) throw new UsageException("train: expected --out DIR with --resume, got none. Name the folder of the run that is to go on.");
        bool isSeries = arguments.GetValue(TrainingOptions.Seeds) > 1 || (resumes && SeriesPlan.Find(arguments.GetValue(TrainingOptions.Out)!) is not null);
        if (isSeries && resumes && arguments.GetValue(_recipe) is null && arguments.GetValue(_csv) is null) return GoOn(arguments, terminal, cancellation);
        ResolvedRecipe resolved = TrainingOptions.Apply(Start(arguments), arguments).Resolve();
        if (resolved.Recipe.Task == TaskKind.Tagging && arguments.GetValue(_csv) is not null)
            throw new UsageException($"train: expected a recipe for whole texts with --csv, got {resolved.Recipe.Name}, which tags words. Name its files with --set data.file=… and --set data.validationFile=… instead.");
        if (isSeries) return Repeat(resolved, arguments, terminal, cancellation);
        TrainOptions options = TrainingOptions.Of(resolved.Recipe, () => arguments.GetValue(TrainingOptions.Out) ?? RunPaths.New(resolved.Recipe.Name), arguments, resolved.Sources);
        options = options with { Resume = resumes };
        if (resumes && Trainer.FindFinished(resolved.Recipe, options.Out!) is { } finished) return SayFinished(finished, options.Out!, terminal);
        bool wantsReport = !arguments.GetValue(TrainingOptions.NoReport);
        RunDocument run = TrainWithProgress(resolved.Recipe, options, arguments.GetValue(_tensorBoard), arguments.GetValue(TrainingOptions.DataFolder), wantsReport, terminal, cancellation);
        RunFolder folder = RunFolder.Open(options.Out!);
        if (wantsReport) HtmlReport.Write(folder.Path);
        if (terminal.Json) terminal.WriteDocument(RunJson.Write(run));
        else RunSummary.Print(run, folder, wantsReport, terminal);
        return DoctorOptions.ExitCodeOf(arguments, run.Findings, terminal);
    }

    /// <summary>The same recipe with several seeds.</summary>
    /// <param name="resolved">The recipe; nothing where it is the one that was begun with.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where it is seen.</param>
    /// <param name="cancellation">Ends it.</param>
    int Repeat(ResolvedRecipe? resolved, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments.GetValue(_tensorBoard) is not null || arguments.GetValue(DoctorOptions.FailOn) is not null)
            throw new UsageException("train: expected one seed with --tensorboard or --fail-on, got several. Train once, or leave them out.");
        SeriesFolder.Train("train", resolved is null ? null : [new RecipeVariant(resolved.Recipe.Name, resolved)], () => $"{resolved!.Recipe.Name}-seeds", arguments, terminal, cancellation);
        return ExitCodes.Fine;
    }

    int GoOn(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        SeriesFolder.ExpectNoSettings("train", arguments, "the recipe");
        return Repeat(null, arguments, terminal, cancellation);
    }

    /// <summary>A run that is finished is not touched.</summary>
    static int SayFinished(RunDocument run, string folder, Terminal terminal)
    {
        if (terminal.Json) terminal.WriteDocument(RunJson.Write(run));
        terminal.Tell($"The run in {folder} is finished: there is nothing to go on with, and nothing was changed.");
        return ExitCodes.Fine;
    }

    RecipeReader Start(ParseResult arguments)
    {
        string? recipe = arguments.GetValue(_recipe), csv = arguments.GetValue(_csv);
        if (recipe is null && csv is null && arguments.GetValue(TrainingOptions.Resume)) return OfRun(RunFolder.Open(arguments.GetValue(TrainingOptions.Out)!));
        (string text, string label) = (arguments.GetRequiredValue(_text), arguments.GetRequiredValue(_label));
        if (csv is null)
        {
            if (recipe is not null && IsTable(recipe, out string delimiter))
                throw new UsageException($"train: expected a recipe, got the table {recipe}. Train on it with --csv {RunPaths.Typed(recipe)} --text COLUMN --label COLUMN{delimiter}.");
            return recipe is not null ? RecipeReader.Open(recipe) : throw new UsageException(
                "train: expected a recipe or --csv FILE, got neither. 'unfold recipes' lists the built-in ones; 'unfold train --help' shows the options.");
        }
        if (recipe is null) return new RecipeReader(Recipe.ForCsv(csv, text, label));
        return RecipeReader.Open(recipe)
            .Set("data.name", "csv", "--csv")
            .Set("data.file", Quoted(csv), "--csv")
            .Set("data.text", Quoted(text), "--text")
            .Set("data.label", Quoted(label), "--label");
    }

    /// <summary>Whether somebody gave a table where a recipe stands, by its name; and the option that names its delimiter where that is not a comma.</summary>
    static bool IsTable(string file, out string delimiter)
    {
        string extension = Path.GetExtension(file).ToUpperInvariant();
        delimiter = extension == ".TSV" ? " --set 'data.delimiter=\"\\t\"'" : "";
        return extension is ".CSV" or ".TSV" && File.Exists(file);
    }

    /// <summary>The recipe that a run was begun with.</summary>
    static RecipeReader OfRun(RunFolder folder) => folder.Read().Settings is { } settings
        ? new RecipeReader().AddJson(settings.GetRawText(), folder.RunFile)
        : throw new DamagedFileException($"{folder.RunFile}: expected the settings of a run, got none. Name the recipe that it was begun with.");

    /// <summary>Trains; what a run leaves that diverges is reported on before the error goes on.</summary>
    static RunDocument TrainWithProgress(Recipe recipe, TrainOptions options, string? tensorBoard, string? dataFolder, bool wantsReport, Terminal terminal, CancellationToken cancellation)
    {
        string? record = recipe.Inspection.Enabled ? Path.Combine(options.Out!, "record") : null;
        if (tensorBoard is not null && record is null)
            throw new UsageException("train: expected inspection.enabled=true with --tensorboard, got false. TensorBoard's files are made of what the lenses see; leave out one of the two.");
        try
        {
            return TrainingView.Show(terminal, record, progress =>
            {
                if (tensorBoard is null) return Trainer.TrainAny(recipe, options, progress, cancellation);
                using var log = new TensorBoardProgress(progress, record!, Path.Combine(tensorBoard, Path.GetFileName(Path.GetFullPath(options.Out!))));
                return Trainer.TrainAny(recipe, options, log, cancellation);
            });
        }
        catch (Exception error) when (error is DivergedException or OperationCanceledException && File.Exists(Path.Combine(options.Out!, "run.json")))
        {
            RunFolder folder = RunFolder.Open(options.Out!);
            RunDocument run = folder.Read();
            bool stopped = error is OperationCanceledException; // who stops it waits for no report
            if (wantsReport && run.Epochs.Count > 0 && !stopped) HtmlReport.Write(folder.Path);
            if (terminal.Json) terminal.WriteDocument(RunJson.Write(run));
            else terminal.Tell($"What was done until then is in {folder.Path}.");
            if (stopped && run.Epochs.Count > 0) terminal.Tell($"Its report: unfold report {RunPaths.Typed(folder.Path)}");
            if (stopped) terminal.Tell($"Go on with: {RunPaths.GoOn("train", folder.Path, dataFolder)}");
            throw;
        }
    }

    static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value)}\"";
}
