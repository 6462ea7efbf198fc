using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

/// <summary>What the page makes of every lens.</summary>
public sealed class LensReportTests
{
    static readonly Lazy<string> Lstm = new(() => Page(FakeRun.Lstm(epochs: 4, steps: 20, lenses: true)));

    static readonly Lazy<string> Tanh = new(() => Page(FakeRun.Tanh(epochs: 4, steps: 20, lenses: true)));

    static string Page((RunDocument Document, byte[] Record) run) => HtmlReport.Render(RunView.Of(run.Document, RecordFile.Read(new MemoryStream(run.Record), "fake"))).Split("<script>")[0];

    static string[] Charts(string html) => [.. Regex.Matches(html, "data-chart=\"(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["id"].Value)];

    static string Figure(string html, string chart)
    {
        string figure = Regex.Match(html, $"<figure class=\"chart-box\" data-chart=\"{Regex.Escape(chart)}\".*?</figure>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value;
        Assert.NotEmpty(figure);
        return figure;
    }

    static XElement Svg(string html, string chart) => XElement.Parse(Regex.Match(Figure(html, chart), "<svg.*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value);

    static string[] Csv(string html, string chart) => Regex.Match(Figure(html, chart), "(?<=<pre class=\"csv\">).*?(?=</pre>)", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value.TrimEnd().Split('\n');

    [Theory]
    [InlineData("loss")]
    [InlineData("update-ratio")]
    [InlineData("text-lengths:lstm.l0")]
    [InlineData("time-map:lstm.l0")]
    [InlineData("time-profile:lstm.l0")]
    [InlineData("time-halfLife:lstm.l0")]
    [InlineData("time-reach:lstm.l0")]
    [InlineData("time-firstToLast:lstm.l0")]
    [InlineData("time-gain:lstm.l0")]
    [InlineData("time-lags:lstm.l0")]
    [InlineData("time-cell:lstm.l0")]
    [InlineData("time-gates:lstm.l0")]
    [InlineData("gradient-norm:all")]
    [InlineData("gradient-norm:lstm.weight_hh_l0[f]")]
    [InlineData("gradient-cosine:lstm.weight_hh_l0")]
    [InlineData("gradient-lags:all")]
    [InlineData("gradient-lags:lstm.weight_hh_l0")]
    [InlineData("gradient-lags-by-epoch")]
    [InlineData("clipping:norms")]
    [InlineData("clipping:rate")]
    [InlineData("clipping:shrink")]
    [InlineData("activation:relu")]
    [InlineData("death:relu")]
    [InlineData("activation-sets:relu")]
    [InlineData("worst:activation")]
    [InlineData("worst:gradientActivation")]
    [InlineData("gradient-activation:fc.weight")]
    [InlineData("output-norm:fc")]
    [InlineData("output-shares")]
    [InlineData("output-gradient-norm:fc")]
    [InlineData("output-gradient-cosine:fc")]
    [InlineData("update-ratio:fc.weight")]
    [InlineData("update-norm:fc.weight")]
    [InlineData("update-turn:fc.weight")]
    [InlineData("update-cosine:fc.weight")]
    [InlineData("path:fc.weight")]
    [InlineData("weight-norms")]
    [InlineData("weight-shares")]
    [InlineData("weight-rms")]
    [InlineData("condition")]
    [InlineData("singular-values:fc.weight")]
    [InlineData("gate-units:lstm.l0:f")]
    [InlineData("gate-means:lstm.l0")]
    [InlineData("gate-time:lstm.l0")]
    [InlineData("tau:lstm.l0")]
    [InlineData("memory:lstm.l0")]
    [InlineData("forget-bias:lstm.l0")]
    [InlineData("output-change")]
    [InlineData("state-histogram:lstm.l0")]
    [InlineData("state-kinds:lstm.l0")]
    [InlineData("state-units:lstm.l0")]
    [InlineData("radius:lstm.weight_hh_l0[i]")]
    [InlineData("eigenvalues-spectrum:lstm.weight_hh_l0[i]")]
    [InlineData("singular:lstm.weight_hh_l0[i]")]
    [InlineData("jacobian-singular-first:lstm.l0")]
    [InlineData("jacobian-singular-last:lstm.l0")]
    [InlineData("exponents:lstm.l0")]
    [InlineData("eigenvalues-jacobian:lstm.l0")]
    [InlineData("states-atLength:lstm.l0")]
    [InlineData("states-atEnd:lstm.l0")]
    [InlineData("pads")]
    [InlineData("rank:lstm.l0")]
    [InlineData("trajectory-last:lstm.l0")]
    [InlineData("embedding-rows:embedding.weight")]
    [InlineData("lengths-loss")]
    [InlineData("lengths-accuracy")]
    [InlineData("noise-scale")]
    [InlineData("valence:0")]
    [InlineData("sentence-gates:lstm.l0:0")]
    [InlineData("sentence-gates:lstm.l0:1")]
    [InlineData("sentence-credit:lstm.l0:0")]
    [InlineData("sentence-units:lstm.l0:f")]
    [InlineData("cost")]
    public void Render_WholeRecord_HasTheChart(string chart)
    {
        XElement svg = Svg(Lstm.Value, chart);

        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName is "path" or "rect");
        Assert.True(Csv(Lstm.Value, chart).Length > 1);
    }

    [Fact]
    public void Render_WholeRecord_HasEveryChartOnce()
    {
        string[] charts = Charts(Lstm.Value);

        Assert.Equal(charts.Distinct(), charts);
    }

    [Fact]
    public void Render_RecordWithoutLenses_LeavesTheirSectionsOut()
    {
        string html = Page(FakeRun.Tanh(epochs: 3, steps: 10));

        Assert.DoesNotContain("time-map", html, StringComparison.Ordinal);
        foreach (string section in (string[])["gates", "memory", "states", "spectrum", "jacobian", "padding", "words", "spikes", "noise", "clipping", "embedding"])
            Assert.DoesNotContain($"<section id=\"{section}\"", html, StringComparison.Ordinal);
        Assert.Contains("<section id=\"gradients\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_GradientThroughTime_IsRelativeToTheLastTokenAndLeavesMissingOut()
    {
        string[] csv = Csv(Tanh.Value, "time-map:rnn.l0");

        string[] lags = csv[0].Split(',')[1..];
        Assert.Equal("-11", lags[0].Trim('\''));
        string[] first = csv[1].Split(','), second = csv[2].Split(',');
        Assert.Equal(0, double.Parse(first[1 + 11], CultureInfo.InvariantCulture), 6); // log10 of 1 at lag 0
        Assert.True(double.Parse(first[1 + 11 + 10], CultureInfo.InvariantCulture) < -2);
        Assert.Equal("", second[^1]); // lag 23 was not measured in epoch 1
        Assert.NotEqual("", first[^1]);
        Assert.Single(Svg(Tanh.Value, "time-map:rnn.l0").Descendants(), element => (string?)element.Attribute("class") == "hatch under");
    }

    [Fact]
    public void Render_GradientThroughTime_ItsThreeChartsShareTheirAxis()
    {
        string[] axes = [.. new[] { "text-lengths:rnn.l0", "time-map:rnn.l0", "time-profile:rnn.l0" }.Select(chart => (string)Svg(Tanh.Value, chart).Attribute("data-x")!)];

        Assert.Single(axes.Distinct());
    }

    [Fact]
    public void Render_Spike_IsMarkedAndLeadsToItsTexts()
    {
        XElement[] links = [.. Svg(Lstm.Value, "gradient-norm:all").Descendants().Where(element => element.Name.LocalName == "a")];

        Assert.Equal(["#spike-1-36", "#spike-2-56"], links.Select(link => (string)link.Attribute("href")!));
        foreach (string target in links.Select(link => ((string)link.Attribute("href")!)[1..]))
            Assert.Contains($"<details class=\"spike\" id=\"{target}\" open>", Lstm.Value, StringComparison.Ordinal);
        Assert.StartsWith("-2,", Csv(Lstm.Value, "spike-1-36:profile")[1], StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; what a day #blessed", Lstm.Value, StringComparison.Ordinal);
        Assert.Contains("<td>71.0\u202f%</td>", Lstm.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_GradientThatIsNoNumber_SaysWhereAndWhen() =>
        Assert.Contains("NaN or infinite elements of gradients.</b> embedding.weight: 3 in epoch 2, step 47.", Lstm.Value, StringComparison.Ordinal);

    [Fact]
    public void Render_GradientsThatTurnBack_HaveBarsBelowZeroAndTheBandOfNoise()
    {
        string[] csv = Csv(Tanh.Value, "gradient-lags:fc.weight");
        Assert.Equal("lag,epoch 0,epoch 3,pairs,3 times the spread of noise", csv[0]);
        Assert.Equal(1 + 10, csv.Length);
        Assert.Equal([1, -0.32, -0.16384, 19, 0.09], csv[1].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)));

        XElement svg = Svg(Tanh.Value, "gradient-lags:fc.weight");
        double[] y = [.. ((string)svg.Attribute("data-y")!).Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        double zero = Math.Round((y[2] + y[3]) / 2, 1); // the scale has as much room below as above
        Assert.Equal(-y[0], y[1]);
        string[] bars = [.. svg.Descendants().Single(element => (string?)element.Attribute("class") == "solid f4").Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries)];
        double[] ends = [.. bars.Select(bar => double.Parse(Regex.Match(bar, "(?<=V)[0-9.]+", RegexOptions.None, TimeSpan.FromSeconds(5)).Value, CultureInfo.InvariantCulture))];
        Assert.All(bars, bar => Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"V{zero}Z"), bar));
        Assert.Equal(10, ends.Length);
        Assert.All(ends, (end, i) => Assert.Equal(i % 2 == 0, end > zero)); // down the page, up, down, …
        XElement band = svg.Descendants().Single(element => (string?)element.Attribute("class") == "band");
        Assert.Equal(zero, (double)band.Attribute("y")! + ((double)band.Attribute("height")! / 2), 0.1);
    }

    [Fact]
    public void Render_Words_AreTintedByTheirSign()
    {
        Assert.Contains("<span class=\"minus\" style=\"--share:100%\" title=\"−0.8\">hate</span>", Lstm.Value, StringComparison.Ordinal);
        Assert.Contains("<span style=\"--share:87%\" title=\"0.7\">love</span>", Lstm.Value, StringComparison.Ordinal);
        Assert.Contains(">&lt;b&gt;film&lt;/b&gt;</span>", Lstm.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RowsOfAnEmbedding_HaveTheirWordsAndNameThoseThatMovedTheMost()
    {
        string[] csv = Csv(Lstm.Value, "embedding-rows:embedding.weight");

        Assert.Equal("touches,moved,series,word,row,sum of gradient norms", csv[0]);
        Assert.Equal(["&lt;i&gt;the&lt;/i&gt;", "love", "", "hate"], csv[1..5].Select(line => line.Split(',')[3]));
        Assert.Equal(["2", "3", "4", "5"], csv[1..5].Select(line => line.Split(',')[4]));
        string[] named = [.. Regex.Match(Lstm.Value, "Moved the most: .*?</p>", RegexOptions.None, TimeSpan.FromSeconds(5)).Value.Split("<b>")[1..]];
        double[] moved = [.. named.Select(word => double.Parse(word.Split("</b> ")[1].Split(' ')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(3, moved.Length);
        Assert.Equal(moved.OrderDescending(), moved);
        Assert.Contains(named, word => word.StartsWith("&lt;i&gt;the&lt;/i&gt;</b>", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_HalfLivesThatAreInfinite_StandInAStripAboveTheOthers()
    {
        XElement svg = Svg(Lstm.Value, "time-halfLife:lstm.l0"); // 3 of 20 in the last of four epochs

        double top = double.Parse(((string)svg.Attribute("data-y")!).Split(',')[2], CultureInfo.InvariantCulture);
        XElement bar = Assert.Single(svg.Descendants(), element => element.Name.LocalName == "rect" && (string?)element.Attribute("class") == "f2");
        Assert.Equal(0.15 * 12, (double)bar.Attribute("height")!, 0.06);
        Assert.InRange((double)bar.Attribute("y")! + (double)bar.Attribute("height")!, 30, top - 1);
        Assert.Contains(svg.Descendants(), element => element.Value == "15\u202f%");
        Assert.Contains(svg.Descendants(), element => element.Value == "∞");
        Assert.DoesNotContain(Svg(Tanh.Value, "time-halfLife:rnn.l0").Descendants(), element => element.Value == "∞");
    }

    [Fact]
    public void Render_GatesOfASentence_HaveTheWordsBelowAndTheGatesBeside()
    {
        XElement svg = Svg(Lstm.Value, "sentence-gates:lstm.l0:0");
        string[] csv = Csv(Lstm.Value, "sentence-gates:lstm.l0:0");

        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Equal(["input i", "forget f", "size of g", "output o", "I", "love", "the", "<b>film</b>", "but", "hate", "its", "ending"], texts[1..13]);
        Assert.Equal("gate,1 I,2 love,3 the,4 &lt;b&gt;film&lt;/b&gt;,5 but,6 hate,7 its,8 ending", csv[0]);
Assert.Equal(0.5 + (0.4 * Math.Sin(9 + 3)), double.Parse(csv[2].Split(',')[2], CultureInfo.InvariantCulture), 1e-4); // f at the second word, epoch 3, the last
        Assert.DoesNotContain(svg.Descendants(), element => (string?)element.Attribute("class") == "hatch under");
    }

    [Fact]
    public void Render_SentenceThatNothingExplains_StandsByItselfWithItsPaddingHatched()
    {
        XElement svg = Svg(Tanh.Value, "sentence-credit:rnn.l0:1");

        Assert.Contains("<p class=\"head\">so &lt;b&gt;dull&lt;/b&gt;</p>", Tanh.Value, StringComparison.Ordinal);
        Assert.Single(svg.Descendants(), element => (string?)element.Attribute("class") == "hatch under");
        Assert.DoesNotContain(svg.Descendants(), element => element.Value == "<pad>");
        string[] csv = Csv(Tanh.Value, "sentence-credit:rnn.l0:1");
        Assert.Equal(["epoch", "0", "1", "2", "3"], csv.Select(line => line.Split(',')[0]));
        Assert.All(csv[1..], line => Assert.Equal(1, line.Split(',')[1..].Sum(cell => double.Parse(cell, CultureInfo.InvariantCulture)), 2e-4));
        Assert.DoesNotContain("sentence-gates", Tanh.Value, StringComparison.Ordinal); // a plain layer has none
    }

    [Fact]
    public void Render_StepsOfAFan_HaveTheirAddress()
    {
        string points = Regex.Match(Figure(Lstm.Value, "gradient-norm:fc.weight"), "(?<=<pre class=\"csv points\">).*?(?=</pre>)", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Value;

        string[] lines = points.TrimEnd().Split('\n');
        Assert.Equal("x,epoch,step,batch,examples,value", lines[0]);
        Assert.Equal(1 + 4 * 20, lines.Length); // few enough for all of them
        Assert.StartsWith("-0.475,0,0,0,32,", lines[1], StringComparison.Ordinal);
    }
}
