using Unfold.Inspection;

namespace Unfold.Cli.Tests;

/// <summary>Whoever writes into a folder that another run writes to is refused, in one sentence.</summary>
public sealed class SharedOutTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("train", "--seeds", "2")]
    [InlineData("compare")]
    [InlineData("sweep", "--grid", "seed=1,2")]
    public async Task Verb_FolderThatAnotherRunWritesTo_ExitCode2(string verb, params string[] more)
    {
        using var scratch = new Scratch();
        string recipe = scratch.Write("r.json", $$"""{ "name": "r", "data": { "name": "csv", "file": "{{scratch.WriteReviews("r.csv").Replace('\\', '/')}}", "text": "review", "label": "mood" } }""");
        using RunLock held = RunLock.Take(RunFolder.Create(scratch.In("run")).Path);

        CommandResult result = await Unfolded.Run([verb, recipe, .. more, "--out", scratch.In("run")]);

        Assert.Equal($"Run folder {scratch.In("run")}: expected a folder that no other run writes to, got one that is in use. Wait until that run has ended, or choose another folder with --out.", result.Sentence);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal([".lock"], Directory.GetFileSystemEntries(scratch.In("run")).Select(Path.GetFileName));
    }
}
