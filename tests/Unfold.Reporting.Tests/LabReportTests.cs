using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Reporting.Tests;

public sealed class LabReportTests : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("unfold-lab-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    static LabDocument Lab(params string[] words)
    {
        int[] ids = [.. words.Select((_, i) => i % 7)];
        return LabExhibit.Of(new PlainRnn(7, 5, 6, 3, new NumpyRandom(1234), Activation.Tanh), "fresh weights", words, ids, [.. ids.Select(id => id % 3)], ["A", "B", "<C>"], new LabSettings { Lags = 12 });
    }

    [Fact]
    public void Write_ASentence_GivesThePageTheNumbersAndAllFigures()
    {
        LabDocument lab = Lab("one", "two", "<script>", "four", "five & six");
        IReadOnlyList<string> files = LabReport.Write(lab, _path);
        string page = File.ReadAllText(Path.Combine(_path, "lab.html"));

        string[] names = [.. files.Select(file => Path.GetFileName(file))];
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (string name in (string[])["lab-unfolded", "lab-gradients", "lab-jacobians", "lab-copies", "lab-jacobian", "lab-product", "lab-state", "lab-local", "lab-carried", "lab-loss-W_y-0-0", "lab-loss-W_e-0-0", "lab-gradient-W_e-by-hand", "lab-gradient-W_e-fused-layer",
            "lab-gradient-W_e-difference", "lab-gradient-W_x-by-hand", "lab-products-own", "lab-products-fresh", "lab-carried-own", "lab-carried-fresh", "lab-clipping-elements", "lab-clipping-direction"])
        {
            Assert.Contains(name + ".svg", names);
            Assert.Contains($"data-file=\"{name}\"", page, StringComparison.Ordinal);
        }
        Assert.All(files, file => Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName));
        Assert.Equal(LabJson.Write(lab) + "\n", File.ReadAllText(Path.Combine(_path, "lab.json")));
        string bare = Regex.Replace(page, "<script>\n.*?</script>|<script>[^<].*?</script>", "", RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("<script>", bare, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", bare, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(?i)\b(src|href|action)\s*=\s*["']?\s*(https?:)?//""", bare);
    }

    /// <summary>Whoever opens the file has the numbers to the last digit, the weight itself among them, and the tangent through it.</summary>
    [Fact]
    public void Write_ALossCurve_HasTheWeightAmongItsNumbersAndTheTangentThroughIt()
    {
        LabDocument lab = Lab("one", "two", "three");
        LossCurve curve = lab.Curves[0].Curve;
        Figure figure = LabSections.Of(lab).SelectMany(section => section.Figures).Single(one => one.Id == "lab-loss-W_y-0-0");
        string[][] rows = [.. Csv.Write(figure.Columns).TrimEnd().Split('\n').Skip(1).Select(line => line.Split(','))];

        string[] at = Assert.Single(rows, row => row[0] == curve.Weight.ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(curve.Loss.ToString("R", CultureInfo.InvariantCulture), at[1]);
        Assert.Equal(at[1], at[2]);
        SvgChart chart = Assert.IsType<SvgChart>(figure.Chart);
        ChartLine tangent = chart.Lines[1];
        Assert.Equal(curve.Gradient, (tangent.Y[1] - tangent.Y[0]) / (tangent.X[1] - tangent.X[0]), 1e-9 * Math.Abs(curve.Gradient));
        Assert.All(tangent.Y, value => Assert.InRange(value, chart.YRange!.Value.Low - 1e-9, chart.YRange!.Value.High + 1e-9));
        Assert.Equal((curve.Weight, curve.Loss, 5.0), (chart.Lines[2].X[0], chart.Lines[2].Y[0], chart.Lines[2].Radius));
    }

    [Fact]
    public void Write_TwoGradients_HaveOneScaleAndTheirDifferenceAnother()
    {
        LabDocument lab = Lab("one", "two", "three");
        SvgHeatMap[] maps = [.. LabSections.Of(lab).SelectMany(section => section.Figures).Where(figure => figure.Id.StartsWith("lab-gradient-W_x", StringComparison.Ordinal)).Select(figure => (SvgHeatMap)figure.Chart)];
        double most = lab.Maps[1].ByHand.Concat(lab.Maps[1].Other).SelectMany(row => row).Max(Math.Abs);

        Assert.Equal([(-most, most), (-most, most)], maps[..2].Select(map => map.Range!.Value));
        Assert.Equal(lab.Maps[1].MaxAbsolute > 0 ? lab.Maps[1].MaxAbsolute : 1, maps[2].Range!.Value.High);
        string page = LabReport.Render(lab with { Maps = [lab.Maps[1] with { MaxAbsolute = 2.5e-7, MaxRelative = 0.03125 }] });
        Assert.Contains("W_x: largest difference 2.5e−7, relative 3.1e−2", page, StringComparison.Ordinal);
    }

    /// <summary>Forty words take several rows, as wide as one; a number for each word in each.</summary>
    [Fact]
    public void Graph_OfALongSentence_GoesOnInTheNextRow()
    {
        static XElement Graph(LabDocument lab) => XElement.Parse(new SvgUnfolding { Steps = lab.Steps }.ToSvg());
        (XElement few, XElement many) = (Graph(Lab("a", "b", "c")), Graph(Lab([.. Enumerable.Range(0, 40).Select(i => $"w{i}")])));

        Assert.Equal(3, few.Elements().Count(element => element.Name.LocalName == "rect" && element.Attribute("class")!.Value == "node"));
        Assert.Equal(40, many.Elements().Count(element => element.Name.LocalName == "rect" && element.Attribute("class")!.Value == "node"));
        Assert.Equal(39 + 3 + 1, many.Elements().Count(element => element.Name.LocalName == "line" && element.Attribute("class")!.Value == "s1")); // between words, in two parts at three rows' ends, in the key
        double[] places = [.. many.Elements().Where(element => element.Name.LocalName == "text" && element.Value.StartsWith('w')).Select(element => double.Parse(element.Attribute("x")!.Value, CultureInfo.InvariantCulture))];
        Assert.All(places, place => Assert.InRange(place, 0, 1240));
        double Height(XElement svg) => double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture);
        Assert.True(Height(many) > 2.5 * Height(few));
    }

    [Fact]
    public void Report_OfARunWithALab_ShowsItsFigures()
    {
        string folder = FakeRun.WriteTo(Path.Combine(_path, "run"), FakeRun.Lstm(epochs: 2, steps: 5));
        Assert.DoesNotContain("lab-unfolded", File.ReadAllText(HtmlReport.Write(folder)), StringComparison.Ordinal);
        RunFolder.Open(folder).Write(Lab("one", "two"));
        Assert.Contains("data-chart=\"lab-unfolded\"", File.ReadAllText(HtmlReport.Write(folder)), StringComparison.Ordinal);
        Assert.Contains(RunExport.WriteSvg([folder], Path.Combine(_path, "svg")), file => file.EndsWith("lab-products-fresh.svg", StringComparison.Ordinal));

        File.WriteAllText(RunFolder.Open(folder).LabFile, "{");
        Assert.Contains("lab.json: expected a lab document written by Unfold", File.ReadAllText(HtmlReport.Write(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AFolderThatCannotBeMade_SaysSo()
    {
        File.WriteAllText(Path.Combine(_path, "file"), "");
        var error = Assert.Throws<DataException>(() => LabReport.Write(Lab("one"), Path.Combine(_path, "file", "below")));
        Assert.EndsWith("Choose another one with --out.", error.Message);
    }

    /// <summary>Blue below zero, orange above it, nothing at it; the range is the same on both sides.</summary>
    [Fact]
    public void ToSvg_ASignedMap_HasItsMiddleAtZero()
    {
        string[] cells = [.. XElement.Parse(new SvgHeatMap { Signed = true, Rows = [0], Values = [[-2, 0, 1, 4]] }.ToSvg()).Elements().Where(element => element.Name.LocalName == "path").Select(element => element.Attribute("class")!.Value)];
        Assert.Equal(["cell m12", "cell p6", "cell p24"], cells);
    }

    [Fact]
    public void ToSvg_ValuesThatHardlyDiffer_HaveTicksThatDo()
    {
        XElement svg = XElement.Parse(new SvgChart { YRange = (3.34192, 3.34198), Lines = [new("loss", [0, 1], [3.34193, 3.34197], 0)] }.ToSvg());
        string[] ticks = [.. svg.Elements().Where(element => element.Value.StartsWith("3.34", StringComparison.Ordinal)).Select(element => element.Value)];
        Assert.True(ticks.Length >= 3);
        Assert.Equal(ticks.Length, ticks.Distinct().Count());
    }
}
