using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

public sealed class SvgChartTests
{
    static SvgChart Lines() => new()
    {
        Title = "Loss",
        Width = 320,
        Height = 180,
        Lines = [new("train", [0, 1, 2, 3], [0.27, 0.2, 0.15, 0.12], 0), new("validation", [0, 1, 2, 3], [0.26, 0.21, double.NaN, 0.2], 1)],
        References = [new("prior 0.254", 0.254)],
        Marks = [new("kept: epoch 3", 3)],
    };

    static SvgChart Fan() => new()
    {
        Title = "rnn.weight_hh_l0",
        Width = 300,
        Height = 200,
        LogY = true,
        Labels = false,
        YRange = (0.01, 10),
        Fans = [new("norm", [0, 1, 2], [Distribution.Of([0.1, 0.2, 0.3, 0.4]), Distribution.Of([0.1, 0.5, 310]), Distribution.Of([0.001, 1, 2])], 0)],
        Bands = [new("", 0.5, 1)],
    };

    /// <summary>Compares with a file beside this one; with UNFOLD_ACCEPT=1 it is written anew, to be looked at and checked in.</summary>
    internal static void AssertGolden(string name, string text, [CallerFilePath] string here = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UNFOLD_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text + "\n");
        }
        Assert.Equal(File.ReadAllText(file), text + "\n");
    }

    [Fact]
    public void ToSvg_Lines_IsTheGoldenFile() => AssertGolden("lines.svg", Lines().ToSvg(standalone: true));

    [Fact]
    public void ToSvg_Fan_IsTheGoldenFile() => AssertGolden("fan.svg", Fan().ToSvg(standalone: true));

    [Fact]
    public void ToSvg_SpikeBeyondTheScale_IsAnArrowWithItsValue()
    {
        XElement svg = XElement.Parse(Fan().ToSvg());

        Assert.Single(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "310");
        Assert.DoesNotContain(svg.Descendants().Attributes("y").Select(attribute => double.Parse(attribute.Value)), y => y is < 0 or > 200);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(12, 11)] // no room between the arrows: the largest stands below them
    public void ToSvg_SpikesBesideEachOther_ShowTheLargestValueAndCoverNoArrow(int epochs, int spikes)
    {
        Distribution With(double spike) => new() { Count = 100, Min = 1, P5 = 1, P25 = 2, P50 = 3, P75 = 4, P95 = 5, Max = spike, Mean = 3 };
        SvgChart chart = new() { Width = 300, Height = 190, YRange = (0, 10), Fans = [new("", [.. Enumerable.Range(0, epochs).Select(epoch => (double)epoch)], [With(8), .. Enumerable.Range(1, spikes).Select(i => With(17600 + (i * 4 % 12)))], 0)] };
        double largest = chart.Fans[0].Values.Max(value => value.Max);

        XElement[] parts = [.. XElement.Parse(chart.ToSvg()).Descendants()];

        double[] arrows = [.. parts.Where(part => ((string?)part.Attribute("d"))?.EndsWith('Z') == true && (string?)part.Attribute("class") == "f0").Select(part => double.Parse(((string)part.Attribute("d")!)[1..].Split(' ')[0], CultureInfo.InvariantCulture) + 4)];
        Assert.Equal(spikes, arrows.Length);
        XElement[] labels = [.. parts.Where(part => (string?)part.Attribute("class") == "label f0")];
        double[] heights = [.. labels.Select(label => (double)label.Attribute("y")!)];
        Assert.Equal(epochs == 12, heights.Max() > 20);
        (double From, double To)[] values = [.. labels.Select(part => ((double)part.Attribute("x")!, part.Value.Length * 6.5) is var (x, width) && part.Attribute("text-anchor") is null ? (x, x + width) : (x - width, x))];
        Assert.Contains(parts, part => part.Value == NumberText.Short(largest, 3));
        Assert.All(values, value => Assert.InRange(value.To, 0, 300));
        Assert.All(values, (value, i) => Assert.DoesNotContain(arrows, arrow => heights[i] < 20 && arrow > value.From && arrow < value.To)); // a chart without a title begins at 10
        Assert.All(values, (value, i) => Assert.DoesNotContain(values[(i + 1)..], other => other.From < value.To && value.From < other.To));
    }

    [Fact]
    public void ToSvg_Log_HasPowersOfTenAndNoBandBelowTheFloor()
    {
        XElement svg = XElement.Parse(Fan().ToSvg());
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

        Assert.Contains("0.01", texts);
        Assert.Contains("0.1", texts);
        Assert.Contains("10", texts);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToSvg_ManyEpochs_HasAtMostEightTicks()
    {
        SvgChart chart = new() { Lines = [new("a", [.. Enumerable.Range(0, 300).Select(i => (double)i)], [.. Enumerable.Range(0, 300).Select(i => 1.0 / (i + 1))], 0)] };
        XElement svg = XElement.Parse(chart.ToSvg());

        int ticks = svg.Descendants().Count(element => element.Name.LocalName == "text" && (string?)element.Attribute("text-anchor") == "middle");
        Assert.InRange(ticks, 3, 9);
    }

    [Fact]
    public void ToSvg_LabelsAtTheSameHeight_AreMovedApart()
    {
        SvgChart chart = new() { Lines = [.. Enumerable.Range(0, 4).Select(i => new ChartLine($"line {i}", [0, 1], [1, 1], i))] };
        XElement svg = XElement.Parse(chart.ToSvg());

        double[] heights = [.. svg.Descendants().Where(element => element.Value.StartsWith("line ", StringComparison.Ordinal) && element.Name.LocalName == "text").Select(element => double.Parse(element.Attribute("y")!.Value)).Order()];
        Assert.Equal(4, heights.Length);
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 12.9));
    }

    [Fact]
    public void ToSvg_LineWithGaps_ShowsEveryMeasuredPoint()
    {
        SvgChart chart = new() { Lines = [new("probe", [0, 1, 2, 3], [1, double.NaN, 2, 3], 0), new("all", [0, 1], [1, 2], 1)] };
        var svg = XElement.Parse(chart.ToSvg());

        Assert.Equal(3, svg.Descendants().Count(element => element.Name.LocalName == "circle" && (string?)element.Attribute("class") == "f0"));
        Assert.Equal(1, svg.Descendants().Count(element => element.Name.LocalName == "circle" && (string?)element.Attribute("class") == "f1"));
        string path = (string)svg.Descendants().Single(element => (string?)element.Attribute("class") == "line s0").Attribute("d")!;
        Assert.Equal(2, path.Split('M').Length - 1);
    }

    [Theory]
    [InlineData(0.92867, "0.9287")]
    [InlineData(322145, "3.22·10⁵")]
    [InlineData(1e-5, "10⁻⁵")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0, "0")]
    [InlineData(310, "310")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(9.9999e-6, "10⁻⁵")]
    public void Short_Number_HasFewDigits(double value, string text) => Assert.Equal(text, NumberText.Short(value));

    [Fact]
    public void ToSvg_LegendOfManyNames_TakesLinesAndNothingIsCutOff()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"imdb-glove-experiment-{i}")];
        string svg = new SvgChart { Title = "G(lag) / G(0)", ReverseX = true, Lines = [.. names.Select((name, i) => new ChartLine(name, [0, 1], [1, 2], i))] }.ToSvg(standalone: true);
        Match[] texts = [.. names.Select(name => Regex.Match(svg, $"""<text x="([-\d.]+)" y="([-\d.]+)">{name}</text>""", RegexOptions.None, TimeSpan.FromSeconds(10)))];
        Assert.All(texts, text => Assert.InRange(double.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture), 0, 560 - (6 * names[0].Length)));
        double[] lines = [.. texts.Select(text => double.Parse(text.Groups[2].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(lines.Order(), lines);
        Assert.True(lines.Distinct().Count() is 3 or 4, string.Join(' ', lines));
    }
}
