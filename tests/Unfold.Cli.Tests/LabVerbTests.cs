using System.Text.Json;

namespace Unfold.Cli.Tests;

public sealed class LabVerbTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Lab_WithoutAnyData_WritesThePageAndPrintsTheTables()
    {
        CommandResult result = await Unfolded.Run("lab", "--out", _scratch.In("lab"));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("The toolkit’s fresh weights, all above zero, seed 1234: sigmoid, embedding 50, 20 units, 11 tags; 13 words, loss 3.3420.", result.Output, StringComparison.Ordinal);
        Assert.Contains("lstm, forget bias 1", result.Output, StringComparison.Ordinal);
        Assert.Contains($"Page: {Path.Combine(_scratch.In("lab"), "lab.html")}", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_scratch.In("lab/lab-unfolded.svg")) && File.Exists(_scratch.In("lab/lab.json")) && File.Exists(_scratch.In("lab/lab.html")));
    }

    [Fact]
    public async Task Lab_ASentenceAndWeightsOfOnesOwn_AreInTheDocument()
    {
        CommandResult result = await Unfolded.Run("lab", "--sentence", "gulls/NOUN read the stars", "--cell", "tanh", "--weight", "W_e,gulls,3", "--weight", "-1,DET,19", "--span", "2", "--points", "11", "--against", "single", "--lags", "6",
            "--clip-norm", "0.5", "--json", "--out", _scratch.In("lab"));
        JsonElement document = JsonDocument.Parse(result.Output).RootElement, lab = document.GetProperty("lab");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["gulls", "read", "the", "stars"], lab.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("word").GetString()));
        Assert.Equal(["NOUN", "VERB", "DET", "NOUN"], lab.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("tag").GetString()));
        JsonElement[] curves = [.. lab.GetProperty("curves").EnumerateArray()];
        Assert.Equal([("W_e", "gulls", 3), ("W_y", "DET", 19)], curves.Select(curve => (curve.GetProperty("parameter").GetString()!, curve.GetProperty("rowName").GetString()!, curve.GetProperty("column").GetInt32())));
        Assert.Equal(11, curves[0].GetProperty("curve").GetProperty("weights").GetArrayLength());
        Assert.Equal("fused layer, single precision", lab.GetProperty("maps")[0].GetProperty("way").GetString());
        Assert.Equal(6, lab.GetProperty("lags")[0].GetProperty("product").GetArrayLength());
        Assert.Equal(0.5, lab.GetProperty("clipping").GetProperty("byNorm").GetProperty("norm").GetDouble(), 1e-12);
        Assert.All(document.GetProperty("figures").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));
    }

    [Fact]
    public async Task Lab_AgainstSinglePrecision_PrintsHowFarItIsFromTheHandWrittenGradient()
    {
        CommandResult result = await Unfolded.Run("lab", "--against", "single", "--out", _scratch.In("lab"));
        string[] rows = [.. result.Output.Split('\n').Where(line => line.Contains("  fused layer, single precision  ", StringComparison.Ordinal))];

        Assert.Equal(["W_e", "W_x", "W_h", "W_y"], rows.Select(row => row[..3]));
        Assert.All(rows, row => Assert.InRange(double.Parse(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]), 1e-12, 1e-5));
    }

    /// <summary>ReLU begins around zero, since from the toolkit's weights its states grow without an end.</summary>
    [Fact]
    public async Task Lab_Relu_BeginsAroundZero()
    {
        CommandResult result = await Unfolded.Run("lab", "--cell", "relu", "--index", "2", "--out", _scratch.In("lab"));
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Fresh weights around zero, seed 1234: relu", result.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await Unfolded.Run("lab", "--cell", "relu", "--init", "toolkit", "--out", _scratch.In("lab"))).ExitCode);
    }

    [Theory]
    [InlineData(2, "word 1, gulls: expected its tag after a slash, got a word whose tag is not known. Write gulls/NOUN, or the tag it has.", "--sentence", "gulls")]
    [InlineData(1, "--weight: expected NAME,ROW,COLUMN with one of W_e, W_x, W_h, W_y, such as W_y,0,0, got 'W_z,0,0'.", "--weight", "W_z,0,0")]
    [InlineData(1, "--weight: expected a row and a column of W_y [11, 20], counted from 0, got 'W_y,99,0'.", "--weight", "W_y,99,0")]
    [InlineData(1, "--cell: expected one of sigmoid, tanh, relu, got 'tahn'. Did you mean \"tanh\"?", "--cell", "tahn")]
    [InlineData(1, "lab: expected --index of 0 to 2, got 3. built-in sentences has 3 sentences.", "--index", "3")]
    [InlineData(1, "--span: expected a number above 0, got 0.", "--span", "0")]
    [InlineData(1, "lab: expected --points of at least 3, got 2.", "--points", "2")]
    [InlineData(1, "lab: expected --sentence or --index, got both. --sentence is the sentence itself.", "--index", "1", "--sentence", "the")]
    [InlineData(1, "lab: expected no --cell and no --init with a RUN, got one. The run's weights have their non-linearity.", "somewhere", "--cell", "tanh")]
    public async Task Lab_WhatCannotBe_IsOneSentence(int exitCode, string sentence, params string[] args)
    {
        CommandResult result = await Unfolded.Run(["lab", "--out", _scratch.In("lab"), .. args]);
        Assert.Equal((exitCode, sentence, ""), (result.ExitCode, result.Sentence, result.Output));
        Assert.False(Directory.Exists(_scratch.In("lab")));
    }

    [Fact]
    public async Task Lab_ATreebankAndARunTrainedOnIt_ShowsTheRunsWeights()
    {
        string treebank = string.Concat(LabBank().Select(sentence => string.Concat(sentence.Split(' ').Select((word, i) => $"{i + 1}\t{word.Split('/')[0]}\t_\t{word.Split('/')[1]}\t_\t_\t_\t_\t_\t_\n")) + "\n"));
        string file = _scratch.Write("bank.conllu", treebank).Replace("\\", "/");
        string recipe = _scratch.Write("plain.json", $$"""
            { "name": "plain", "task": "tagging", "data": { "name": "csv", "file": "{{file}}", "validationFile": "{{file}}", "label": "upos" }, "text": { "minCount": 1 },
              "model": { "cell": "rnn", "activation": "tanh", "embedding": 6, "hidden": 5 }, "tagging": { "plain": true }, "training": { "epochs": 2, "batchSize": 1, "optimizer": "sgd", "learningRate": 0.1, "monitor": "accuracy", "patience": 0 } }
            """);
        CommandResult fresh = await Unfolded.Run("lab", "--data", file, "--index", "1", "--out", _scratch.In("fresh"));
        Assert.Contains("3 tags; 4 words", fresh.Output, StringComparison.Ordinal);

        CommandResult training = await Unfolded.Run("train", recipe, "--out", _scratch.In("run"));
        Assert.Equal(0, training.ExitCode);
        Assert.Contains("data-chart=\"lab-unfolded\"", File.ReadAllText(_scratch.In("run/report.html")), StringComparison.Ordinal);
        CommandResult trained = await Unfolded.Run("lab", _scratch.In("run"), "--out", _scratch.In("trained"));
        Assert.StartsWith("plain after epoch ", trained.Output, StringComparison.Ordinal);
        Assert.Contains("tanh, embedding 6, 5 units, 3 tags; 7 words", trained.Output, StringComparison.Ordinal);

        CommandResult unknown = await Unfolded.Run("lab", _scratch.In("run"), "--sentence", "a/NUM", "--out", _scratch.In("other"));
        Assert.Equal(2, unknown.ExitCode);
        Assert.StartsWith("tag NUM: expected one of DET, NOUN, VERB, got an unknown one.", unknown.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, (await Unfolded.Run("lab", _scratch.In("nowhere"))).ExitCode);
    }

    static string[] LabBank() => ["a/DET cat/NOUN saw/VERB a/DET dog/NOUN chase/VERB it/NOUN", "the/DET dog/NOUN saw/VERB it/NOUN", "cats/NOUN chase/VERB the/DET dog/NOUN"];
}
