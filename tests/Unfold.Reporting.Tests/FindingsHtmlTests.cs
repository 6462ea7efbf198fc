using System.Text.RegularExpressions;

namespace Unfold.Reporting.Tests;

/// <summary>The verdict and the findings: what they say, and that every link of theirs leads somewhere.</summary>
public sealed class FindingsHtmlTests
{
    static readonly string[] Figures = [.. typeof(FigureNames).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    static readonly Finding Padding = new()
    {
        Id = "D05", Severity = FindingSeverity.Critical, Confidence = FindingConfidence.High, Title = "The text is read where it is forgotten.",
        Evidence = "Median pads 11 <b>.", Remedy = "Read the state at the last word.", Refutation = "The loss stays where it is without pads.", Figure = FigureNames.Padding, Epoch = 2,
        Numbers = [new("half-lives of padding", 9.5, 1, "D05.halfLives")],
        Remedies = [new() { Text = "no padding", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["text.padToLength"] = "0" }, Api = "SequenceBatch.FromIds(texts)" }],
    };

    static readonly Finding Vanishing = new() { Id = "D07", Severity = FindingSeverity.Critical, Title = "First words get no gradient.", Evidence = "5e-7.", Remedy = "Use an LSTM.", Figure = FigureNames.Time, ConsequenceOf = "D05" };

    static readonly ChecksDocument Checks = new()
    {
        Seconds = 2.5,
        BudgetSeconds = 10,
        Took = new Dictionary<string, double>(StringComparer.Ordinal) { [CheckNames.Overfit] = 1.5 },
        InitialLoss = new() { Loss = 0.71, Prior = 0.254, Uniform = 0.693 },
        Mixing = new() { Measure = "gradient", Dependence = [[0.5, 0], [1e-9, 0.25]], Influence = 4e-9 },
        Overfit = new() { Examples = 32, Steps = 3, First = 0.7, Loss = 0.2, Prior = 0.6, Errors = 0.25, MajorityErrors = 0.3, Curve = [0.7, 0.4, 0.2] },
        Omitted = [new(CheckNames.Padding, "padding is not read")],
    };

    static string Page((RunDocument Document, byte[] Record) run, params Finding[] findings) =>
        HtmlReport.Render(RunView.Of(run.Document with { Findings = findings }, RecordFile.Read(new MemoryStream(run.Record), "fake"))).Split("<script>")[0];

    static string[] All(string html, string pattern) => [.. Regex.Matches(html, pattern, RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value)];

    static Finding On(string figure, int number) => new() { Id = $"D{number:00}", Severity = FindingSeverity.Warning, Title = $"About {figure}.", Evidence = "", Remedy = "", Figure = figure };

    [Fact]
    public void Render_WholeRun_HasEveryFigureThatARuleCanName()
    {
        (RunDocument Document, byte[] Record) run = FakeRun.Lstm(epochs: 4, steps: 20, lenses: true);
        DataDocument data = run.Document.Data with { TrainCounts = [100, 10] };
        string html = Page((run.Document with { Data = data, Checks = Checks }, run.Record), [.. Figures.Select(On)]);

        Assert.All(Figures, figure => Assert.Single(All(html, $" id=\"{figure}\"")));
        Assert.All(Figures, figure => Assert.NotEmpty(All(html, $"href=\"#{figure}\"")));
    }

