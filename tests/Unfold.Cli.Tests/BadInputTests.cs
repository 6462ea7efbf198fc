using System.Text;

namespace Unfold.Cli.Tests;

/// <summary>Bad input gives one sentence that names the place and what to do, the right exit code, and loses nothing written.</summary>
public sealed class BadInputTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public async Task Train_MissingFile_SaysWhich() => await Fails(2, ["train", "--csv", "/nowhere/a.csv"], "/nowhere/a.csv");

    [Fact]
    public async Task Train_MissingColumn_NamesTheColumnsThereAre()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv");

        await Fails(2, ["train", "--csv", file, "--text", "revew", "--label", "mood", "--out", scratch.In("run")], file, "revew", "review, mood");
    }

    [Fact]
    public async Task Train_QuoteNeverClosed_NamesTheLine()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\ngood,1\n\"bad,0\nawful,0\n");

        await Fails(2, ["train", "--csv", file, "--out", scratch.In("run")], $"{file}:3");
    }

    [Fact]
    public async Task Train_InvalidUtf8_NamesTheFile()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", [.. "text,label\ngood,1\nb"u8, 0xFF, 0xFE, .. "d,0\n"u8]);

        await Fails(2, ["train", "--csv", file, "--out", scratch.In("run")], file, "UTF-8");
    }

    [Fact]
    public async Task Train_NothingButEmptyTexts_SaysSo()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\n,1\n ,0\n");

        await Fails(2, ["train", "--csv", file, "--out", scratch.In("run")], file, "empty");
    }

    [Fact]
    public async Task Train_OneClassOnly_SaysWhichAndWhy()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"word{i},1\n")));

        CommandResult result = await Fails(2, ["train", "--csv", file, "--out", scratch.In("run")], file, "\"1\"");
        Assert.Contains("at least two classes", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_UnknownRecipe_SuggestsTheNearest() =>
        await Fails(2, ["train", "twitter-lstn"], "twitter-lstn", "Did you mean \"twitter-lstm\"?");

    [Fact]
    public async Task Train_UnknownSetting_NamesThePath()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv");

        await Fails(2, ["train", "--csv", file, "--set", "training.epoch=3", "--out", scratch.In("run")], "training.epoch", "training.epochs");
    }

    [Fact]
    public async Task Train_LossBecomesNaN_ExitCode3AndTheRunIsKept()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv"), run = scratch.In("run");

        CommandResult result = await Unfolded.Run(
            "train", "--csv", file, "--text", "review", "--label", "mood", "--out", run, "--epochs", "3", "--no-report", "--quiet",
            "--set", "training.optimizer=sgd", "--set", "training.learningRate=1000", "--set", "training.clipNorm=0", "--set", "model.cell=rnn", "--set", "model.activation=relu");

        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Contains("training.learningRate", result.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Sentence);
        Assert.True(File.Exists(Path.Combine(run, "run.json")));
        Assert.True(File.Exists(Path.Combine(run, "model.safetensors")));
    }

    [Fact]
    public async Task Train_OutputBelowAFile_SaysSoAndLeavesTheFile()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv"), taken = scratch.Write("taken", "mine");

        await Fails(2, ["train", "--csv", file, "--text", "review", "--label", "mood", "--out", Path.Combine(taken, "run")], taken);
        Assert.Equal("mine", File.ReadAllText(taken));
    }

    [Fact]
    public async Task Eval_UnknownLabel_NamesFileAndLine()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "review,mood\nthe soup was good,positive\nthe soup was bad,furious\n");

        CommandResult result = await Fails(2, ["eval", trained.Run, "--csv", file], $"{file}:3", "furious");
        Assert.Contains("negative, positive", result.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("model.safetensors")]
    public async Task Predict_DamagedModel_ExitCode4(string name)
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, name);
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);

        await Fails(4, ["predict", copy, "good"], file);
    }

    [Fact]
    public async Task Predict_NoRunThere_ExitCode2() => await Fails(2, ["predict", "/nowhere/run", "good"], "/nowhere/run");

    [Fact]
    public async Task Report_DamagedRun_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch);
        File.WriteAllText(Path.Combine(copy, "run.json"), "{ \"schemaVersion\": 1, ");

        await Fails(4, ["report", copy], Path.Combine(copy, "run.json"));
    }

    [Fact]
    public async Task Predict_InvalidUtf8OnStandardInput_SaysWhere()
    {
        CommandResult result = await Unfolded.RunProcess([.. "good\n"u8, 0xFF, 0xFE, (byte)'\n'], "predict", trained.Run);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("standard input, line 1 or soon after: expected UTF-8, got other bytes. Convert the text to UTF-8 first.", result.Sentence);
    }

    /// <summary>One line on standard error that has these parts, nothing on standard output, no stack trace.</summary>
    static async Task<CommandResult> Fails(int code, string[] args, params string[] parts)
    {
        CommandResult result = await Unfolded.Run(args);
        Assert.Equal(code, result.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, result.Sentence, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', result.Sentence);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result;
    }
}
