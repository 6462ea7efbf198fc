namespace Unfold.Repository.Tests;

/// <summary>The figures of docs/theory are what the commands beside them draw.</summary>
public sealed class TheoryPageTests(LabPageRuns runs) : IClassFixture<LabPageRuns>
{
    [Theory]
    [InlineData("docs/theory/initialisation.md", "theory-start.svg", "unfold lab --out start", "start/lab-state.svg")]
    [InlineData("docs/theory/initialisation.md", "theory-start-centred.svg", "unfold lab --init centred --out centred", "centred/lab-state.svg")]
    [InlineData("docs/theory/vanishing-gradients.md", "lab-products-fresh.svg", "unfold lab --out products", "products/lab-products-fresh.svg")]
    public async Task Page_Figure_IsWhatItsCommandDraws(string page, string figure, string command, string file)
    {
        await runs.RunAsync(command);
        Assert.Contains($"../images/{figure}", Repository.Read(page), StringComparison.Ordinal);
        string kept = Path.Combine(Repository.Root, "docs/images", figure), drawn = Path.Combine(runs.Folder, file);
        if (Environment.GetEnvironmentVariable("UNFOLD_UPDATE") == "1") File.Copy(drawn, kept, overwrite: true);
        Assert.True(!LabPageRuns.Exact || File.ReadAllBytes(drawn).AsSpan().SequenceEqual(File.ReadAllBytes(kept)), $"docs/images/{figure} is not what this writes: {command}");
    }

    [Fact]
    public void Images_OfTheTheory_AreAllShown() =>
        Assert.All(Repository.Files("docs/images", "theory-*.svg").Select(Path.GetFileName), name => Assert.Contains(Repository.Files("docs/theory", "*.md"), page => Repository.Read(page).Contains(name!, StringComparison.Ordinal)));
}
