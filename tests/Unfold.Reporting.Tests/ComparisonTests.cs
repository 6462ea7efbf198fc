using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

public sealed class ComparisonTests : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("unfold-compare-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    static (RunDocument Document, byte[] Record) Small(ulong seed, double shift = 0)
    {
        (RunDocument run, byte[] record) = FakeRun.Lstm(epochs: 3, steps: 12, lenses: true);
        return (run with { Seed = seed, Epochs = [.. run.Epochs.Select(epoch => epoch with { Validation = new() { ["loss"] = 0.2 + shift } })] }, record);
    }

    string Compare(params (string Folder, (RunDocument, byte[]) Run)[] runs)
    {
        string file = Path.Combine(_path, "both.html");
        HtmlReport.Write([.. runs.Select(run => FakeRun.WriteTo(Path.Combine(_path, run.Folder), run.Run))], file);
        return File.ReadAllText(file);
    }

    static string[] Texts(string html, string chart)
    {
        string figure = Regex.Match(html, $"data-chart=\"{chart}\".*?</figure>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value;
        Assert.NotEmpty(figure);
        return [.. XElement.Parse(Regex.Match(figure, "<svg.*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
    }

    [Fact]
    public void Write_SameRecipeSameSeed_LabelledByFolder()
    {
        string html = Compare(("padded", Small(1)), ("ragged", Small(1, 0.1)));

        string[] texts = Texts(html, "compare-validation-loss");
        Assert.Contains("padded", texts);
        Assert.Contains("ragged", texts);
        Assert.Contains("<strong>ragged</strong>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RunsThatDifferInTheirSeed_AreOneLineWithABand()
    {
        string html = Compare(("a", Small(1)), ("b", Small(2, 0.1)), ("c", Small(3, 0.3)));

        Assert.Contains("twitter-lstm, 3 seeds", Texts(html, "compare-validation-loss"));
        string figure = Regex.Match(html, "data-chart=\"compare-validation-loss\".*?</figure>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value;
        Assert.Single(Regex.Matches(figure, "class=\"line ", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Single(Regex.Matches(figure, "class=\"wide ", RegexOptions.None, TimeSpan.FromSeconds(5)));
        // epoch, median, least, most, then the three runs
        Assert.Contains("\n0,0.3,0.2,0.5,0.2,0.3,0.5\n", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RunsWithLenses_ShareTheAxesOfTheGradientThroughTime()
    {
        (RunDocument, byte[]) tanh = FakeRun.Tanh(epochs: 3, steps: 12, lenses: true);
        string html = Compare(("a", Small(1)), ("b", tanh));

        foreach (string chart in (string[])["compare-time-profile", "compare-half-life", "compare-update-ratio", "compare-gradient-norm"])
        {
            string[] texts = Texts(html, chart);
            Assert.Contains("twitter-lstm", texts);
            Assert.Contains("twitter-rnn-tanh", texts);
        }
    }
}
