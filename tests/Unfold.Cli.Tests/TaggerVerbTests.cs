using System.Text.Json;

namespace Unfold.Cli.Tests;

/// <summary>A tagger trained on a made-up treebank, judged and asked.</summary>
public sealed class TaggerVerbTests : IAsyncLifetime
{
    readonly Scratch _scratch = new();
    CommandResult _training = null!;

    string Run => _scratch.In("run");

    public async Task InitializeAsync()
    {
        _scratch.WriteTreebank("train.conllu", 200);
        _scratch.WriteTreebank("dev.conllu", 40);
        File.WriteAllText(_scratch.In("tagger.json"), $$"""
            { "name": "tags", "task": "tagging", "data": { "name": "csv", "file": "{{_scratch.In("train.conllu").Replace("\\", "/")}}", "validationFile": "{{_scratch.In("dev.conllu").Replace("\\", "/")}}", "label": "upos" },
              "model": { "embedding": 12, "hidden": 12, "bidirectional": true }, "tagging": { "characterEmbedding": 8, "characterHidden": 8 },
              "training": { "epochs": 3, "batchSize": 8, "learningRate": 0.02, "monitor": "accuracy" } }
            """);
        _training = await Unfolded.Run("train", _scratch.In("tagger.json"), "--out", Run);
    }

    public Task DisposeAsync()
    {
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Train_ATaggersRecipe_SaysHowItDoesAndHowLongItTook()
    {
        Assert.Equal(0, _training.ExitCode);
        string said = _training.Output + _training.Error;
        Assert.Contains("Validation accuracy 100.00 %, of whole sentences 100.00 %", said);
        Assert.Matches(@"Epoch 0: dev accuracy \d+\.\d\d %, whole sentences \d+\.\d\d %; training loss \d\.\d{4}, accuracy \d+\.\d\d %; \d+\.\d{3} s", said);
        Assert.Matches(@"Epoch 2: dev accuracy 100\.00 %", said);
        Assert.Matches(@"Training took \d+\.\d{3} seconds per epoch \(the median; the first, while code is compiled, \d+\.\d{3}\), evaluation \d+\.\d{3}\.", said);
        Assert.True(File.Exists(Path.Combine(Run, "report.html")));
    }

    [Fact]
    public async Task Predict_RawText_ComesBackWithTags()
    {
        CommandResult plain = await Unfolded.Run("predict", Run, "n1o v2s n77o");
        Assert.Equal((0, "n1o/NOUN v2s/VERB n77o/NOUN"), (plain.ExitCode, plain.Output.Trim()));

        CommandResult json = await Unfolded.Run("predict", Run, "n1o v2s", "--json");
        JsonElement line = JsonDocument.Parse(json.Output).RootElement[0];
        Assert.Equal("n1o v2s", line.GetProperty("text").GetString());
        Assert.Equal(["NOUN", "VERB"], line.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("tag").GetString()));
    }

    [Fact]
    public async Task Eval_OwnDataOrAFile_GivesAccuracyByTag()
    {
        CommandResult own = await Unfolded.Run("eval", Run, "--json");
        JsonElement judged = JsonDocument.Parse(own.Output).RootElement.GetProperty("evaluation");
        Assert.Equal((40, 1.0), (judged.GetProperty("sentences").GetInt32(), judged.GetProperty("accuracy").GetDouble()));
        Assert.Equal(["NOUN", "VERB"], judged.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("tag").GetString()));

        CommandResult file = await Unfolded.Run("eval", Run, "--conllu", _scratch.In("train.conllu"));
        Assert.Contains("on 200 sentences", file.Output);
    }

    [Fact]
    public async Task Eval_ATableForATagger_IsAWrongUse()
    {
        CommandResult result = await Unfolded.Run("eval", Run, "--csv", "x.csv");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"eval: expected --conllu FILE for a tagger, got a table or its columns. {Run} tags words; its files have a word a line.", result.Error);
    }

    [Fact]
    public async Task Train_ABrokenTreebank_NamesTheLine()
    {
        File.WriteAllText(_scratch.In("train.conllu"), "1\ta\t_\tX\t_\t_\t_\t_\t_\t_\n3\tb\t_\tX\t_\t_\t_\t_\t_\t_\n");
        CommandResult result = await Unfolded.Run("train", _scratch.In("tagger.json"), "--out", _scratch.In("other"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("train.conllu:2: expected word number 2, got \"3\".", result.Error);
    }

    [Fact]
    public async Task Doctor_ATaggersRecipe_SaysWhatToDoInstead()
    {
        CommandResult result = await Unfolded.Run("doctor", "pos-rnn");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("pos-rnn: expected a recipe whose task is classification, got tagging.", result.Error);
    }

    [Fact]
    public async Task Gradcheck_OneRecipe_PassesWithItsErrorsInADocument()
    {
        CommandResult result = await Unfolded.Run("gradcheck", "pos-rnn", "--elements", "5", "--json");
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;

        Assert.Equal(0, result.ExitCode);
        Assert.True(document.GetProperty("passed").GetBoolean());
        Assert.InRange(document.GetProperty("maxRelativeError").GetDouble(), 0, 1e-5);
        Assert.Contains(document.GetProperty("cases").EnumerateArray(), entry => entry.GetProperty("parameter").GetString() == "W_h, by hand against fused layer");
    }
}
