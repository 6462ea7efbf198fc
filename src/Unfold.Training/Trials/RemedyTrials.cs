using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Tries the remedies of a run's findings, each for a few epochs from the same start, beside the run as it is.</summary>
/// <remarks>Same data, same seed, same order of the texts; the same initial weights wherever a tensor has the same name and shape.</remarks>
public static class RemedyTrials
{
    /// <summary>More remedies of one finding than this wait until those of others were tried.</summary>
    const int MostOfOne = 2;

    /// <summary>Trains the run as it is, then with each remedy; the runs are kept under <c>try</c> in the run's folder.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it at the next batch.</param>
    /// <returns>
    /// The trials, the best first: those that the first cause went away with, if they are no worse than the run as it is; then by validation loss; one that failed last.
    /// </returns>
    /// <exception cref="DataException">The run's recipe is not known, no finding has a remedy that changes it, or the data cannot be used.</exception>
    public static IReadOnlyList<TrialDocument> Run(RunFolder folder, IReadOnlyList<Finding> findings, TrialOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(findings);
        options ??= new TrialOptions();
        Recipe recipe = RecipeOf(folder);
        IReadOnlyList<(Finding? Of, Remedy Remedy, Recipe Recipe)> chosen = Choose(recipe, findings, options.Most);
        if (chosen.Count == 0)
        {
            throw new DataException($"{folder.Path}: expected findings with a remedy that changes a setting of the recipe, got {(findings.Count == 0 ? "no findings" : string.Join(", ", findings.Select(finding => finding.Id)))}. "
                + "There is nothing to try; 'unfold doctor' shows what the findings say.");
        }
        var weights = new StartingWeights();
        List<TrialDocument> trials = [];
        (Finding? Of, Remedy Remedy, Recipe Recipe)[] all = [(null, new Remedy(), recipe), .. chosen];
        for (int i = 0; i < all.Length; i++)
        {
            options.Began?.Invoke(i, all.Length, all[i].Remedy.Settings);
            string path = Path.Combine(folder.Path, "try", i.ToString(CultureInfo.InvariantCulture));
            TrialDocument trial = Try(all[i].Recipe, path, weights, options, cancellation);
            string[] before = i == 0 ? [] : [.. trials[0].Findings];
            trials.Add(trial with
            {
                Settings = all[i].Remedy.Settings,
                RemedyOf = all[i].Of?.Id,
                Text = all[i].Of is null ? null : all[i].Remedy.Text,
                Gone = trial.Failed is null ? [.. before.Except(trial.Findings)] : [],
                Came = i == 0 ? [] : [.. trial.Findings.Except(before)],
            });
        }
        string cause = FindingGroup.Rank(findings)[0].Cause.Id;
        double asItIs = trials[0].Validation.Loss ?? double.PositiveInfinity;
        return
        [
            .. trials.OrderBy(trial => trial.Failed is not null)
                .ThenByDescending(trial => trial.Gone.Contains(cause, StringComparer.Ordinal) && trial.Validation.Loss <= asItIs)
                .ThenBy(trial => trial.Validation.Loss ?? double.PositiveInfinity),
        ];
    }

    /// <summary>The remedies worth trying: the most severe causes first, then what follows from them; each setting once, and only what changes the recipe.</summary>
    internal static IReadOnlyList<(Finding? Of, Remedy Remedy, Recipe Recipe)> Choose(Recipe recipe, IReadOnlyList<Finding> findings, int most)
    {
        List<(Finding? Of, Remedy Remedy, Recipe Recipe)> first = [], later = [];
        HashSet<string> seen = [recipe.ToJson()];
        foreach (Finding finding in FindingGroup.Rank(findings).SelectMany(group => group.Consequences.Prepend(group.Cause)))
        {
            int ofThis = 0;
            foreach (Remedy remedy in finding.Remedies.Where(remedy => remedy.Settings.Count > 0))
            {
                if (Changed(recipe, remedy) is not { } changed || !seen.Add(changed.ToJson())) continue;
                (ofThis++ < MostOfOne ? first : later).Add((finding, remedy, changed));
            }
        }
        return [.. first.Concat(later).Take(most)];
    }

    /// <summary>The recipe with a remedy's settings; nothing where they do not fit it.</summary>
    static Recipe? Changed(Recipe recipe, Remedy remedy)
    {
        var reader = new RecipeReader(recipe);
        foreach ((string path, string value) in remedy.Settings) reader.Set(path, value, $"remedy {path}");
        try
        {
            return reader.Resolve().Recipe;
        }
        catch (RecipeException)
        {
            return null;
        }
    }

    static Recipe RecipeOf(RunFolder folder)
    {
        if (folder.Read().Settings is not { ValueKind: JsonValueKind.Object } settings)
            throw new DataException($"{folder.Path}: expected a run.json with the settings of its recipe, got one without. Only runs of recipes can be tried again; change your own loop by what the findings say in code.");
        Recipe recipe = new RecipeReader().AddJson(settings.GetRawText(), folder.RunFile).Resolve().Recipe;
        return recipe with { Baselines = recipe.Baselines with { BagOfWords = false }, Doctor = recipe.Doctor with { Checks = false, Actions = new Dictionary<string, AlarmAction>(StringComparer.Ordinal) }, Decision = recipe.Decision with { ChosenOn = ThresholdChoice.Fixed } };
    }

    static TrialDocument Try(Recipe recipe, string path, StartingWeights weights, TrialOptions options, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        recipe = recipe with { Training = recipe.Training with { Epochs = options.Epochs, Patience = 0 } };
        var training = new TrainOptions { Out = path, DataFolder = options.DataFolder, Start = weights };
        RunDocument run;
        string? failed = null;
        try
        {
            run = recipe.Task == TaskKind.Tagging ? Trainer.TrainTagger(recipe, training, cancellation: cancellation).Run : Trainer.Train(recipe, training, cancellation: cancellation).Run;
        }
        catch (DivergedException error)
        {
            failed = error.Message;
            run = RunFolder.Open(path).Read();
        }
        EpochDocument? last = run.Epochs.LastOrDefault();
        return new TrialDocument
        {
            Train = last?.Train ?? [],
            Validation = last?.Validation ?? [],
            FirstWord = FirstWord(RunEvidence.Open(path), last?.Epoch ?? 0),
            Findings = [.. run.Findings.Where(finding => finding.Severity > FindingSeverity.Note).Select(finding => finding.Id)],
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Failed = failed,
            Out = path,
        };
    }

    static double? FirstWord(RunEvidence evidence, int epoch) => evidence.RecurrentLayers
        .Select(layer => evidence.Steps("time", layer, "firstToLast").InEpoch(epoch).Median ?? evidence.Epochs("time", layer, "firstToLast").InEpoch(epoch).Median)
        .LastOrDefault(value => value is not null);
}
