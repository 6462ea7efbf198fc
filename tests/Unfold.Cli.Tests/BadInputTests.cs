using System.Text.RegularExpressions;
using Unfold.Inspection;

namespace Unfold.Cli.Tests;

/// <summary>Bad input gives one sentence that names the place and what to do, the right exit code, and loses nothing written.</summary>
public sealed class BadInputTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public async Task Train_MissingFile_SaysWhich() => await Fails(
        2, $"/nowhere/a.csv: expected a table of texts, got no such file. Check the path; relative paths start from {Environment.CurrentDirectory}.",
        "train", "--csv", "/nowhere/a.csv");

    [Fact]
    public async Task Train_MissingColumn_NamesTheColumnsThereAre()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv");

        await Fails(
            2, $"{file}:1: expected a text column \"revew\", got the columns review, mood. Did you mean \"review\"? Name the text column as the header has it.",
            "train", "--csv", file, "--text", "revew", "--label", "mood", "--out", scratch.In("run"));
        Assert.Empty(Directory.GetFiles(scratch.In("run")));
    }

    [Fact]
    public async Task Train_BadTableIntoARunThatIsThere_LeavesEveryByteOfIt()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch);

        CommandResult result = await Unfolded.Run("train", "--csv", scratch.Write("r.csv", "text,label\n,1\n ,0\n"), "--out", copy);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(Directory.GetFiles(trained.Run));
        Assert.Equal(Directory.GetFiles(trained.Run).Select(Path.GetFileName).Order(), Directory.GetFiles(copy).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(trained.Run), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(copy, Path.GetFileName(file)))));
    }

    [Fact]
    public async Task Train_QuoteNeverClosed_NamesTheLine()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\ngood,1\n\"bad,0\nawful,0\n");

        await Fails(
            2, $"{file}:3: expected the field in quotes to end with a quote before the next delimiter or line end, got the end of the file. " +
            "Write a quote inside such a field twice, or read the file with quoting off.",
            "train", "--csv", file, "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_InvalidUtf8_NamesTheFile()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", [.. "text,label\ngood,1\nb"u8, 0xFF, 0xFE, .. "d,0\n"u8]);

        await Fails(
            2, $"{file}:3: expected UTF-8 text, got the byte 0xFF at offset 19. The file may be Latin-1 or Windows-1252; save it as UTF-8.",
            "train", "--csv", file, "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_NothingButEmptyTexts_SaysSo()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\n,1\n ,0\n");

        await Fails(
            2, $"{file}: expected texts, got 2 rows whose text is empty. Check the name of the text column.", "train", "--csv", file, "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_OneClassOnly_SaysWhichAndWhy()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"word{i},1\n")));

        await Fails(
            2, $"{file}: expected at least two classes, got only \"1\" in 32 rows. " +
            "A classifier needs two classes to tell apart; check the label column and how the data was chosen.",
            "train", "--csv", file, "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_UnknownRecipe_SuggestsTheNearest() =>
        await Fails(
            2, "Recipe twitter-lstn: expected a built-in recipe or a JSON file, got neither. Did you mean \"twitter-lstm\"? " +
            $"The built-in ones are {string.Join(", ", Unfold.Training.RecipeCatalog.Names)}.",
            "train", "twitter-lstn");

    [Fact]
    public async Task Train_UnknownSetting_NamesThePath()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv");

        await Fails(
            2, "--set training.epoch=3: training.epoch: expected a setting, got an unknown path. Did you mean \"training.epochs\"?",
            "train", "--csv", file, "--set", "training.epoch=3", "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_LossBecomesNaN_ExitCode3AndTheRunIsKept()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv"), run = scratch.In("run");

        CommandResult result = await Fails(
            3, null, "train", "--csv", file, "--text", "review", "--label", "mood", "--out", run, "--epochs", "3", "--no-report", "--quiet",
            "--set", "training.optimizer=sgd", "--set", "training.learningRate=1000", "--set", "training.clipNorm=0", "--set", "model.cell=rnn", "--set", "model.activation=relu");

        Assert.Matches(
            $"^Training, epoch 0, step [0-9]+: expected finite numbers, but the (loss|validation loss|norm of the gradients) is -?(NaN|Infinity|∞)(; first [^;]+)?\\." +
            $"( The batch's rows: ({Regex.Escape(file)}:[0-9]+(, | and )){{8}}[0-9]+ more\\.)?" +
            " The initial weights are kept, as no epoch was completed; lower training\\.learningRate \\(now 1000\\) or clip gradients with training\\.clipNorm=1\\.$", result.Sentence);
        RunDocument document = RunFolder.Open(run).Read();
        Assert.Equal(RunStatus.Diverged, document.Status);
        Assert.Equal(result.Sentence, document.Ended);
        Assert.True(RecordFile.Read(RunFolder.Open(run).RecordFile).Steps.Count > 0);
        Assert.Equal(0, (await Unfolded.Run("predict", run, "the soup was good")).ExitCode);
    }

    [Fact]
    public async Task Train_OutputBelowAFile_SaysSoAndLeavesTheFile()
    {
        using var scratch = new Scratch();
        string file = scratch.WriteReviews("r.csv"), taken = scratch.Write("taken", "mine");

        string run = Path.Combine(taken, "run");

        await Fails(
            2, $"Run folder {run}: expected a folder that can be written, got: Could not find a part of the path '{run}'. Choose another one with --out.",
            "train", "--csv", file, "--text", "review", "--label", "mood", "--out", run);
        Assert.Equal("mine", File.ReadAllText(taken));
    }

    [Fact]
    public async Task Eval_UnknownLabel_NamesFileAndLine()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "review,mood\nthe soup was good,positive\nthe soup was bad,furious\n");

        await Fails(
            2, $"{file}:3: expected one of the known classes negative, positive, got the label \"furious\". " +
            "The model can only be judged on classes it was trained on; correct the label or leave the row out.",
            "eval", trained.Run, "--csv", file);
    }

    [Fact]
    public async Task Predict_DamagedModelDescription_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Halve(Path.Combine(copy, "model.json"));

        await Fails(
            4, $"{file}:1: expected the description of a model in JSON, got something else. The file is damaged or was not written by Unfold; restore it, or train again.",
            "predict", copy, "good");
    }

    [Fact]
    public async Task Predict_DamagedWeights_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "model.safetensors");
        byte[] whole = File.ReadAllBytes(file);
        int data = whole.Length - 8 - (int)BitConverter.ToInt64(whole);
        Halve(file);

        await Fails(
            4, $"{file}: expected {data} bytes of data, got {data - (whole.Length - whole.Length / 2)}. The file is damaged, cut off or of another format; copy or save it again.",
            "predict", copy, "good");
    }

    [Fact]
    public async Task Predict_NoRunThere_ExitCode2() => await Fails(
        2, "/nowhere/run: expected the folder of a run or of a saved classifier, got no such folder. Check the path.", "predict", "/nowhere/run", "good");

    [Fact]
    public async Task Report_DamagedRun_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "run.json");
        File.WriteAllText(file, "{ \"schemaVersion\": 1, ");

        await Fails(
            4, $"{file}, line 1: expected a JSON document written by Unfold, got something else. The file is damaged or was edited; restore it, or train the run again.",
            "report", copy);
    }

    [Fact]
    public async Task Report_JsonlOfTwoRuns_ExitCode1() => await Fails(
        1, "report: expected one RUN with --jsonl, got 2. Each run has a record of its own; write them one by one.", "report", trained.Run, trained.Run, "--jsonl", "/nowhere/r.jsonl");

    [Fact]
    public async Task Report_PlaceThatCannotBeWritten_ExitCode2()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch.In("taken"), "");
        CommandResult result = await Unfolded.Run("report", trained.Run, "--out", scratch.In("r.html"), "--csv", scratch.In("taken"));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{scratch.In("taken")}: expected a place that can be written, got: ", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_InvalidUtf8OnStandardInput_SaysWhere()
    {
        CommandResult result = await Unfolded.RunProcess([.. "good\n"u8, 0xFF, 0xFE, (byte)'\n'], "predict", trained.Run);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("standard input, line 1 or soon after: expected UTF-8, got other bytes. Convert the text to UTF-8 first.", result.Sentence);
    }

    static string Halve(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        return file;
    }

    /// <summary>Just this sentence on standard error, as one line, without a stack trace.</summary>
    static async Task<CommandResult> Fails(int code, string? sentence, params string[] args)
    {
        CommandResult result = await Unfolded.Run(args);
        if (sentence is not null) Assert.Equal(sentence, result.Sentence);
        Assert.Equal(code, result.ExitCode);
        Assert.DoesNotContain('\n', result.Sentence);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result;
    }
}
