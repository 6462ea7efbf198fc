using Unfold.Reporting;

namespace Unfold.Fuzz.Tests;

/// <summary>The report of a run folder from a stranger: what the reader of run.json lets pass must be fit to be drawn, too.</summary>
sealed class ReportTarget : FileTarget
{
    public ReportTarget()
        : base("report", "run.json")
    {
        using Target run = new RunTarget(), record = new RecordTarget();
        (Seeds, Words) = (run.Seeds, run.Words);
        File.WriteAllBytes(Sandbox.In("record"), record.Seeds[0]);
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; }

    protected override void Read(string path) => HtmlReport.Write(Sandbox.Folder);
}
