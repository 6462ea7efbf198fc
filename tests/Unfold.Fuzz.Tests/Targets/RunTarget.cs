using System.Text;
using Unfold.Inspection;

namespace Unfold.Fuzz.Tests;

/// <summary>The documents of a run folder: run.json and metrics.jsonl.</summary>
sealed class RunTarget() : FileTarget("run", "run.json")
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Tests.Words.Of(
        """
        {"schemaVersion":1,"status":"finished","recipe":"r","out":"runs/r","seed":1,"data":{"name":"d","classes":["a","b"],"train":8,"validation":2},"model":{"summary":"LSTM","parameters":3,"tensors":[{"name":"w","shape":[1,2],"trainable":true}]},
        "epochs":[{"epoch":0,"train":{"loss":0.5},"validation":{"loss":0.6,"accuracy":"NaN"},"seconds":1.5,"confusion":[[1,0],[0,1]]}],"best":{"epoch":0,"loss":0.6},"baselines":[{"name":"majority","accuracy":0.5}]}
        """,
        """
        {"schemaVersion":1,"recipe":"r","out":"o","data":{"name":"d","classes":[]},"model":{"summary":"m"},"epochs":[],"verdict":["x"],"findings":[{"id":"D01","title":"t","evidence":"e","remedy":"r","severity":"warning","numbers":[{"name":"n","value":1}],"remedies":[{"text":"t","settings":{"a":"b"}}]}],
        "gradients":{"w":{"norm":{"median":1}}},"checks":{"took":{"a":1},"gradients":{"precision":"p","parameters":[{"name":"w"}]}},"actions":[{"finding":"D01","action":"stop","message":"m"}]}
        """);

    public override IReadOnlyList<byte[]> Words => Tests.Words.InJson([.. Seeds]);

    protected override void Read(string path) => RunFolder.Open(System.IO.Path.GetDirectoryName(path)!).Read();
}
