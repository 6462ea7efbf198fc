using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;
using Xunit.Abstractions;

namespace Unfold.Cli.Tests;

/// <summary>
/// Ends the real command with SIGKILL again and again, at random moments and within a few milliseconds of a checkpoint being written, and goes on with
/// <c>--resume</c> until the run ends: as the one that was never stopped. Twenty times with few lenses, or with all of them as many times as <c>UNFOLD_KILLS</c> says.
/// </summary>
public sealed class KillTests(ITestOutputHelper told)
{
    [Fact]
    public async Task Train_KilledAtAnyMoment_EndsAsTheRunThatWasNeverStopped()
    {
        string? asked = Environment.GetEnvironmentVariable("UNFOLD_KILLS");
        int kills = int.Parse(asked ?? "20", CultureInfo.InvariantCulture);
        using var scratch = new Scratch();
        string[] recipe = [.. Recipe(scratch), "--set", asked is null ? "inspection.lenses=few" : "inspection.lenses=all"];
        string whole = scratch.In("whole");
        CommandResult result = await Unfolded.RunProcess(null, [.. recipe, "--out", whole, "--checkpoint-every", "3600"]);
        Assert.True(result.ExitCode == 0, result.Error);

        var rng = new Rng((ulong)kills);
        (int runs, int killed, int writing, int begun) = (0, 0, 0, 0);
        for (string run = scratch.In("run-0"); ; run = scratch.In($"run-{++runs}"))
        {
            string[] arguments = [.. recipe, "--out", run, "--checkpoint-every", "0", "--resume"];
            while (killed < kills && await Kill(arguments, run, rng))
            {
                killed++;
                string[] files = Files(run);
                writing += files.Any(file => file.EndsWith(".part", StringComparison.Ordinal)) ? 1 : 0;
                begun += files.Length > 0 ? 1 : 0;
            }
            if (killed == kills) Assert.Equal(0, (await Unfolded.RunProcess(null, arguments)).ExitCode);
            AssertSame(whole, run);
            if (killed == kills) break;
        }
        told.WriteLine($"{killed} kills of {runs + 1} runs, {begun} with a checkpoint there, {writing} within the writing of one: every run ended with the same bytes.");
        Assert.True(begun > 0, "no kill came after the first checkpoint");
    }

    static string[] Recipe(Scratch scratch) =>
    [
        "train", "--csv", scratch.WriteReviews("reviews.csv", count: 300), "--text", "review", "--label", "mood", "--epochs", "3", "--no-report", "--quiet",
        "--set", "training.batchSize=16", "--set", "training.patience=0", "--set", "doctor.checks=false", "--set", "baselines.bagOfWords=false", "--set", "training.schedule=cosine",
    ];

    /// <summary>Starts the command and kills it.</summary>
    /// <returns>False where it had ended before.</returns>
    static async Task<bool> Kill(string[] arguments, string run, Rng rng)
    {
        using Process process = Unfolded.Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (rng.Next(4) == 0)
        {
            await Task.Delay(rng.Next(1500));
        }
        else
        {
            string[] before = Files(run);
            while (!process.HasExited && Files(run).All(file => before.Contains(file))) await Task.Delay(1);
            await Task.Delay(rng.Next(60));
        }
        process.Kill();
        await process.WaitForExitAsync();
        await output;
        string said = await error;
        if (process.ExitCode == 0) return false;
        Assert.True(process.ExitCode == 137, $"{process.ExitCode}: {said}");
        return true;
    }

    static string[] Files(string run)
    {
        string folder = Path.Combine(run, "checkpoint");
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // the run that begins anew is removing it
        }
    }

    static void AssertSame(string whole, string run)
    {
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
        Assert.Equal(Metrics(whole), Metrics(run));
    }

    /// <summary>Every metric of a run, without the seconds.</summary>
    static string[] Metrics(string run)
    {
        RunFolder folder = RunFolder.Open(run);
        RunDocument document = folder.Read();
        Assert.Equal(RunStatus.Finished, document.Status);
        Assert.Equal(document.Epochs.Count, folder.ReadEpochs().Count);
        return [document.Ended!, RunJson.WriteLine(new EpochDocument { Epoch = document.Best!.Epoch, Validation = document.Best.Validation }), .. document.Epochs.Select(epoch => RunJson.WriteLine(epoch with { Seconds = 0, ValidationSeconds = 0, TokensPerSecond = 0 }))];
    }
}
