using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unfold.Cli.Tests;

/// <summary>A comparison, a sweep or several seeds that were stopped go on as a whole, and come to what they would have come to.</summary>
public sealed class ResumedSeriesTests : IDisposable
{
    readonly Scratch _scratch = new();

    public ResumedSeriesTests() => _scratch.WriteReviews("reviews.csv", count: 120);

    public void Dispose() => _scratch.Dispose();

    string Out => _scratch.In("out");

    string Recipe(string name, string model) => _scratch.Write($"{name}.json", $$"""
        { "name": "{{name}}", "data": { "name": "csv", "file": "{{_scratch.In("reviews.csv").Replace("\\", "/")}}", "text": "review", "label": "mood" },
          "model": {{model}}, "training": { "epochs": 3, "learningRate": 0.01, "patience": 0 }, "baselines": { "bagOfWords": false }, "doctor": { "checks": false }, "inspection": { "lenses": "few", "probeTexts": 0 } }
        """);

    string[] Compare => ["compare", Recipe("small", "{ \"cell\": \"gru\", \"embedding\": 4, \"hidden\": 4 }"), Recipe("none", "{ \"cell\": \"none\", \"embedding\": 4, \"readOut\": \"mean\" }"), "--seeds", "2", "--out", Out];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compare_StoppedAgainAndAgain_EndsAsTheOneThatWasNeverStopped(bool named)
    {
        string[] arguments = Compare, rest = named ? [.. arguments, "--resume"] : ["compare", "--out", Out, "--resume"];
        JsonNode whole = await Whole(arguments);

        CommandResult stopped = await StopAt("none seed 42 (3 of 4)", [.. arguments, "--checkpoint-every", "0"]);
        Assert.Equal(130, stopped.ExitCode);
        Assert.EndsWith($"2 runs are whole, of the last what was done until then: {Out}.\nGo on with: unfold compare --out {Out} --resume\n", stopped.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        byte[] first = File.ReadAllBytes(Path.Combine(Out, "small-seed-42", "run.json"));
        stopped = await StopAt("    1 ", [.. rest, "--checkpoint-every", "0"]);
        Assert.Contains($"Done before, and taken as it is: {Path.Combine(Out, "small-seed-43")}", stopped.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Out, "none-seed-42", "checkpoint")));
        Assert.False(Directory.Exists(Path.Combine(Out, "none-seed-43")));
        CommandResult ended = await Unfolded.Run([.. rest, "--json"]);

