using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

/// <summary>What the page makes of a run that tags words.</summary>
public sealed class TagSectionTests
{
    static readonly Lazy<string> Page = new(() => HtmlReport.Render(RunView.Of(Tagger(), record: null)).Split("<script>")[0]);

    /// <summary>Three tags: 100, 40 and 0 words; 16 mistakes.</summary>
    static RunDocument Tagger() => FakeRun.Lstm(epochs: 3, steps: 4).Document with
    {
        Recipe = "tags",
        Data = new() { Name = "treebank", Train = 500, Validation = 20, Classes = ["NOUN", "VERB", "X<1>"], MajorityAccuracy = 100.0 / 140, UnknownShare = 0.25 },
        Epochs = [.. Enumerable.Range(0, 3).Select(i => new EpochDocument
        {
            Epoch = i, Train = new() { ["loss"] = 1.0 / (i + 1), ["accuracy"] = 0.9 },
            Validation = new() { ["loss"] = 0.5, ["accuracy"] = 0.8 + (0.01 * i), ["sentenceAccuracy"] = 0.3 + (0.1 * i), ["unknownAccuracy"] = 0.55 }, Steps = 4,
        })],
        Best = new() { Epoch = 2, Validation = new() { ["accuracy"] = 124.0 / 140, ["sentenceAccuracy"] = 0.5, ["unknownAccuracy"] = 0.55 } },
        Test = new() { ["accuracy"] = 0.875, ["sentenceAccuracy"] = 0.25 },
        Confusion = [[90, 9, 1], [6, 34, 0], [0, 0, 0]],
        TestConfusion = [[9, 1, 0], [0, 4, 0], [0, 0, 2]],
        Baselines = [],
        Findings = [],
    };

    static string Figure(string chart) => Regex.Match(Page.Value, $"<figure class=\"chart-box\" data-chart=\"{Regex.Escape(chart)}\".*?</figure>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value;

    static XElement Svg(string chart) => XElement.Parse(Regex.Match(Figure(chart), "<svg.*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value);

    static string[] Csv(string chart) => Regex.Match(Figure(chart), "(?<=<pre class=\"csv\">).*?(?=</pre>)", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value.TrimEnd().Split('\n');

    [Fact]
    public void Render_ATagger_SaysWordsSentencesAndUnknownWords()
    {
        Assert.Contains("Validation, epoch 2: right are <b>88.57\u202f%</b> of the words, <b>50.00\u202f%</b> of the whole sentences, <b>55.00\u202f%</b> of the words that training did not have (25.0\u202f% of all).", Page.Value, StringComparison.Ordinal);
        Assert.Contains("Test set: right are <b>87.50\u202f%</b> of the words, <b>25.00\u202f%</b> of the whole sentences.", Page.Value, StringComparison.Ordinal);
        Assert.Equal(["epoch,words,training,unknown words,sentences", "0,0.8,0.9,0.55,0.3", "1,0.81,0.9,0.55,0.4", "2,0.82,0.9,0.55,0.5"], Csv("tag-accuracy"));
        Assert.Empty(Figure("sentenceAccuracy"));
    }

    [Fact]
    public void Render_TagByTag_HasBarsWithCounts()
    {
        Assert.Equal(["tag,words,answers,recall,precision,F1", "NOUN,100,96,0.9,0.9375,0.9183673", "VERB,40,43,0.85,0.7906977,0.8192771", "X&lt;1&gt;,0,1,,0,0"], Csv("tag-shares"));
        XElement svg = Svg("tag-shares");
        XElement[] bars = [.. svg.Descendants().Where(element => element.Name.LocalName == "rect").Skip(1)]; // the legend's first
        Assert.Equal(0.9 / 0.85, Number(bars[0], "width") / Number(bars[1], "width"), 2);
        Assert.Equal(2, bars.Length);
        Assert.Contains(svg.Descendants(), element => element.Value == "90.0\u202f% of 100");
        Assert.Contains(svg.Descendants(), element => element.Value == "no word");
    }

    [Fact]
    public void Render_Confusion_IsAHeatMapWithItsCounts()
    {
        Assert.Equal(["right,NOUN,VERB,X&lt;1&gt;", "NOUN,90,9,1", "VERB,6,34,0", "X&lt;1&gt;,0,0,0"], Csv("confusion"));
        XElement svg = Svg("confusion");
        string[] cells = [.. svg.Descendants().Where(element => ((string?)element.Attribute("style"))?.Contains("stroke:none", StringComparison.Ordinal) == true).Select(element => element.Value)];
        Assert.Equal(["90", "9", "1", "6", "34"], cells);
        Assert.Contains("id=\"figure-confusion\"", Figure("confusion"), StringComparison.Ordinal);
        Assert.Equal("NOUN,9,1,0", Csv("confusion-test")[1]);
        Assert.Contains("<td>NOUN</td><td>VERB</td><td>9</td><td>9.0\u202f%</td><td>56.2\u202f%</td>", Page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<table class=\"confusion\">", Page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AClassifier_HasNoTags() =>
        Assert.DoesNotContain("id=\"tags\"", HtmlReport.Render(RunView.Of(FakeRun.Lstm(epochs: 2, steps: 4).Document, record: null)), StringComparison.Ordinal);

    static double Number(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);
}
