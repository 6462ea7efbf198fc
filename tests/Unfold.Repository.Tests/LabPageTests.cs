namespace Unfold.Repository.Tests;

/// <summary>Every number, table, figure and line of code of docs/lab.md is what its command prints, draws or is made of.</summary>
/// <remarks>
/// Seconds are not compared. With UNFOLD_UPDATE=1 the page's blocks and its figures are written anew; numbers in sentences are edited by hand. What trains on UD
/// English EWT is run where UNFOLD_DATA names a folder that has it.
/// </remarks>
public sealed class LabPageTests(LabPageRuns runs) : IClassFixture<LabPageRuns>
{
    const string Path = "docs/lab.md";

    static bool Updates => Environment.GetEnvironmentVariable("UNFOLD_UPDATE") == "1";

    [Fact]
    public void Page_NumbersAndCode_AreThoseOfTheCommands()
    {
        LabPage page = new(Repository.Read(Path));
        if (Updates) File.WriteAllText(System.IO.Path.Combine(Repository.Root, Path), (page = new LabPage(page.Updated(runs.Outputs))).Text);

        string problems = string.Join('\n', page.Problems(runs.Outputs, LabPageRuns.Exact));
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void Page_Figures_AreThoseThatTheCommandsWrite()
    {
        LabPage page = new(Repository.Read(Path));
        foreach (LabPage.Figure figure in page.Figures.Where(figure => runs.Outputs.ContainsKey(figure.Command)))
        {
            string kept = System.IO.Path.Combine(Repository.Root, "docs", figure.Path), drawn = System.IO.Path.Combine(runs.Folder, figure.File);
            if (Updates) File.Copy(drawn, kept, overwrite: true);
            else if (LabPageRuns.Exact || !figure.File.EndsWith("-difference.svg", StringComparison.Ordinal))
                Assert.True(File.ReadAllBytes(drawn).AsSpan().SequenceEqual(File.ReadAllBytes(kept)), $"docs/{figure.Path} is not what this writes: {figure.Command}");
        }
        Assert.Equal(Repository.Files("docs/images", "lab-*.svg").Select(System.IO.Path.GetFileName).Order(), page.Figures.Select(figure => System.IO.Path.GetFileName(figure.Path)).Order());
    }

    /// <summary>One digit of one number at a time, in the tables and in the sentences.</summary>
    [Fact]
    public void Page_ANumberAltered_IsFound()
    {
        LabPage page = new(Repository.Read(Path));
        string[] lines = page.Text.Split('\n');
        int altered = 0;
        List<string> missed = [];
        foreach (LabPage.Block block in page.Blocks.Where(block => runs.Outputs.ContainsKey(block.Command)))
        {
            for (int line = block.First; line <= block.Last; line++) Alter(line, [.. LabPage.AnyNumber.Matches(LabPage.Timeless(lines[line])).Select(match => match.Index + match.Length - 1)]);
        }
        foreach (LabPage.Number number in page.Numbers) Alter(number.Line, [number.Column + number.Text.Length - 1]);

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.True(altered > 300, $"{altered} numbers were altered.");

        void Alter(int line, int[] places)
        {
            foreach (int place in places)
            {
                string kept = lines[line];
                lines[line] = $"{kept[..place]}{(kept[place] == '9' ? '0' : (char)(kept[place] + 1))}{kept[(place + 1)..]}";
                if (!new LabPage(string.Join('\n', lines)).Problems(runs.Outputs, exact: true).Any()) missed.Add($"{Path}:{line + 1}: {lines[line]}");
                lines[line] = kept;
                altered++;
            }
        }
    }
}
