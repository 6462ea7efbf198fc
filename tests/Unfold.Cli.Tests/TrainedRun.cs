namespace Unfold.Cli.Tests;

/// <summary>A small run on made-up reviews, trained once for all tests that need one.</summary>
public sealed class TrainedRun : IAsyncLifetime
{
    readonly Scratch _scratch = new();

    public string Run => _scratch.In("run");

    public string Reviews => _scratch.In("reviews.csv");

    public CommandResult Training { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _scratch.WriteReviews("reviews.csv", count: 400);
        Training = await Unfolded.Run(
            "train", "--csv", Reviews, "--text", "review", "--label", "mood", "--epochs", "2", "--seed", "3", "--out", Run, "--json");
    }

    public Task DisposeAsync()
    {
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A copy of the run that a test may damage.</summary>
    internal static string Copy(string run, Scratch to)
    {
        string copy = to.In("copy");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(run)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