    [Fact]
    public void Render_Checks_EachWithWhatItMeasuredAndWhatItCameTo()
    {
        (RunDocument Document, byte[] Record) run = FakeRun.Tanh(epochs: 3, steps: 10);
        string html = Page((run.Document with { Checks = Checks }, run.Record), On(FigureNames.Checks, 29) with { Severity = FindingSeverity.Critical });

        Assert.Contains("<tr><td>initial loss</td><td><span class=\"passed\">✓ passed</span></td><td class=\"text\">0.71; the same for every class would give 0.693, the class frequencies 0.254</td>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><td>overfit one batch</td><td><span class=\"chip critical\">critical</span> <a class=\"id\" href=\"#finding-D29\">D29</a></td>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><td>padding</td><td><span class=\"id\">not made</span></td><td class=\"text\">padding is not read</td>", html, StringComparison.Ordinal);
        Assert.Contains("data-chart=\"check-overfit\"", html, StringComparison.Ordinal);
        Assert.Contains("data-chart=\"check-mixing\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RunWithoutARecord_HasNoDeadLink()
    {
        (RunDocument document, _) = FakeRun.Tanh(epochs: 3, steps: 10);
        string html = HtmlReport.Render(RunView.Of(document with { Findings = [.. Figures.Select(On)] }, null)).Split("<script>")[0];

        string[] targets = [.. All(html, "href=\"#[^\"]*\"").Select(link => link[7..^1])];
        Assert.Contains(FigureNames.Loss, targets);
        Assert.DoesNotContain(FigureNames.Gates, targets);
        Assert.All(targets, target => Assert.Single(All(html, $" id=\"{Regex.Escape(target)}\"")));
    }

    [Fact]
    public void Render_Verdict_NumberBesideItsThresholdAndConsequencesFolded()
    {
        string html = Page(FakeRun.Tanh(epochs: 4, steps: 20, lenses: true), Vanishing, Padding);

        string verdict = html[html.IndexOf("<div class=\"verdict\">", StringComparison.Ordinal)..html.IndexOf("id=\"overview\"", StringComparison.Ordinal)];
        Assert.Contains("The text is read where it is forgotten: half-lives of padding 9.5 (threshold: 1).", verdict, StringComparison.Ordinal);
        Assert.Contains("<summary>explains D07</summary><ul><li>First words get no gradient.", verdict, StringComparison.Ordinal);
        Assert.Contains("href=\"#figure-padding\"", verdict, StringComparison.Ordinal);
        Assert.InRange(All(verdict, "class=\"line").Length, 2, 5);
    }

    [Fact]
    public void Render_Finding_EvidenceSettingsRefutationConfidence()
    {
        string html = Page(FakeRun.Tanh(epochs: 3, steps: 10), Padding, Vanishing);

        Assert.Contains("<p>Median pads 11 &lt;b&gt;.</p>", html, StringComparison.Ordinal);
        Assert.Contains("<code class=\"copy\">--set text.padToLength=0</code> no padding In code: <code>SequenceBatch.FromIds(texts)</code>", html, StringComparison.Ordinal);
        Assert.Contains("<b>What would refute it:</b> The loss stays where it is without pads.", html, StringComparison.Ordinal);
        Assert.Contains("D05 · confidence high · first in epoch 2", html, StringComparison.Ordinal);
        Assert.Contains("<summary>What follows from it: D07</summary>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Actions_AreTold()
    {
        (RunDocument Document, byte[] Record) run = FakeRun.Tanh(epochs: 3, steps: 10);
        ActionDocument action = new() { Epoch = 1, Step = 7, Finding = "D08", Severity = FindingSeverity.Warning, Action = "clip", Message = "Epoch 1, step 7: D08, <b>: clipped to 0.75." };

        string html = Page((run.Document with { Actions = [action] }, run.Record));

        Assert.Contains("<td>D08</td><td>warning</td><td>clip</td><td>Epoch 1, step 7: D08, &lt;b&gt;: clipped to 0.75.</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("While it trained", Page(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Comparison_LinksStayWithTheirRun()
    {
        RunView[] runs = [.. new[] { FakeRun.Tanh(epochs: 3, steps: 10, lenses: true), FakeRun.Lstm(epochs: 3, steps: 10, lenses: true) }
            .Select(run => RunView.Of(run.Document with { Findings = [Padding, Vanishing] }, RecordFile.Read(new MemoryStream(run.Record), "fake")))];

        string html = HtmlReport.RenderComparison(runs).Split("<script>")[0];

        string[] targets = [.. All(html, "href=\"#[^\"]*\"").Select(link => link[7..^1])];
        Assert.Contains("run-0-finding-D05", targets);
        Assert.Contains("run-1-finding-D05", targets);
        Assert.Contains(FigureNames.Time, targets);
        Assert.DoesNotContain(FigureNames.Padding, targets);
        Assert.All(targets, target => Assert.Single(All(html, $" id=\"{Regex.Escape(target)}\"")));
    }
}
