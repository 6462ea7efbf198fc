using System.Text;
using System.Text.Json;

namespace Unfold.Cli.Tests;

/// <summary>The memory that is predicted before a run is about what its process takes, wherever most of it goes.</summary>
public sealed class PredictedMemoryTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("activations", 600, 200, "training.batchSize=128", "model.hidden=192", "model.embedding=96", "model.cell=gru")]
    [InlineData("optimizer", 2_500, 40, "model.bigrams=256", "model.bigramRows=65536", "model.cell=rnn", "baselines.bagOfWords=false")] // pairs enough that nearly all of the optimizer's pages are touched
    [InlineData("texts", 30_000, 220, "training.examples=64", "baselines.bagOfWords=false", "text.maxLength=20", "data.store=memory")]
    public async Task Train_LargestPart_IsForeseen(string part, int texts, int words, params string[] settings)
    {
        string table = _scratch.Write("texts.csv", Table(texts, words)), recipe = _scratch.Write("recipe.json", $$"""
            { "name": "sized", "data": { "name": "csv", "file": "{{table.Replace("\\", "/")}}" }, "text": { "tokenizer": "basic_english" },
              "training": { "epochs": 1, "batchSize": 32 }, "doctor": { "checks": false }, "inspection": { "probeTexts": 4 } }
            """);
        CommandResult result = await Unfolded.RunProcess(null, [.. (string[])["train", recipe, "--out", _scratch.In("run"), "--no-report", "--json"], .. settings.SelectMany(setting => (string[])["--set", setting])]);

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement run = JsonDocument.Parse(result.Output).RootElement, memory = run.GetProperty("memory");
        Dictionary<string, long> parts = memory.GetProperty("parts").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt64());
        (long predicted, long measured) = (memory.GetProperty("predictedPeakBytes").GetInt64(), run.GetProperty("speed").GetProperty("peakMemoryBytes").GetInt64());
        Assert.Equal(part, parts.Where(entry => entry.Key is not ("runtime" or "copies of weights")).MaxBy(entry => entry.Value).Key);
        Assert.Equal(predicted, parts.Values.Sum());
        Assert.InRange((double)predicted / measured, 0.75, 1.4);
        Assert.Contains("Memory: about ", result.Error, StringComparison.Ordinal);
        Assert.True(memory.GetProperty("availableBytes").GetInt64() > 0);
    }

    static string Table(int texts, int words)
    {
        var rng = new Rng(1);
        var table = new StringBuilder("text,label\n");
        for (int text = 0; text < texts; text++)
        {
            for (int word = 0; word < words; word++) table.Append(word == 0 ? "" : " ").Append('w').Append(rng.Next(3000));
            table.Append(',').Append(text % 2).Append('\n');
        }
        return table.ToString();
    }
}
