using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

public sealed class HtmlReportTests : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("unfold-report-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    static RunView View((RunDocument Document, byte[] Record) run, Func<RunDocument, RunDocument>? change = null) =>
        RunView.Of(change is null ? run.Document : change(run.Document), RecordFile.Read(new MemoryStream(run.Record), "fake"));

    static IEnumerable<XElement> Svgs(string html)
    {
        foreach (Match match in Regex.Matches(html, "<svg.*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)))
            yield return XElement.Parse(match.Value);
    }

    [Fact]
    public void Write_WholeRun_IsOneFileThatNeedsNothingElse()
    {
        string? output = Environment.GetEnvironmentVariable("UNFOLD_REPORT_OUT"); // a folder to look at the pages in
        int steps = output is null ? 200 : 800;
        string file = HtmlReport.Write(FakeRun.WriteTo(Path.Combine(_path, "a"), FakeRun.Tanh(steps: steps, lenses: true)));
        string html = File.ReadAllText(file);

        Assert.EndsWith("report.html", file, StringComparison.Ordinal);
        Assert.InRange(html.Length, 100_000, 2_000_000); // 18 epochs
        string page = Regex.Replace(html, "<script>.*?</script>", "", RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        Assert.DoesNotMatch("""(?i)\b(src|href|action|poster|srcset)\s*=\s*["']?\s*(https?:)?//""", page);
        Assert.DoesNotMatch("""(?i)@import|url\(\s*["']?(?!data:)""", page);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        if (output is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.Copy(file, Path.Combine(folder, "tanh.html"), overwrite: true);
            string lstm = FakeRun.WriteTo(Path.Combine(_path, "b"), FakeRun.Lstm(lenses: true));
            File.Copy(HtmlReport.Write(lstm), Path.Combine(folder, "lstm.html"), overwrite: true);
            HtmlReport.Write([Path.Combine(_path, "a"), lstm], Path.Combine(folder, "compare.html"));
        }
    }

    [Fact]
    public void Render_WithoutScripts_SaysAndShowsEverything()
    {
        string html = HtmlReport.Render(View(FakeRun.Tanh(epochs: 4, steps: 40)));
        string page = Regex.Replace(html, "<script>.*?</script>", "", RegexOptions.Singleline, TimeSpan.FromSeconds(5));

        Assert.Contains("The model answers the majority class &quot;0&quot; for nearly every text.", page, StringComparison.Ordinal);
        Assert.Contains("majority 0.929", page, StringComparison.Ordinal);
        Assert.Contains("prior 0.254", page, StringComparison.Ordinal);
        Assert.Contains("bag-of-words 0.956", page, StringComparison.Ordinal);
        foreach (string name in (string[])["embedding.weight", "rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0", "fc.weight", "fc.bias"])
            Assert.Equal(2, Svgs(page).Count(svg => svg.Attribute("aria-label")!.Value == name)); // norm and cosine
        Assert.Equal(Svgs(page).Count() - 1, Regex.Count(page, "<pre class=\"csv\">", RegexOptions.None, TimeSpan.FromSeconds(5))); // all but the key
        Assert.Equal(Svgs(page).Count() - 1, Regex.Matches(page, "data-chart=\"[^\"]*\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Distinct().Count());
        Assert.Contains("5\u202f937", page, StringComparison.Ordinal); // confusion
        Assert.Contains("&quot;learningRate&quot;: 0.001", page, StringComparison.Ordinal); // settings
    }

    [Fact]
    public void Render_TensorsOfAKind_ShareTheirScale()
    {
        string html = HtmlReport.Render(View(FakeRun.Tanh(epochs: 4, steps: 40)));

        string[] scales = [.. Svgs(html).Where(svg => svg.Attribute("aria-label")!.Value.StartsWith("rnn.", StringComparison.Ordinal) && svg.Attribute("data-log")!.Value == "1").Select(svg => svg.Attribute("data-y")!.Value)];
        Assert.Equal(4, scales.Length);
        Assert.Single(scales.Distinct());
    }

    [Fact]
    public void Render_HostileTexts_StayTexts()
    {
        const string Evil = "</title></style></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\u0000";
        (RunDocument Document, byte[] Record) run = FakeRun.Tanh(epochs: 3, steps: 20);
        string clean = HtmlReport.Render(View(run));
        string html = HtmlReport.Render(View(run, document => document with
        {
            Recipe = Evil,
            Out = Evil,
            Ended = Evil,
            Verdict = [Evil],
            Data = document.Data with { Name = Evil, Classes = [Evil, Evil], Fingerprints = new Dictionary<string, string>(StringComparer.Ordinal) { [Evil] = Evil } },
            Model = document.Model with { Summary = Evil },
            Baselines = [new() { Name = Evil, Metrics = new() { [Evil] = 1, ["loss"] = 0.2 } }],
            Findings = [new() { Id = Evil, Title = Evil, Evidence = Evil, Remedy = Evil }],
            Epochs = [.. document.Epochs.Select(epoch => epoch with { Validation = new() { ["loss"] = 0.2, [Evil] = 0.5 } })],
            Gradients = new Dictionary<string, GradientDocument>(StringComparer.Ordinal) { [Evil] = new() },
            Environment = document.Environment with { Command = Evil },
            Threshold = new(0.5, Evil),
            Settings = System.Text.Json.JsonSerializer.SerializeToElement(Evil),
        }));

        Assert.Equal(Count(clean, "<script"), Count(html, "<script"));
        Assert.Equal(Count(clean, "</script"), Count(html, "</script"));
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain('\0', html);
        Assert.All(Svgs(html), svg => Assert.NotNull(svg.Attribute("viewBox")));
        static int Count(string text, string part) => text.Split(part).Length;
    }

    [Fact]
    public void Render_RunWithoutEpochsOrRecord_IsStillAPage()
    {
        string html = HtmlReport.Render(RunView.Of(new() { Recipe = "empty", Status = RunStatus.Diverged }, null));

        Assert.Contains("<h1>empty</h1>", html, StringComparison.Ordinal);
        Assert.Contains("diverged", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html.Split("<script>")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DamagedRecord_SaysSoInThePage()
    {
        string folder = FakeRun.WriteTo(_path, FakeRun.Tanh(epochs: 3, steps: 10));
        File.WriteAllText(Path.Combine(folder, "record"), "no record at all, but long enough");

        string html = File.ReadAllText(HtmlReport.Write(folder));

        Assert.Contains("expected a record of Unfold, got another kind of file", html, StringComparison.Ordinal);
        Assert.Contains("majority 0.929", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SeveralRuns_OverlaysThemOnTheSameAxes()
    {
        string first = FakeRun.WriteTo(Path.Combine(_path, "a"), FakeRun.Tanh(epochs: 3, steps: 20));
        string second = FakeRun.WriteTo(Path.Combine(_path, "b"), FakeRun.Lstm(epochs: 5, steps: 20));
        string file = Path.Combine(_path, "both.html");

        HtmlReport.Write([first, second], file);

        string html = File.ReadAllText(file);
        XElement loss = Svgs(html).Single(svg => svg.Attribute("aria-label")!.Value == "Validation loss");
        string[] texts = [.. loss.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains("twitter-rnn-tanh", texts);
        Assert.Contains("twitter-lstm", texts);
        Assert.Contains("prior 0.254", texts);
        Assert.Contains("bag-of-words 0.142", texts);
        XElement accuracy = Svgs(html).Single(svg => svg.Attribute("aria-label")!.Value == "Validation accuracy");
        Assert.Equal(["majority 0.929", "bag-of-words 0.956"], accuracy.Descendants().Where(element => element.Attribute("class")?.Value == "reft").Select(element => element.Value).Order(StringComparer.Ordinal).Reverse());
        Assert.Contains("<tr class=\"baseline\"><td>bag-of-words</td><td></td><td></td><td>95.59\u202f%</td><td>0.643</td><td>0.142</td>", html, StringComparison.Ordinal);
        Assert.Equal(2, Svgs(html).Single(svg => svg.Attribute("aria-label")!.Value == "rnn.weight_hh_l0").Descendants().Count(element => element.Attribute("class")?.Value.StartsWith("line ", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Write_RunsOnOtherData_HaveNoBaselineInCommon()
    {
        (RunDocument run, byte[] record) = FakeRun.Lstm(epochs: 3, steps: 20);
        string first = FakeRun.WriteTo(Path.Combine(_path, "a"), (run, record));
        string second = FakeRun.WriteTo(Path.Combine(_path, "b"), (
            run with { Data = run.Data with { Fingerprints = new Dictionary<string, string>(StringComparer.Ordinal) { ["twitter.csv"] = "sha256:ffff" } } }, record));
        string file = Path.Combine(_path, "both.html");

        HtmlReport.Write([first, second], file);

        string html = File.ReadAllText(file);
        Assert.DoesNotContain("<tr class=\"baseline\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("bag-of-words 0.956", html, StringComparison.Ordinal);
    }

    [Fact]
    public void RunCharts_StandAlone()
    {
        string folder = FakeRun.WriteTo(_path, FakeRun.Tanh(epochs: 3, steps: 20));

        foreach (string svg in (string[])[RunCharts.Loss(folder), RunCharts.Accuracy(folder), RunCharts.GradientNorm(folder, "rnn.weight_hh_l0")])
        {
            Assert.Contains("--paper:", svg, StringComparison.Ordinal);
            Assert.NotEmpty(XElement.Parse(svg).Descendants());
        }
        var error = Assert.Throws<DataException>(() => RunCharts.GradientNorm(folder, "nobody"));
        Assert.StartsWith($"{folder}: expected a recorded parameter \"nobody\", got none of that name. The record has: embedding.weight, ", error.Message, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UNFOLD_REPORT_OUT") is { Length: > 0 } output)
            File.WriteAllText(Path.Combine(output, "fan.svg"), RunCharts.GradientNorm(FakeRun.WriteTo(Path.Combine(_path, "whole"), FakeRun.Tanh()), "rnn.weight_hh_l0"));
    }

    [Fact]
    public void Render_SameRun_GivesTheSameBytes() =>
        Assert.Equal(HtmlReport.Render(View(FakeRun.Tanh(epochs: 3, steps: 20))), HtmlReport.Render(View(FakeRun.Tanh(epochs: 3, steps: 20))));
}
