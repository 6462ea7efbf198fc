using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>doctor RUN</c>: what the rules find in a recorded run, one's own or a stranger's, finished or going on; <c>doctor RECIPE</c>: before training.</summary>
sealed class DoctorVerb : Verb
{
    readonly Argument<string?> _target = new("RUN|RECIPE")
    {
        Description = "Folder of a run, also one that goes on; a folder with nothing but a record; a record; a recipe, to be checked before training",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _thresholds = new("--thresholds") { Description = "Lists every threshold with its meaning and its source" };

    readonly Option<bool> _try = new("--try") { Description = "Tries the top three remedies for an epoch each (--epochs changes that) from the run's own start, beside the run as it is" };

    public DoctorVerb()
        : base("doctor", "Says why a run does not learn, or a recipe would not: findings, their evidence, what to do, what would refute them")
    {
        Add(_target);
        Add(DoctorOptions.FailOn);
        Add(DoctorOptions.Threshold);
        Add(_thresholds);
        Add(_try);
        foreach (Option option in (Option[])[TrainingOptions.DataFolder, TrainingOptions.Set, TrainingOptions.Epochs, TrainingOptions.Seed, TrainingOptions.Threads]) Add(option);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        Thresholds thresholds = DoctorOptions.ThresholdsOf(arguments);
        if (arguments.GetValue(_thresholds)) return List(thresholds, terminal);
        string target = arguments.GetValue(_target) ?? throw new UsageException("doctor: expected the folder of a run or a recipe, got nothing. 'unfold doctor --help' shows what it can be.");
        if (arguments.GetValue(_try)) return Try(target, thresholds, arguments, terminal, cancellation);
        return IsRecipe(target) ? LookAtRecipe(target, thresholds, arguments, terminal, cancellation)
            : Path.Exists(target) ? LookAtRun(target, thresholds, arguments, terminal)
            : throw new DataException($"{target}: expected the folder of a run, a record or a recipe, got none of them.{NearestName.Hint(target, RecipeCatalog.Names)} Check the path; 'unfold recipes' lists the built-in recipes.");
    }

    /// <summary>A built-in name counts where no run has it; of files, those that are no records.</summary>
    static bool IsRecipe(string target)
    {
        if (Directory.Exists(target)) return false;
        if (!File.Exists(target)) return RecipeCatalog.Names.Contains(target, StringComparer.Ordinal);
        return target.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(target) != "run.json";
    }

    static int LookAtRun(string target, Thresholds thresholds, ParseResult arguments, Terminal terminal)
    {
        RunEvidence evidence = RunEvidence.Open(target, thresholds);
        string page = Path.Combine(target, "report.html");
        if (evidence.Run.Status == RunStatus.Running && evidence.Run.Recipe.Length > 0) terminal.Tell("The run is going on; this is what is known so far.");
        return Report(target, evidence.Run with { Findings = Rules.Check(evidence) }, File.Exists(page) ? page : null, arguments, terminal);
    }

    static int LookAtRecipe(string target, Thresholds thresholds, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        Recipe recipe = TrainingOptions.Apply(RecipeReader.Open(target), arguments).Resolve().Recipe;
        var options = new TrainOptions { DataFolder = recipe.Data.Name == "csv" ? null : DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder)) };
        RunDocument run = Preflight.Check(recipe with { Doctor = recipe.Doctor.With(thresholds) }, options, progress: null, cancellation);
        if (run.Checks is { } checks)
        {
            terminal.Tell(string.Create(CultureInfo.InvariantCulture, $"{run.Data.Name}: {run.Data.Train:N0} texts to train on; {run.Model.Parameters:N0} parameters; data and model checked in {run.Speed.TotalSeconds:0.0} s, the model's checks took {checks.Seconds:0.0} s."));
            if (run.Memory is { } memory) terminal.Tell(memory.ToSentence());
            foreach (OmittedCheck omitted in checks.Omitted) terminal.Tell($"Not checked: {omitted.Name}: {omitted.Reason}");
        }
        return Report(target, run, null, arguments, terminal);
    }

    static int Report(string target, RunDocument run, string? report, ParseResult arguments, Terminal terminal)
    {
        IReadOnlyList<Finding> findings = run.Findings;
        IReadOnlyList<VerdictLine> verdict = Verdict.Lines(run, findings);
        if (terminal.Json)
        {
            terminal.WriteDocument(RunJson.Write(new DoctorDocument { Target = target, Verdict = [.. verdict.Select(line => line.Text)], Findings = findings, Checks = run.Checks, Audit = run.Data.Audit, Memory = run.Memory }));
            return DoctorOptions.ExitCodeOf(arguments, findings, terminal);
        }
        DoctorSummary.PrintVerdict(verdict, report, terminal);
        if (findings.Count == 0) terminal.Write($"The rules found nothing in {target}.");
        else if (terminal.Quiet) terminal.Write($"{target}: {string.Join(", ", findings.Select(finding => $"{finding.Id} {finding.Severity.ToString().ToLowerInvariant()}"))}");
        DoctorSummary.PrintFindings(findings, report, terminal);
        return DoctorOptions.ExitCodeOf(arguments, findings, terminal);
    }

    static int Try(string target, Thresholds thresholds, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        RunFolder folder = Directory.Exists(target) ? RunFolder.Open(target) : throw new UsageException($"doctor --try: expected the folder of a run, got {target}. Train the recipe first: 'unfold train'.");
        IReadOnlyList<Finding> findings = Rules.Check(RunEvidence.Open(target, thresholds));
        IReadOnlyList<TrialDocument> trials = RemedyTrials.Run(folder, findings, new TrialOptions
        {
            Epochs = arguments.GetValue(TrainingOptions.Epochs) ?? 1,
            DataFolder = DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder)),
            Began = (number, count, settings) => terminal.Tell($"{number + 1} of {count}: {TrialTable.Settings(settings)}"),
        }, cancellation);
        if (terminal.Json) terminal.WriteDocument(RunJson.Write(new DoctorDocument { Target = target, Findings = findings, Trials = trials }));
        else TrialTable.Print(trials, terminal);
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
