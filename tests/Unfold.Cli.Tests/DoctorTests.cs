using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Cli.Tests;

/// <summary>What <c>doctor</c> says of runs, records and thresholds, and the exit codes that scripts rely on.</summary>
public sealed class DoctorTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public async Task Run_Json_SchemaAndTheRunsOwnFindings()
    {
        CommandResult result = await Unfolded.Run("doctor", trained.Run, "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument doctor = JsonDocument.Parse(result.Output), run = JsonDocument.Parse(trained.Training.Output);
        Assert.Equal(1, doctor.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(
            run.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()),
            doctor.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()));
        Assert.InRange(doctor.RootElement.GetProperty("verdict").GetArrayLength(), 1, 5);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Run_OnlyARecord_IsLookedAtToo()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.In("stranger"));
        File.Copy(Path.Combine(trained.Run, "record"), scratch.In("stranger/record"));

        CommandResult folder = await Unfolded.Run("doctor", scratch.In("stranger"), "--json"), file = await Unfolded.Run("doctor", scratch.In("stranger/record"), "--json");

        Assert.Equal(0, folder.ExitCode);
        Assert.Equal(folder.Output.Replace(scratch.In("stranger"), "", StringComparison.Ordinal), file.Output.Replace(scratch.In("stranger/record"), "", StringComparison.Ordinal));
        using JsonDocument document = JsonDocument.Parse(folder.Output);
        Assert.StartsWith("Validation accuracy ", document.RootElement.GetProperty("verdict").EnumerateArray().Select(line => line.GetString()!).First(line => line.StartsWith("Val", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GoingOn_SaysSoAndReadsWhatIsThere()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch);
        RunFolder folder = RunFolder.Open(copy);
        folder.Write(folder.Read() with { Status = RunStatus.Running });
        byte[] record = File.ReadAllBytes(folder.RecordFile);
        File.WriteAllBytes(folder.RecordFile, record[..(record.Length - 100)]);

        CommandResult result = await Unfolded.Run("doctor", copy);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("The run is going on; this is what is known so far.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DivergedRun_CriticalWithRemedyAndExitCode3OnDemand()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch);
        RunFolder folder = RunFolder.Open(copy);
        folder.Write(folder.Read() with { Status = RunStatus.Diverged });

        CommandResult without = await Unfolded.Run("doctor", copy), with = await Unfolded.Run("doctor", copy, "--fail-on", "critical", "--quiet");

        Assert.Equal(0, without.ExitCode);
        Assert.StartsWith("critical D01  The numbers stopped being finite", without.Output, StringComparison.Ordinal);
        Assert.Contains("\nD01 critical, confidence ", without.Output, StringComparison.Ordinal);
        Assert.Contains("\n  evidence  ", without.Output, StringComparison.Ordinal);
        Assert.Contains("\n  remedy    ", without.Output, StringComparison.Ordinal);
        Assert.Equal(3, with.ExitCode);
        Assert.StartsWith("1 finding is critical: D01. Exit code 3, as --fail-on critical asks.", with.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipe_Json_ChecksAndAuditWithoutTraining()
    {
        using var scratch = new Scratch();
        string recipe = scratch.Write("mine.json", $$"""{ "name": "mine", "data": { "name": "csv", "file": "{{trained.Reviews}}", "text": "review", "label": "mood" } }""");

        CommandResult result = await Unfolded.Run("doctor", recipe, "--set", "model.hidden=6", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.NotEqual(0, document.RootElement.GetProperty("checks").GetProperty("overfit").GetProperty("curve").GetArrayLength());
        Assert.Equal(0, document.RootElement.GetProperty("audit").GetProperty("empty").GetInt32());
        Assert.Equal(JsonValueKind.Array, document.RootElement.GetProperty("findings").ValueKind);
        Assert.False(Directory.Exists("runs/mine"));
    }

    [Fact]
    public async Task Recipe_Text_SaysWhatWasCheckedAndHowLongItTook()
    {
        using var scratch = new Scratch();
        string recipe = scratch.Write("mine.json", $$"""{ "name": "mine", "data": { "name": "csv", "file": "{{trained.Reviews}}", "text": "review", "label": "mood" } }""");

        CommandResult result = await Unfolded.Run("doctor", recipe);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^csv: 320 texts to train on; [0-9,]+ parameters; data and model checked in [0-9.]+ s, the model's checks took [0-9.]+ s\\.\n", result.Output);
    }

    [Fact]
    public async Task Recipe_UnknownName_SaysTheNearest()
    {
        CommandResult result = await Unfolded.Run("doctor", "twitter-rnn-tan");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("twitter-rnn-tan: expected the folder of a run, a record or a recipe, got none of them. Did you mean \"twitter-rnn-tanh\"? Check the path; 'unfold recipes' lists the built-in recipes.", result.Sentence);
    }

    [Fact]
    public async Task Try_RunWithFindings_TableBestFirstAndRunsKept()
    {
        using var scratch = new Scratch();
        string run = scratch.In("slow");
        await Unfolded.Run("train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--epochs", "3", "--out", run, "--no-report", "--set", "training.learningRate=1e-7", "--set", "doctor.checks=false");

        CommandResult text = await Unfolded.Run("doctor", run, "--try"), json = await Unfolded.Run("doctor", run, "--try", "--epochs", "2", "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("1 of ", text.Output, StringComparison.Ordinal);
        Assert.Contains("\nwhat was changed ", text.Output, StringComparison.Ordinal);
        Assert.Contains("\nthe run as it is ", text.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement[] trials = [.. document.RootElement.GetProperty("trials").EnumerateArray()];
        Assert.InRange(trials.Length, 2, 4);
        Assert.Single(trials, trial => !trial.GetProperty("settings").EnumerateObject().Any());
        Assert.All(trials, trial => Assert.Equal(2, RunFolder.Open(trial.GetProperty("out").GetString()!).Read().Epochs.Count));
    }

    [Fact]
    public async Task Try_NoRun_SaysWhatToDo()
    {
        CommandResult result = await Unfolded.Run("doctor", "twitter-rnn-tanh", "--try");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("doctor --try: expected the folder of a run, got twitter-rnn-tanh. Train the recipe first: 'unfold train'.", result.Sentence);
    }

    [Fact]
    public async Task Train_FailOn_ExitCode3AfterTheRunIsWritten()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run(
            "train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--epochs", "3", "--out", scratch.In("run"), "--no-report", "--quiet",
            "--set", "training.learningRate=1e-7", "--set", "doctor.checks=false", "--fail-on", "warning");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches("^[0-9]+ findings? (is|are) a warning or critical: D[0-9D, ]+\\. Exit code 3, as --fail-on warning asks\\.$", result.Sentence);
        Assert.True(File.Exists(scratch.In("run/model.safetensors")));
    }

    [Fact]
    public async Task Train_Actions_AreToldAndStandInTheDocument()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run(
            "train", "--csv", trained.Reviews, "--text", "review", "--label", "mood", "--epochs", "2", "--out", scratch.In("run"), "--no-report",
            "--set", "training.learningRate=900", "--set", "training.optimizer=sgd", "--set", "training.clipNorm=0", "--set", "model.cell=rnn", "--set", "model.activation=relu",
            "--set", "doctor.checks=false", "--set", "doctor.actions=D01=rollBack");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("went back to the last good state, learning rate ", result.Output, StringComparison.Ordinal);
        Assert.Contains("rollBack on D01 (", result.Output, StringComparison.Ordinal);
        Assert.Contains(RunFolder.Open(scratch.In("run")).Read().Actions, action => action is { Action: "rollBack", Finding: "D01" });
    }

    [Fact]
    public async Task Threshold_AnotherValue_IsWhatIsComparedWith()
    {
        CommandResult result = await Unfolded.Run("doctor", "--thresholds", "--threshold", "D04.share=0.5", "--json");

        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement share = document.RootElement.EnumerateArray().Single(threshold => threshold.GetProperty("name").GetString() == "D04.share");
        Assert.Equal(0.5, share.GetProperty("value").GetDouble());
        Assert.All(document.RootElement.EnumerateArray(), threshold => Assert.NotEmpty(threshold.GetProperty("source").GetString()!));
        Assert.Equal(Thresholds.All.Count, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Thresholds_Text_AreATable()
    {
        CommandResult result = await Unfolded.Run("doctor", "--thresholds");

        Assert.Equal(Thresholds.All.Count + 1, result.Output.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("threshold ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "doctor: expected the folder of a run or a recipe, got nothing. 'unfold doctor --help' shows what it can be.", "doctor")]
    [InlineData(1, "--threshold: expected NAME=VALUE with the name of a threshold, got 'D04.shore=1'. Did you mean \"D04.share\"? 'unfold doctor --thresholds' lists them.", "doctor", "x", "--threshold", "D04.shore=1")]
    [InlineData(1, "--threshold D04.share: expected a finite number such as 0.98, got 'much'.", "doctor", "x", "--threshold", "D04.share=much")]
    [InlineData(1, "--fail-on: expected critical or warning, got 'note'.\n'unfold doctor --help' lists what there is.", "doctor", "x", "--fail-on", "note")]
    public async Task BadInput_OneSentence(int code, string sentence, params string[] args)
    {
        CommandResult result = await Unfolded.Run(args);

        Assert.Equal(sentence, result.Sentence.ReplaceLineEndings("\n"));
        Assert.Equal(code, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task BadInput_FolderWithoutARun_SaysWhatIsMissing()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run("doctor", scratch.Folder);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"{scratch.Folder}: expected a run.json or a record in it, got neither. Check the path; a run writes its folder under --out, an inspector the file it is attached with.", result.Sentence);
    }

    [Fact]
    public async Task BadInput_FileThatIsNoRecord_DamagedNotACrash()
    {
        using var scratch = new Scratch();

        CommandResult result = await Unfolded.Run("doctor", scratch.Write("record", "not a record at all"));

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("expected a record of Unfold, got another kind of file.", result.Error, StringComparison.Ordinal);
    }
}
