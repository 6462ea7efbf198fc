using Unfold.Inspection;

namespace Unfold.Fuzz.Tests;

/// <summary>An epoch a line: metrics.jsonl.</summary>
sealed class EpochsTarget : FileTarget
{
    public EpochsTarget()
        : base("epochs", "metrics.jsonl") => File.WriteAllText(Sandbox.In("run.json"), "{}");

    public override IReadOnlyList<byte[]> Seeds { get; } = Tests.Words.Of(
        """
        {"epoch":0,"train":{"loss":0.5},"validation":{"loss":0.6,"accuracy":"NaN"},"seconds":1.5,"confusion":[[1,0],[0,1]]}
        {"epoch":1,"train":{"loss":0.4},"validation":{"loss":0.5},"seconds":1.5}

        """);

    public override IReadOnlyList<byte[]> Words => Tests.Words.InJson([.. Seeds]);

    protected override void Read(string path) => RunFolder.Open(System.IO.Path.GetDirectoryName(path)!).ReadEpochs();
}
