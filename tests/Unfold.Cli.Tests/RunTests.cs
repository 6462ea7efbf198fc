using System.Text;
using System.Text.Json;

namespace Unfold.Cli.Tests;

/// <summary>From a table to a run, its figures, answers and report.</summary>
public sealed class RunTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Train_Json_OneDocumentOfARun()
    {
        Assert.Equal(0, trained.Training.ExitCode);
        using JsonDocument document = JsonDocument.Parse(trained.Training.Output);
        JsonElement run = document.RootElement;
        Assert.Equal(1, run.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(3, run.GetProperty("seed").GetInt32());
        Assert.Equal(320, run.GetProperty("data").GetProperty("train").GetInt32());
        Assert.Equal(80, run.GetProperty("data").GetProperty("validation").GetInt32());
        Assert.Equal(["negative", "positive"], run.GetProperty("data").GetProperty("classes").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal(2, run.GetProperty("epochs").GetArrayLength());
        Assert.Contains(run.GetProperty("baselines").EnumerateArray(), baseline => baseline.GetProperty("name").GetString() == "bag-of-words");
        Assert.Contains("val loss", trained.Training.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("metrics.jsonl")]
    [InlineData("model.json")]
    [InlineData("model.safetensors")]
    [InlineData("report.html")]
    public void Train_Folder_StandsOnItsOwn(string file) => Assert.True(new FileInfo(Path.Combine(trained.Run, file)).Length > 0);

    [Fact]
    public async Task Train_TensorBoard_WritesAnEventFileWhileTheRunGoesOn()
    {
        using var scratch = new Scratch();
        string run = scratch.In("watched"), logs = scratch.In("logs");

        CommandResult result = await Unfolded.Run("train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--epochs", "2", "--out", run, "--tensorboard", logs, "--no-report");

        Assert.Equal(0, result.ExitCode);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(logs, "watched")));
        Assert.True(new FileInfo(file).Length > 1000);
        Assert.Contains("The lenses took ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_TensorBoardWithoutInspection_SaysWhatToLeaveOut()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run("train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--out", scratch.In("run"), "--tensorboard", scratch.In("logs"), "--set", "inspection.enabled=false");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("train: expected inspection.enabled=true with --tensorboard, got false. TensorBoard's files are made of what the lenses see; leave out one of the two.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_Arguments_ProbabilitiesSumToOne()
    {
        CommandResult result = await Unfolded.Run("predict", trained.Run, "the soup was good", "", "the soup was not good", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] answers = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(["the soup was good", "", "the soup was not good"], answers.Select(answer => answer.GetProperty("text").GetString()!));
        Assert.All(answers, answer => Assert.Equal(1, answer.GetProperty("probabilities").EnumerateObject().Sum(entry => entry.Value.GetDouble()), 6));
    }

    [Fact]
    public async Task Predict_StandardInput_ALineATextAndTheSameAnswers()
    {
        CommandResult lines = await Unfolded.RunProcess(Encoding.UTF8.GetBytes("the soup was good\nthe soup was not good\n"), "predict", trained.Run);
        CommandResult arguments = await Unfolded.Run("predict", trained.Run, "the soup was good", "the soup was not good");

        Assert.Equal(0, lines.ExitCode);
        Assert.Equal(2, lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(arguments.Output, lines.Output);
    }

    [Fact]
    public async Task Eval_OwnData_AgreesWithTheRun()
    {
        CommandResult result = await Unfolded.Run("eval", trained.Run, "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument evaluation = JsonDocument.Parse(result.Output), run = JsonDocument.Parse(trained.Training.Output);
        Assert.Equal(80, evaluation.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(
            run.RootElement.GetProperty("best").GetProperty("accuracy").GetDouble(),
            evaluation.RootElement.GetProperty("metrics").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Report_Exports_WritesFiguresNumbersAndTheRecord()
    {
        using var scratch = new Scratch();
        CommandResult result = await Unfolded.Run(
            "report", trained.Run, "--out", scratch.In("r.html"), "--svg", scratch.In("svg"), "--csv", scratch.In("csv"), "--jsonl", scratch.In("r.jsonl"), "--tensorboard", scratch.In("logs"), "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        string[] pictures = [.. document.RootElement.GetProperty("svg").EnumerateArray().Select(file => file.GetString()!)];
        Assert.Contains(scratch.In("svg/loss.svg"), pictures);
        Assert.All(pictures, file => Assert.StartsWith("<svg", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains(scratch.In("csv/loss.csv"), document.RootElement.GetProperty("csv").EnumerateArray().Select(file => file.GetString()));
        Assert.Single(Directory.GetFiles(scratch.In("logs"), "events.out.tfevents.*", SearchOption.AllDirectories));
        Assert.StartsWith("{\"table\":\"step\",\"step\":0,\"epoch\":0,", File.ReadLines(scratch.In("r.jsonl")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_TwoRuns_OneFile()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run("report", trained.Run, trained.Run, "--out", scratch.In("both.html"));

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("<!", File.ReadAllText(scratch.In("both.html")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Recipes_Json_EachWithItsTask()
    {
        CommandResult result = await Unfolded.Run("recipes", "--json");

        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement lstm = document.RootElement.EnumerateArray().Single(recipe => recipe.GetProperty("name").GetString() == "twitter-lstm");
        Assert.Equal("twitter", lstm.GetProperty("data").GetString());
        Assert.Equal(["name", "task", "data", "summary"], lstm.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task DataList_EmptyFolder_NothingPresent()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run("data", "list", "--data-dir", scratch.Folder, "--json");

        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Contains(document.RootElement.EnumerateArray(), set => set.GetProperty("name").GetString() == "imdb");
        Assert.All(document.RootElement.EnumerateArray(), set => Assert.False(set.GetProperty("present").GetBoolean()));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Train_Interrupted_130AndTheRunIsKeptAndGoesOn(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        using var scratch = new Scratch();
        using System.Diagnostics.Process process = Unfolded.Start(
            "train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--epochs", "100000", "--set", "training.patience=0", "--out", scratch.In("run"));
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.TrimStart().StartsWith("1 ", StringComparison.Ordinal))
        {
        }
        using (var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process.Id}"])) await kill.WaitForExitAsync();
        Task<string> rest = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        Assert.EndsWith($"What was done until then is in {scratch.In("run")}.\nIts report: unfold report {scratch.In("run")}\nGo on with: unfold train --out {scratch.In("run")} --resume\n", await rest, StringComparison.Ordinal);

        Assert.Equal("Stopped, as asked.", (await error).Trim());
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("\"cancelled\"", File.ReadAllText(scratch.In("run/run.json")), StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.In("run/model.safetensors")));
        Assert.False(File.Exists(scratch.In("run/report.html")));
        Assert.NotEmpty(Directory.GetFiles(scratch.In("run/checkpoint"), "resume-*.safetensors"));
    }

    [Fact]
    public async Task Predict_InterruptedWhileItWaitsForInput_EndsWith130()
    {
        if (OperatingSystem.IsWindows()) return;
        using System.Diagnostics.Process process = Unfolded.Start("predict", trained.Run);
        await process.StandardInput.WriteAsync(string.Concat(Enumerable.Repeat("a great film\n", PredictVerb.LinesAtOnce)));
        await process.StandardInput.FlushAsync();
        for (int line = 0; line < PredictVerb.LinesAtOnce; line++) Assert.NotNull(await process.StandardOutput.ReadLineAsync()); // then it waits for the next
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        Assert.Equal("Stopped, as asked.", (await process.StandardError.ReadToEndAsync()).Trim());
        Assert.Equal(130, process.ExitCode);
    }
}
