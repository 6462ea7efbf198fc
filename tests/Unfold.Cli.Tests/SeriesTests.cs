using System.Text.Json;

namespace Unfold.Cli.Tests;

/// <summary>Several experiments side by side, on made-up reviews.</summary>
public sealed class SeriesTests : IDisposable
{
    readonly Scratch _scratch = new();

    public SeriesTests() => _scratch.WriteReviews("reviews.csv", count: 160);

    public void Dispose() => _scratch.Dispose();

    string Recipe(string name, string model) => _scratch.Write($"{name}.json", $$"""
        { "name": "{{name}}", "data": { "name": "csv", "file": "{{_scratch.In("reviews.csv").Replace("\\", "/")}}", "text": "review", "label": "mood" },
          "model": {{model}}, "training": { "epochs": 2, "learningRate": 0.01 }, "baselines": { "bagOfWords": false }, "doctor": { "checks": false } }
        """);

    [Fact]
    public async Task Compare_TwoRecipesTwoSeeds_GivesOneTableOneReportAndAllRuns()
    {
        string small = Recipe("small", "{ \"cell\": \"gru\", \"embedding\": 8, \"hidden\": 8 }"), none = Recipe("none", "{ \"cell\": \"none\", \"embedding\": 8, \"readOut\": \"mean\" }");
        CommandResult result = await Unfolded.Run("compare", small, none, "--seeds", "2", "--out", _scratch.In("out"), "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(4, document.GetProperty("runs").GetArrayLength());
        Assert.Equal([42, 43, 42, 43], document.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetInt32()));
        JsonElement[] rows = [.. document.GetProperty("table").EnumerateArray()];
        Assert.Equal(["small", "none"], rows.Select(row => row.GetProperty("recipe").GetString()));
        foreach (JsonElement row in rows)
        {
            double[] of = [.. document.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("recipe").GetString() == row.GetProperty("recipe").GetString()).Select(run => run.GetProperty("best").GetProperty("accuracy").GetDouble())];
            Assert.Equal(of.Average(), row.GetProperty("bestAccuracy").GetDouble(), 1e-12);
            Assert.Equal(Math.Abs(of[0] - of[1]) / Math.Sqrt(2), row.GetProperty("bestAccuracyDeviation").GetDouble(), 1e-12);
            Assert.True(row.GetProperty("peakMemoryBytes").GetInt64() > 1_000_000);
        }
        Assert.Equal((3 * 8 * 8 * 2) + (2 * 3 * 8), rows[0].GetProperty("parameters").GetInt64() - rows[1].GetProperty("parameters").GetInt64());
        string report = await File.ReadAllTextAsync(_scratch.In("out/report.html"));
        Assert.Contains("small", report);
        Assert.Equal(4, Directory.GetDirectories(_scratch.In("out")).Length);
    }

    [Fact]
    public async Task Sweep_OneRateTooHigh_IsARowThatDivergedAndTheOthersStand()
    {
        string recipe = Recipe("small", "{ \"cell\": \"rnn\", \"activation\": \"relu\", \"embedding\": 8, \"hidden\": 8 }");
        CommandResult result = await Unfolded.Run("sweep", recipe, "--grid", "training.learningRate=0.01,1000", "--set", "training.optimizer=sgd", "--out", _scratch.In("out"));

        Assert.True(result.ExitCode == 0, result.Error);
        string[] lines = [.. result.Output.Split('\n').Where(line => line.StartsWith("training.learningRate=", StringComparison.Ordinal))];
        Assert.Contains(lines, line => line.StartsWith("training.learningRate=1000", StringComparison.Ordinal) && line.TrimEnd().EndsWith("diverged", StringComparison.Ordinal));
        Assert.Contains("Best by validation loss: training.learningRate=0.01", result.Output);
    }

    [Fact]
    public async Task Train_Seeds_ShowsMeanAndDeviation()
    {
        CommandResult result = await Unfolded.Run("train", Recipe("small", "{ \"embedding\": 8, \"hidden\": 8 }"), "--seeds", "2", "--no-report", "--out", _scratch.In("out"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Means over 2 seeds, behind ± their standard deviation.", result.Output);
        Assert.Matches(@"(?m)^small +\d[\d,]* +\d\.\d{4} +\d\.\d{4} ± \d\.\d{4}", result.Output);
        Assert.False(File.Exists(_scratch.In("out/report.html")));
    }

    [Fact]
    public async Task Compare_SameNameTwice_IsAWrongUse()
    {
        string recipe = Recipe("small", "{ }");
        CommandResult result = await Unfolded.Run("compare", recipe, recipe);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("compare: expected recipes with different names, got \"small\" 2 times. Give one of them another name; for the same recipe with several seeds there is --seeds, with several settings 'unfold sweep'.", result.Error.Trim());
    }

    [Fact]
    public async Task Sweep_UnknownSetting_SaysTheNearest()
    {
        CommandResult result = await Unfolded.Run("sweep", Recipe("small", "{ }"), "--grid", "training.learnRate=1,2");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--grid training.learnRate: training.learnRate: expected a setting, got an unknown path. Did you mean \"training.learningRate\"?", result.Error);
    }

    [Fact]
    public async Task Eval_Examples_ShowsWhatTheModelReadWithClassAndAnswer()
    {
        CommandResult training = await Unfolded.Run("train", Recipe("small", "{ \"embedding\": 8, \"hidden\": 8 }"), "--epochs", "1", "--no-report", "--out", _scratch.In("run"), "--set", "text.maxLength=3");
        Assert.Equal(0, training.ExitCode);
        CommandResult result = await Unfolded.Run("eval", _scratch.In("run"), "--examples", "4", "--json");

        JsonElement[] examples = [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("examples").EnumerateArray()];
        Assert.Equal(4, examples.Length);
        Assert.All(examples, example => Assert.Equal(3, example.GetProperty("read").GetString()!.Split(' ').Length)); // cut as in training
        Assert.Equal([false, false, true, true], examples.Select(example => example.GetProperty("actual").GetString() == example.GetProperty("predicted").GetString()));
        Assert.True(examples[0].GetProperty("probability").GetDouble() >= examples[1].GetProperty("probability").GetDouble());
        Assert.Matches(@"(?m)^wrong: is \w+, answered \w+ \(\d+\.\d %\)", (await Unfolded.Run("eval", _scratch.In("run"), "--examples", "2")).Output);
    }

    [Fact]
    public async Task Train_Blend_ShowsItsRowsAndPredictsFromTheFolder()
    {
        CommandResult training = await Unfolded.Run("train", Recipe("small", "{ \"embedding\": 8, \"hidden\": 8 }"), "--set", "linear.use=blend", "--set", "linear.words=2", "--no-report", "--out", _scratch.In("run"));
        Assert.True(training.ExitCode == 0, training.Error);
        Assert.Matches(@"(?m)^small, epoch \d.* +\d\.\d{4} +\d\.\d{4}", training.Output);
        Assert.Matches(@"(?m)^ +its network alone +\d\.\d{4}", training.Output);
        Assert.Matches(@"(?m)^ +its n-grams alone \(\d\.\d\d of it\) +\d\.\d{4}", training.Output);
        Assert.True(File.Exists(_scratch.In("run/linear.json")));
        string[] texts = ["a good film", "a bad film"];
        string[] blended = await Probabilities(), again = await Probabilities();
        Assert.Equal(blended, again);
        // Without its n-grams the same folder answers otherwise, or not at all: they are read.
        File.WriteAllText(_scratch.In("run/linear.json"), "{");
        CommandResult damaged = await Unfolded.Run(["predict", _scratch.In("run"), texts[0]]);
        Assert.Equal(4, damaged.ExitCode);
        Assert.Contains("linear.json", damaged.Error, StringComparison.Ordinal);

        async Task<string[]> Probabilities()
        {
            CommandResult result = await Unfolded.Run(["predict", _scratch.In("run"), .. texts]);
            Assert.True(result.ExitCode == 0, result.Error);
            return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }
}
