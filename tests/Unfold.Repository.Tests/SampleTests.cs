using System.Diagnostics;

namespace Unfold.Repository.Tests;

/// <summary>The samples run, print what they claim, and are the code that the README shows.</summary>
public class SampleTests
{
    [Fact]
    public async Task InMemory_TellsNegationsApart()
    {
        string output = await RunAsync("InMemory");
        Assert.Equal(
            ["positive", "negative", "negative", "positive"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[25..33]));
    }

    [Fact]
    public async Task OwnLoop_LearnsAndSeesItsGradients()
    {
        string[] lines = (await RunAsync("OwnLoop")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Length);
        double first = double.Parse(lines[0]["epoch 0: loss ".Length..]), last = double.Parse(lines[3]["epoch 3: loss ".Length..]);
        Assert.True(last < first / 10, string.Join('\n', lines));
        double[] shares = [.. lines[4..].Select(line => double.Parse(line.Split(' ')[6], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(shares[3] > 5 * shares[0], string.Join('\n', lines)); // it learns what came first once the gradient reaches it
    }

    [Fact]
    public async Task OwnLens_SeesTheAnswersSpread()
    {
        string[] lines = (await RunAsync("OwnLens")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[] spreads = [.. lines.Select((line, epoch) => double.Parse(line[$"epoch {epoch}: spread of the answers ".Length..]))];
        Assert.Equal(4, spreads.Length);
        Assert.Equal(spreads.Order(), spreads); // the surer the answers, the further apart
        Assert.True(spreads[0] > 0.1);
    }

    [Fact]
    public void OwnLens_IsAClassOfFiftyLines()
    {
        string[] lines = Repository.Read("samples/OwnLens/Program.cs").Split('\n');
        int begin = Array.FindIndex(lines, line => line.StartsWith("sealed class", StringComparison.Ordinal)), end = Array.FindIndex(lines, begin, line => line == "}");
        Assert.InRange(end - begin + 1, 10, 50);
    }

    [Theory]
    [InlineData("samples/InMemory/Program.cs")]
    [InlineData("samples/OwnLoop/Program.cs")]
    public void Readme_ShowsTheSampleAsItIs(string sample)
    {
        string code = string.Join('\n', Repository.Read(sample).Split('\n').SkipWhile(line => line.StartsWith("//", StringComparison.Ordinal))).Trim();
        Assert.Contains($"```csharp\n{code}\n```", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    /// <summary>Runs a sample in a folder of its own.</summary>
    static async Task<string> RunAsync(string sample)
    {
        string folder = Directory.CreateTempSubdirectory("unfold-sample").FullName;
        try
        {
            var start = new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll")])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}: {await errors}");
            return output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
