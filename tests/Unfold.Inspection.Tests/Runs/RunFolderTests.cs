using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unfold.Inspection.Tests;

public sealed class RunFolderTests : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("unfold-run-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    static RunDocument Sample() => new()
    {
        Recipe = "twitter-rnn-tanh",
        Out = "runs/a",
        Seed = 42,
        Verdict = ["It answers \"0\" for every text."],
        Data = new() { Name = "twitter", Train = 25569, Validation = 6393, Classes = ["0", "1"], MajorityAccuracy = 0.92867, PriorEntropy = 0.254 },
        Model = new() { Summary = "Embedding → Rnn", Parameters = 322145, Tensors = [new("rnn.weight_hh_l0", [32, 32])] },
        Epochs = [new() { Epoch = 0, Train = new() { ["loss"] = 0.25, ["accuracy"] = 0.93 }, Validation = new() { ["loss"] = double.NaN, ["own"] = 7 }, Seconds = 0.5 }],
        Best = new() { Epoch = 0, Validation = new() { ["loss"] = 0.25 } },
        Confusion = [[5937, 0], [456, 0]],
        Threshold = new(0.5, "fixed"),
        Baselines = [new() { Name = "majority", Metrics = new() { ["accuracy"] = 0.92867 } }],
        Gradients = new Dictionary<string, GradientDocument>(StringComparer.Ordinal) { ["rnn.weight_hh_l0"] = new() { Elements = 1024, Norm = Distribution.Of([1, 2, 3]) } },
        Findings = [new() { Id = "D02", Severity = FindingSeverity.Critical, Title = "t", Evidence = "e", Remedy = "r" }],
        Speed = new() { SecondsPerEpoch = 0.5, WatchingShare = 0.01 },
        Settings = JsonDocument.Parse("""{ "epochs": 3 }""").RootElement,
    };

    [Fact]
    public void Write_ThenRead_GivesTheSameText()
    {
        RunFolder folder = RunFolder.Create(_path);
        folder.Write(Sample());

        Assert.Equal(RunJson.Write(Sample()), RunJson.Write(RunFolder.Open(_path).Read()));
        Assert.Equal([folder.RunFile], Directory.GetFiles(_path));
    }

    [Fact]
    public void Write_HasTheNamesThatScriptsRelyOn()
    {
        JsonElement json = JsonDocument.Parse(RunJson.Write(Sample())).RootElement;

        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(0.92867, json.GetProperty("data").GetProperty("majorityAccuracy").GetDouble());
        Assert.Equal(0.25, json.GetProperty("epochs")[0].GetProperty("train").GetProperty("loss").GetDouble());
        Assert.Equal("NaN", json.GetProperty("epochs")[0].GetProperty("validation").GetProperty("loss").GetString());
        Assert.Equal(7, json.GetProperty("epochs")[0].GetProperty("validation").GetProperty("own").GetDouble());
        Assert.Equal(0, json.GetProperty("best").GetProperty("epoch").GetInt32());
        Assert.Equal(0.25, json.GetProperty("best").GetProperty("loss").GetDouble());
        Assert.Equal("majority", json.GetProperty("baselines")[0].GetProperty("name").GetString());
        Assert.Equal(0.92867, json.GetProperty("baselines")[0].GetProperty("accuracy").GetDouble());
        Assert.Equal(2, json.GetProperty("gradients").GetProperty("rnn.weight_hh_l0").GetProperty("norm").GetProperty("p50").GetDouble());
        Assert.Equal("critical", json.GetProperty("findings")[0].GetProperty("severity").GetString());
        Assert.Equal(0.01, json.GetProperty("speed").GetProperty("watchingShare").GetDouble());
        Assert.Equal(3, json.GetProperty("settings").GetProperty("epochs").GetInt32());
        Assert.Equal("finished", json.GetProperty("status").GetString());
        Assert.False(json.TryGetProperty("test", out _));
    }

    [Theory]
    [InlineData("", "expected a JSON document written by Unfold")]
    [InlineData("{ \"epochs\": [", "expected a JSON document written by Unfold")]
    [InlineData("null", "expected a run document, got null")]
    [InlineData("{ \"schemaVersion\": 2 }", "expected schemaVersion 1, got 2")]
    public void Read_NotADocument_SaysSoInASentence(string text, string part) => AssertDamaged(text, part);

    [Theory]
    [InlineData("data", "null", "\"data\"")]
    [InlineData("epochs", "[null]", "\"epochs[0]\"")]
    [InlineData("epochs", "null", "\"epochs\"")]
    [InlineData("confusion", "[[1, 2], [3]]", "\"confusion\"")]
    [InlineData("gradients", "{ \"w\": { \"elements\": 3 } }", "\"gradients\"")]
    [InlineData("best", "{ \"epoch\": -1 }", "expected a JSON document written by Unfold")]
    [InlineData("findings", "[{ \"severity\": \"dire\" }]", "expected a JSON document written by Unfold")]
    public void Read_DocumentWithABrokenMember_NamesIt(string member, string value, string part)
    {
        JsonObject json = JsonNode.Parse(RunJson.Write(Sample()))!.AsObject();
        json[member] = JsonNode.Parse(value);
        AssertDamaged(json.ToJsonString(), part);
    }

    [Fact]
    public void Read_WithoutTheOptionalMembers_HasThemEmpty()
    {
        JsonObject json = JsonNode.Parse(RunJson.Write(Sample()))!.AsObject();
        foreach (string member in (string[])["verdict", "baselines", "findings", "gradients", "speed", "environment", "best", "confusion"])
            json.Remove(member);

        RunDocument run = RunJson.Read(json.ToJsonString(), "here");

        Assert.Empty(run.Verdict);
        Assert.Empty(run.Gradients);
        Assert.Equal(0, run.Speed.WatchingShare);
        Assert.Null(run.Best);
    }

    void AssertDamaged(string text, string part)
    {
        RunFolder folder = RunFolder.Create(_path);
        File.WriteAllText(folder.RunFile, text);

        var error = Assert.Throws<DamagedFileException>(() => folder.Read());

        Assert.StartsWith(folder.RunFile, error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.ExitCode);
    }

    [Fact]
    public void Open_NotARun_SaysWhatIsMissing()
    {
        var error = Assert.Throws<DataException>(() => RunFolder.Open(_path));

        Assert.Equal($"{_path}: expected the folder of a run with a run.json in it, got none. Check the path; a run writes its folder under --out.", error.Message);
    }

    [Fact]
    public void Create_WhereAFileStands_SaysTheFolderCannotBeWritten()
    {
        string file = Path.Combine(_path, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<DataException>(() => RunFolder.Create(file));

        Assert.StartsWith($"Run folder {file}: expected a folder that can be written, got: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Choose another one with --out.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadEpochs_LastLineCutShort_LeavesItOut()
    {
        RunFolder folder = RunFolder.Create(_path);
        folder.AppendEpoch(Sample().Epochs[0]);
        folder.AppendEpoch(Sample().Epochs[0] with { Epoch = 1 });
        File.AppendAllText(folder.MetricsFile, "{ \"epoch\": 2, \"tra");

        Assert.Equal([0, 1], folder.ReadEpochs().Select(epoch => epoch.Epoch));
        Assert.Equal(0.25, folder.ReadEpochs()[1].Train.Loss);
        Assert.True(double.IsNaN(folder.ReadEpochs()[1].Validation.Loss!.Value));
    }

    [Fact]
    public void ReadEpochs_BrokenLine_NamesIt()
    {
        RunFolder folder = RunFolder.Create(_path);
        folder.AppendEpoch(Sample().Epochs[0]);
        File.AppendAllText(folder.MetricsFile, "not json\n");

        var error = Assert.Throws<DamagedFileException>(() => folder.ReadEpochs());
        Assert.StartsWith($"{folder.MetricsFile}, line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distribution_OfKnownValues_AgreesWithNumpy()
    {
        // numpy.quantile([4, 1, 3, 2], [.05, .25, .5, .75, .95]) = 1.15, 1.75, 2.5, 3.25, 3.85
        Distribution d = Distribution.Of([4, double.NaN, 1, 3, double.PositiveInfinity, 2]);

        Assert.Equal((4, 2), (d.Count, d.NonFinite));
        Assert.Equal((1, 4), (d.Min, d.Max));
        Assert.Equal(2.5, d.Mean, 15);
        Assert.Equal(1.118033988749895, d.StandardDeviation, 15); // numpy.std
        Assert.Equal(1.5, d.InterquartileRange, 15);
        Assert.Equal(1.15, d.P5, 15);
        Assert.Equal(1.75, d.P25, 15);
        Assert.Equal(2.5, d.P50, 15);
        Assert.Equal(3.25, d.P75, 15);
        Assert.Equal(3.85, d.P95, 15);
    }
}
