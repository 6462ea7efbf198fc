using System.Text.Json;

namespace Unfold.Cli.Tests;

public sealed class BenchTests
{
    [Fact]
    public async Task Bench_Json_OneDocumentWithEveryWorkload()
    {
        CommandResult result = await Unfolded.Run("bench", "cell:lstm,5,4,3,6", "gemm:16,16,16", "pos-rnn", "twitter-tanh", "--steps", "3", "--threads", "2", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] entries = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(["cell:lstm,5,4,3,6", "gemm:16,16,16", "pos-rnn", "twitter-tanh"], entries.Select(entry => entry.GetProperty("workload").GetString()!));
        Assert.All(entries, entry =>
        {
            Assert.Equal(["workload", "threads", "medianMs", "minMs", "gflops", "allocatedBytesPerStep"], entry.EnumerateObject().Select(member => member.Name));
            Assert.Equal(2, entry.GetProperty("threads").GetInt32());
            Assert.InRange(entry.GetProperty("minMs").GetDouble(), double.Epsilon, entry.GetProperty("medianMs").GetDouble());
            Assert.True(entry.GetProperty("gflops").GetDouble() > 0);
        });
    }

    [Fact]
    public async Task Bench_Watched_StillMeasures() =>
        Assert.Equal(0, (await Unfolded.Run("bench", "twitter-lstm", "--steps", "2", "--watch", "--json")).ExitCode);

    [Fact]
    public void Flops_Lstm_IsThatOfItsProducts()
    {
        // 5 steps of 4 sequences, 3 inputs, 6 hidden: 20 rows; four gates of 6 rows; forward, weight gradient, input gradient.
        var workload = new Workload("w", BenchCell.Lstm, 4, new Lengths.Fixed(5), 3, 6) { Target = BenchTarget.Sum };

        // The state is zeros at the first of the 5 steps: 16 rows forward and back, 20 for the weight gradient.
        Assert.Equal((2 * 20 * 24 * 3 * 3) + (2 * (16 + 16 + 20) * 24 * 6), workload.Flops(20, inputGradient: true));
        Assert.Equal((2 * 20 * 24 * 3 * 2) + (2 * (16 + 16 + 20) * 24 * 6), workload.Flops(20, inputGradient: false));
    }

    [Fact]
    public void Lengths_Reviews_AreWithinTheirBoundsAndNearTheirMean()
    {
        int[] lengths = new Lengths.Reviews(500).Draw(4000, new Rng(1));

        Assert.InRange(lengths.Min(), 10, 60);
        Assert.Equal(500, lengths.Max());
        Assert.InRange(lengths.Average(), 195, 225);
    }
}
