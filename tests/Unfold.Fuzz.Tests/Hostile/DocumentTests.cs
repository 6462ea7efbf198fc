using System.Text;
using System.Text.Json.Nodes;
using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Fuzz.Tests;

/// <summary>JSON from strangers: deep, half characters, other encodings, sizes that no file backs.</summary>
public sealed class DocumentTests : IDisposable
{
    const long Bound = 64L << 20;
    readonly Sandbox _sandbox = new();

    static string Deep { get; } = "{\"name\":" + string.Concat(Enumerable.Repeat("[", 100_000));

    public void Dispose() => _sandbox.Dispose();

    [Theory, InlineData("model.json"), InlineData("run.json"), InlineData("metrics.jsonl"), InlineData("recipe.json"), InlineData("linear.json"), InlineData("lab.json")]
    public void Document_AHundredThousandLevelsDeep_IsRefused(string name)
    {
        Models.Blend(_sandbox.Folder);
        File.WriteAllText(_sandbox.In("run.json"), "{}");
        File.WriteAllText(_sandbox.In(name), Deep + "\n");

        UnfoldException refusal = Stretch.Refuses<UnfoldException>(Bound, () => Open(name));

        Assert.True(refusal is DamagedFileException or RecipeException, refusal.ToString());
        Assert.StartsWith(_sandbox.In(name), refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Length < 500, refusal.Message);
    }

    [Theory, InlineData("model.json"), InlineData("run.json"), InlineData("recipe.json"), InlineData("linear.json")]
    public void Document_InvalidUtf8_IsRefusedWithItsLine(string name)
    {
        Models.Blend(_sandbox.Folder);
        File.WriteAllBytes(_sandbox.In(name), [.. "{\n\"name\": \"caf"u8, 0xE9, .. "\"}\n"u8]);

        UnfoldException refusal = Assert.ThrowsAny<UnfoldException>(() => Open(name));

        Assert.StartsWith($"{_sandbox.In(name)}:2: expected ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(" in UTF-8, got the byte 0xE9 at offset 14.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("""{"name":"\ud800"}"""), InlineData("""{"name":"x\udc00\ud800"}"""), InlineData("""{"model":{"\ud800":1}}"""), InlineData("""{"\udfff":{}}""")]
    public void Recipe_HalfASurrogatePair_IsRefusedWithItsLine(string json)
    {
        string path = _sandbox.In("recipe.json");
        File.WriteAllText(path, "\n" + json);

        Assert.Equal(
            $"{path}:2: expected whole characters, got half of a surrogate pair. Write the character itself, or both halves of it.",
            Assert.Throws<RecipeException>(() => RecipeReader.Open(path)).Message);
    }

    [Fact]
    public void Model_PadsThatWouldCostMoreThanALongText_AreRefused()
    {
        Models.Classifier(_sandbox.Folder);
        string path = _sandbox.In("model.json");
        JsonNode model = JsonNode.Parse(File.ReadAllText(path))!;
        model["recipe"]!["text"]!["padToLength"] = 1_000_000;
        File.WriteAllText(path, model.ToJsonString());

        UnfoldException refusal = Stretch.Refuses<UnfoldException>(Bound, () => TextClassifier.Load(_sandbox.Folder));

        Assert.Contains("padToLength: expected a whole number from 0 to 32768, got 1000000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipe_HalfASurrogatePairInASetting_IsAFault() => Assert.Equal(
        "--set name=\"\\ud800\": name: expected whole characters, got half of a surrogate pair.",
        Assert.Throws<RecipeException>(() => new RecipeReader().Set("name=\"\\ud800\"").ResolveWithoutData()).Message);

    [Theory]
    [InlineData("hidden", "2147483647", "Recipe")]
    [InlineData("hidden", "65536", "weights")]
    [InlineData("embedding", "65536", "weights")]
    [InlineData("layers", "64", "weights")]
    [InlineData("filters", "65536", "weights")]
    [InlineData("head", "65536", "weights")]
    [InlineData("bigrams", "65536", "weights")]
    public void Classifier_SizesThatItsWeightsDoNotHave_AreRefusedBeforeAnythingIsMade(string setting, string size, string fault)
    {
        Models.Classifier(_sandbox.Folder);
        string path = _sandbox.In("model.json");
        Change(path, model => model["recipe"]!["model"]![setting] = JsonNode.Parse(size));

        string sentence = Stretch.Refuses<DamagedFileException>(Bound, () => TextClassifier.Load(_sandbox.Folder)).Message;

        if (fault == "weights") Assert.Matches($"^{path}: expected a model that fits into the [0-9,]+ bytes of its weights file, got one of [0-9,]+ weights\\. ", sentence);
        else Assert.Contains($"model.{setting}: expected a whole number from 1 to 65536, got {size}", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Tagger_SizesThatItsWeightsDoNotHave_AreRefusedBeforeAnythingIsMade()
    {
        Models.Tagger(_sandbox.Folder);
        foreach ((string section, string setting, int size) in new[] { ("model", "hidden", 65_536), ("tagging", "characterHidden", 1024), ("model", "layers", 64) })
        {
            string path = _sandbox.In("model.json"), whole = File.ReadAllText(path);
            Change(path, model => model["recipe"]![section]![setting] = size);

            Assert.StartsWith($"{path}: expected a model that fits into the ", Stretch.Refuses<DamagedFileException>(Bound, () => TextTagger.Load(_sandbox.Folder)).Message, StringComparison.Ordinal);
            File.WriteAllText(path, whole);
        }
    }

    [Fact]
    public void Run_TextOfControls_IsShownWithoutThem()
    {
        string sentence = Assert.Throws<DamagedFileException>(() => RunJson.Read("{\"a\u001b[2J\u202e\":{\"\u0085\":", "run\u0007.json")).Message;

        Assert.DoesNotContain(sentence, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.StartsWith("run\uFFFD.json, line 1: expected a JSON document", sentence, StringComparison.Ordinal);
    }

    void Open(string name)
    {
        switch (name)
        {
            case "model.json" or "linear.json": TextClassifier.Load(_sandbox.Folder); break;
            case "recipe.json": RecipeReader.Open(_sandbox.In(name)); break;
            case "run.json": RunFolder.Open(_sandbox.Folder).Read(); break;
            case "lab.json": RunFolder.Open(_sandbox.Folder).ReadLab(); break;
            default: RunFolder.Open(_sandbox.Folder).ReadEpochs(); break;
        }
    }

    static void Change(string path, Action<JsonNode> change)
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(path))!;
        change(document);
        File.WriteAllText(path, document.ToJsonString(), new UTF8Encoding(false));
    }
}