        Assert.True(ended.ExitCode == 0, ended.Error);
        AssertSame(whole, JsonNode.Parse(ended.Output)!);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(Out, "small-seed-42", "run.json")));
        Assert.Equal(4, Directory.GetDirectories(Out).Length);
        Assert.Contains("none", await File.ReadAllTextAsync(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
        AssertSame(whole, JsonNode.Parse((await Unfolded.Run([.. rest, "--json"])).Output)!); // nothing is left to do
    }

    [Fact]
    public async Task Sweep_OneDivergesAndItIsStopped_EndsAsTheOneThatWasNeverStopped()
    {
        string recipe = Recipe("small", "{ \"cell\": \"rnn\", \"activation\": \"relu\", \"embedding\": 4, \"hidden\": 4 }");
        string[] arguments = ["sweep", recipe, "--grid", "training.learningRate=1000,0.01,0.02", "--set", "training.optimizer=sgd", "--out", Out];
        JsonNode whole = await Whole(arguments);
        Assert.Equal(1, whole["table"]![0]!["diverged"]!.GetValue<int>());

        Assert.Equal(130, (await StopAt("training.learningRate=0.02 (3 of 3)", arguments)).ExitCode);
        CommandResult ended = await Unfolded.Run("sweep", "--out", Out, "--resume", "--json");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains($"Done before, and taken as it is: {Path.Combine(Out, "training.learningRate=1000")}", ended.Error, StringComparison.Ordinal);
        AssertSame(whole, JsonNode.Parse(ended.Output)!);
    }

    [Fact]
    public async Task Train_SeedsStoppedInTheMiddleOfOne_EndsAsTheOneThatWasNeverStopped()
    {
        string[] arguments = ["train", Recipe("small", "{ \"embedding\": 4, \"hidden\": 4 }"), "--seeds", "2", "--out", Out];
        JsonNode whole = await Whole(arguments);

        Assert.Equal(130, (await StopAt("    1 ", [.. arguments, "--checkpoint-every", "0"])).ExitCode);
        CommandResult ended = await Unfolded.Run("train", "--out", Out, "--resume", "--json");

        Assert.True(ended.ExitCode == 0, ended.Error);
        AssertSame(whole, JsonNode.Parse(ended.Output)!);
    }

    [Fact]
    public async Task Resume_WhatIsNotThereOrSomethingElse_IsSaidInASentenceAndNothingIsTouched()
    {
        string[] arguments = Compare;
        string small = arguments[1], none = arguments[2], other = Recipe("other", "{ \"cell\": \"none\", \"embedding\": 4 }");
        Assert.Equal(130, (await StopAt("small seed 43 (2 of 4)", arguments)).ExitCode);
        string plan = File.ReadAllText(Path.Combine(Out, "series.json"));

        await Refused(1, "compare: expected --out DIR with --resume, got none. Name the folder that is to be gone on with.", "compare", small, "--resume");
        await Refused(1, "compare: expected at least one recipe, got none. 'unfold recipes' lists the built-in ones; with --out and --resume a comparison that was stopped goes on.", "compare", "--out", Out);
        await Refused(1, "sweep: expected a recipe and --grid path=v1,v2, got no --grid. Such as: unfold sweep agnews-lstm --grid training.learningRate=0.1,0.01; with --out and --resume alone a sweep that was stopped goes on.", "sweep", small, "--out", Out, "--resume");
        await Refused(1, "compare: expected the recipes together with --epochs, got none. To go on with what is in --out, leave out --epochs too, or repeat the whole command with --resume.", "compare", "--out", Out, "--resume", "--epochs", "3");
        await Refused(1, $"sweep: expected a folder that sweep began in with --resume, got one of compare. Go on with: unfold compare --out {Out} --resume", "sweep", "--out", Out, "--resume");
        await Refused(1, $"train: expected a folder that train began in with --resume, got one of compare. Go on with: unfold compare --out {Out} --resume", "train", "--out", Out, "--resume");
        await Refused(2, $"{Out}: expected what was begun there, got something else: it trains small, none, and small, other was asked for. Leave out the recipes and their settings to go on with it as it was begun, or choose another folder with --out.", "compare", small, other, "--out", Out, "--resume");
        await Refused(2, $"{Out}: expected what was begun there, got something else: small: training.epochs was 3 and is 4. Leave out the recipes and their settings to go on with it as it was begun, or choose another folder with --out.", "compare", small, none, "--epochs", "4", "--out", Out, "--resume");
        await Refused(2, $"{Out}: expected what was begun there, got something else: it has 2 seeds, and 3 were asked for. Leave out the recipes and their settings to go on with it as it was begun, or choose another folder with --out.", "compare", small, none, "--seeds", "3", "--out", Out, "--resume");
        await Refused(2, $"{_scratch.In("nowhere")}: expected the folder of several runs (series.json) to go on with, got no such folder. Check the path, or name what to train.", "compare", "--out", _scratch.In("nowhere"), "--resume");
        await Refused(2, $"{_scratch.Folder}: expected the folder of several runs (series.json) to go on with, got none with none.json, other.json, out. Check the path, or train anew without --resume.", "compare", small, none, "--out", _scratch.Folder, "--resume");
        Assert.Equal(plan, File.ReadAllText(Path.Combine(Out, "series.json")));
        Assert.False(Directory.Exists(_scratch.In("nowhere")));
    }

    [Theory]
    [InlineData("\"small-seed-42\"", "\"../../small\"")]
    [InlineData("\"small-seed-42\"", "\"small-seed-43\"")]
    [InlineData("\"seeds\": 2", "\"seeds\": 3")]
    [InlineData("\"seeds\": 2", "\"seeds\": -1")]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2")]
    [InlineData("\"name\": \"none\"", "\"name\": null")]
    [InlineData("\"verb\"", "\"werb\"")]
    public async Task Resume_APlanFromAStranger_IsRefusedInASentence(string from, string to)
    {
        string[] arguments = Compare;
        Assert.Equal(130, (await StopAt("small seed 42 (1 of 4)", arguments)).ExitCode);
        string path = Path.Combine(Out, "series.json"), plan = File.ReadAllText(path);
        Assert.Contains(from, plan, StringComparison.Ordinal);
        File.WriteAllText(path, plan.Replace(from, to, StringComparison.Ordinal));

        CommandResult result = await Unfolded.Run("compare", "--out", Out, "--resume");

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith($"{path}: expected ", result.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("without --resume.", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_StoppedBeforeThePlanWasWritten_BeginsWithAWord()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, ".lock"), "");
        CommandResult result = await Unfolded.Run([.. Compare, "--resume", "--epochs", "1", "--no-report"]);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"{Out}: nothing to go on from; all runs begin at their beginning.", result.Output, StringComparison.Ordinal);
    }

    static async Task Refused(int code, string sentence, params string[] arguments)
    {
        CommandResult result = await Unfolded.Run(arguments);
        Assert.Equal((code, sentence), (result.ExitCode, result.Sentence));
    }

    /// <summary>The same without a stop, in the same folder, which is then put aside.</summary>
    async Task<JsonNode> Whole(string[] arguments)
    {
        CommandResult result = await Unfolded.Run([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Directory.Move(Out, _scratch.In("whole"));
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>Runs until a line begins with some words, and cancels there.</summary>
    static async Task<CommandResult> StopAt(string words, params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var output = new StoppingWriter(words, stop);
        using var error = new StringWriter();
        int code = await Application.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, stop.Token);
        Assert.True(stop.IsCancellationRequested, $"{words} was never written: {output}{error}");
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>The same document and the same weights, apart from what a clock or the memory says.</summary>
    void AssertSame(JsonNode whole, JsonNode resumed)
    {
        Assert.Equal(Plain(whole), Plain(resumed));
        foreach (string run in Directory.GetDirectories(_scratch.In("whole")).Select(run => Path.GetFileName(run)!))
            Assert.Equal(File.ReadAllBytes(Path.Combine(_scratch.In("whole"), run, "model.safetensors")), File.ReadAllBytes(Path.Combine(Out, run, "model.safetensors")));
    }

    static string Plain(JsonNode node)
    {
        JsonNode copy = node.DeepClone();
        Strip(copy);
        return copy.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array) Strip(item);
        }
        if (node is not JsonObject all) return;
        foreach (string clock in (string[])["seconds", "validationSeconds", "tokensPerSecond", "speed", "startedAt", "command", "secondsPerEpoch", "peakMemoryBytes", "totalSeconds", "took"]) all.Remove(clock);
        foreach ((_, JsonNode? value) in all) Strip(value);
    }

    sealed class StoppingWriter(string words, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(words, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
