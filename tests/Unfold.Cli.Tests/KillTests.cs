using System.Diagnostics;
using System.Globalization;
using Unfold.Inspection;
using Xunit.Abstractions;

namespace Unfold.Cli.Tests;

/// <summary>
/// Ends the real command with SIGKILL again and again, at random moments and within a few milliseconds of a checkpoint being written, and goes on with
/// <c>--resume</c> until it ends: as the one that was never stopped. A few times with few lenses, or with all of them as many times as <c>UNFOLD_KILLS</c> says.
/// </summary>
public sealed class KillTests(ITestOutputHelper told)
{
    static readonly string? Asked = Environment.GetEnvironmentVariable("UNFOLD_KILLS");

    [Fact]
    public Task Train_KilledAtAnyMoment_EndsAsTheRunThatWasNeverStopped() => KillUntilItEnds(12, scratch =>
        ["train", Classifier(scratch, "reviews", "\"cell\": \"gru\""), "--set", Asked is null ? "inspection.lenses=few" : "inspection.lenses=all"]);

    [Fact]
    public Task Train_TaggerKilledAtAnyMoment_EndsAsTheRunThatWasNeverStopped() => KillUntilItEnds(6, scratch => ["train", Tagger(scratch)]);

    [Fact]
    public Task Compare_KilledAtAnyMoment_EndsAsTheOneThatWasNeverStopped() => KillUntilItEnds(5, scratch =>
        ["compare", Classifier(scratch, "gru", "\"cell\": \"gru\""), Classifier(scratch, "none", "\"cell\": \"none\", \"readOut\": \"mean\""), "--set", "inspection.lenses=few"]);

    async Task KillUntilItEnds(int usual, Func<Scratch, string[]> command)
    {
        int kills = Asked is null ? usual : int.Parse(Asked, CultureInfo.InvariantCulture);
        using var scratch = new Scratch();
        string[] recipe = [.. command(scratch), "--no-report", "--quiet"];
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
            if (killed == kills)
            {
                CommandResult last = await Unfolded.RunProcess(null, arguments);
                Assert.True(last.ExitCode == 0, last.Error);
            }
            AssertSame(whole, run);
            if (killed == kills) break;
        }
        told.WriteLine($"{killed} kills of {runs + 1} runs, {begun} with a checkpoint there, {writing} within the writing of one: every run ended with the same bytes.");
        Assert.True(begun > 0, "no kill came after the first checkpoint");
    }

    static string Classifier(Scratch scratch, string name, string model) => scratch.Write($"{name}.json", $$"""
        { "name": "{{name}}", "data": { "name": "csv", "file": "{{scratch.WriteReviews("reviews.csv", count: 300).Replace('\\', '/')}}", "text": "review", "label": "mood" },
          "model": { {{model}} }, "training": { "epochs": 3, "batchSize": 16, "patience": 0, "schedule": "cosine" }, "baselines": { "bagOfWords": false }, "doctor": { "checks": false } }
        """);

    static string Tagger(Scratch scratch)
    {
        string train = scratch.WriteTreebank("train.conllu", 240), dev = scratch.WriteTreebank("dev.conllu", 40);
        return scratch.Write("tagger.json", $$"""
            { "name": "tags", "task": "tagging", "data": { "name": "csv", "file": "{{train.Replace('\\', '/')}}", "validationFile": "{{dev.Replace('\\', '/')}}", "label": "upos" },
              "model": { "cell": "lstm", "embedding": 12, "hidden": 12, "bidirectional": true, "dropout": 0.2 }, "tagging": { "characterEmbedding": 8, "characterHidden": 8, "wordDropout": 0.2, "crf": true },
              "training": { "epochs": 3, "batchSize": 16, "learningRate": 0.02, "monitor": "accuracy", "patience": 0, "schedule": "cosine" } }
            """);
    }

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

    /// <summary>The checkpoints of a run, or of all runs of a series.</summary>
    static string[] Files(string run)
    {
        try
        {
            return Directory.Exists(run) ? [.. Runs(run).SelectMany(one => Directory.Exists(Checkpoints(one)) ? Directory.EnumerateFiles(Checkpoints(one)) : [])] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // the run that begins anew is removing it
        }
    }

    static string Checkpoints(string run) => Path.Combine(run, "checkpoint");

    static string[] Runs(string folder) => [folder, .. Directory.GetDirectories(folder)];

    static void AssertSame(string whole, string ended)
    {
        string[] runs = [.. Runs(whole).Where(run => File.Exists(Path.Combine(run, "run.json"))).Select(run => Path.GetRelativePath(whole, run))];
        Assert.NotEmpty(runs);
        foreach (string run in runs)
        {
            (string one, string other) = (Path.Combine(whole, run), Path.Combine(ended, run));
            Assert.Equal(File.ReadAllBytes(Path.Combine(one, "model.safetensors")), File.ReadAllBytes(Path.Combine(other, "model.safetensors")));
            Assert.Equal(Metrics(one), Metrics(other));
        }
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
