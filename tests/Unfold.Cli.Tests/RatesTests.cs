using System.Text.Json;
using System.Xml.Linq;

namespace Unfold.Cli.Tests;

public sealed class RatesTests : IDisposable
{
    readonly Scratch _scratch = new();

    public RatesTests() => _scratch.WriteReviews("reviews.csv", count: 160);

    string Recipe => _scratch.Write("small.json", $$"""
        { "name": "small", "data": { "name": "csv", "file": "{{_scratch.In("reviews.csv").Replace("\\", "/")}}", "text": "review", "label": "mood" },
          "model": { "cell": "gru", "embedding": 8, "hidden": 8 }, "training": { "learningRate": 0.02 } }
        """);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Rates_Json_SaysTheCurveAndWritesTheFigure()
    {
        CommandResult result = await Unfolded.Run("rates", Recipe, "--from", "1e-4", "--to", "100", "--steps", "60", "--svg", _scratch.In("rates.svg"), "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        double[] rates = [.. document.GetProperty("rates").EnumerateArray().Select(rate => rate.GetDouble())];
        Assert.Equal(1e-4, rates[0], 1e-12);
        Assert.Equal(Math.Pow(1e6, 1 / 60.0), rates[1] / rates[0], 1e-9);
        Assert.Equal(rates.Length, document.GetProperty("losses").GetArrayLength());
        double suggested = document.GetProperty("suggested").GetDouble();
        Assert.InRange(suggested, 1e-3, 10);
        Assert.True(suggested < document.GetProperty("atMinimum").GetDouble());
        XElement svg = XDocument.Load(_scratch.In("rates.svg")).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "path" && element.Attribute("d")!.Value.Length > 200);
    }

    [Fact]
    public async Task Rates_Plain_EndsWithTheSettingToTry()
    {
        CommandResult result = await Unfolded.Run("rates", Recipe, "--from", "1e-3", "--to", "10", "--steps", "40");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?m)^ +rate +loss +running mean", result.Output);
        Assert.Matches(@"Try --set training\.learningRate=\d(\.\d)?e[+-]\d \(the recipe has 2e-2\)\.", result.Output);
    }

    [Theory]
    [InlineData("rates: expected --from above 0 and --to above that, got 1 and 0.1.", "--from", "1", "--to", "0.1")]
    [InlineData("rates: expected --from above 0 and --to above that, got 0 and 10.", "--from", "0")]
    [InlineData("rates: expected at least 10 --steps, got 3. A curve of fewer says nothing.", "--steps", "3")]
    public async Task Rates_SenselessNumbers_AreAWrongUse(string message, params string[] options)
    {
        CommandResult result = await Unfolded.Run(["rates", Recipe, .. options]);
        Assert.Equal((1, message), (result.ExitCode, result.Error.Trim()));
    }

    [Fact]
    public async Task Rates_Tagger_IsRefusedWithARemedy()
    {
        CommandResult result = await Unfolded.Run("rates", "pos-lstm");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("sweep a tagger's training.learningRate instead", result.Error, StringComparison.Ordinal);
    }
}
