using System.Text.RegularExpressions;
using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>A checkpoint from a stranger, whose checksum fits: whatever stands in it, the run goes on or refuses it in a sentence.</summary>
public sealed class SpoiltCheckpointTests
{
    static readonly string[] Spoilt = ["", "x", "-1", "7", "1e300", "NaN", "2147483647", "a\nb"];

    static readonly Recipe Recipe = Reviews.Recipe with
    {
        Training = Reviews.Recipe.Training with { Epochs = 1, BatchSize = 8 },
        Inspection = new InspectionRecipe { Lenses = LensChoice.All, ProbeTexts = 0 },
        Doctor = new DoctorRecipe { Checks = false, Actions = new Dictionary<string, AlarmAction>(StringComparer.Ordinal) { ["D08"] = AlarmAction.RollBack } },
    };

    [Fact]
    public void Train_AnyWordOfACheckpointSpoilt_GoesOnOrRefusesItInASentence()
    {
        using var folder = new TemporaryFolder();
        TrainingData data = Reviews.Data(64);
        using var source = new CancellationTokenSource();
        int steps = 0;
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Recipe, data, new TrainOptions { Out = folder["run"], ReportEvery = TimeSpan.Zero, CheckpointEvery = TimeSpan.Zero }, new Listener(progress =>
        {
            if (progress.Phase == TrainPhase.Training && ++steps == 2) source.Cancel();
        }), source.Token));
        string path = Directory.GetFiles(Path.Combine(folder["run"], "checkpoint")).Order().Last();
        Dictionary<string, byte[]> files = ((string[])["run.json", "record", Path.GetRelativePath(folder["run"], path)]).ToDictionary(file => Path.Combine(folder["run"], file), file => File.ReadAllBytes(Path.Combine(folder["run"], file)));
        string[] keys = [.. KeptFile.Read(path).Words.Keys.Where(key => key is not ("run" or "recipe")).GroupBy(Kind).Select(alike => alike.First())];
        (int refused, int taken) = (0, 0);
        var crashes = new List<string>();
        foreach (string key in keys)
        {
            foreach (string word in Spoilt[..2].Append(Spoilt[2 + ((refused + taken) % (Spoilt.Length - 2))]))
            {
                foreach (string old in Directory.GetFiles(Path.Combine(folder["run"], "checkpoint"))) File.Delete(old);
                foreach ((string file, byte[] bytes) in files) File.WriteAllBytes(file, bytes);
                KeptState state = KeptFile.Read(path);
                ((SortedDictionary<string, string>)state.Words)[key] = word;
                KeptFile.Write(path, state);
                using var stop = new CancellationTokenSource();
                Exception? error = Record.Exception(() => Trainer.Train(Recipe, data, new TrainOptions { Out = folder["run"], Resume = true, ReportEvery = TimeSpan.Zero }, new Listener(progress =>
                {
                    if (progress.Phase == TrainPhase.Training) stop.Cancel();
                }), stop.Token));
                if (error is UnfoldException { ExitCode: 2 or 3 or 4 }) refused++;
                else if (error is null or OperationCanceledException) taken++;
                else crashes.Add($"{key} = \"{word}\": {error.GetType().Name} {string.Join(" < ", error.StackTrace!.Split('\n').Take(4).Select(line => line.Trim().Split(" in ")[0]))}");
            }
        }
        Assert.True(crashes.Count == 0, string.Join('\n', crashes));
        Assert.True(keys.Length > 50 && refused > 50 && taken > 0, $"{keys.Length} words, {refused} refused, {taken} taken");
    }

    /// <summary>Words of one kind are read by the same lines: of a lens the names of its series do not matter, nor do numbers. With <c>UNFOLD_SPOILT</c> every word is of its own kind.</summary>
    static string Kind(string key)
    {
        if (Environment.GetEnvironmentVariable("UNFOLD_SPOILT") is not null) return key;
        string[] parts = Regex.Replace(key, "[0-9]+", "#", RegexOptions.None, TimeSpan.FromSeconds(1)).Split('/');
        return string.Join('/', [.. parts.Take(3), .. parts.Skip(3).TakeLast(1)]);
    }
}
