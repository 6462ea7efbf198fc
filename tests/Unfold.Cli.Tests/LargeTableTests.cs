using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Unfold.Cli.Tests;

/// <summary>
/// Trains on a table that is larger than the memory it may have for objects, rows and token ids in a file, and measures how the process's own memory grows with the rows.
/// The larger table has 48 MB, or as many as <c>UNFOLD_BIG_MB</c> says.
/// </summary>
public sealed class LargeTableTests(ITestOutputHelper told)
{
    /// <summary>What docs/reliability.md says of a row.</summary>
    const int BytesOfARow = 100;

    [Fact]
    public async Task Train_TableLargerThanItsMemory_EndsAndGrowsByFewBytesARow()
    {
        long bytes = long.Parse(Environment.GetEnvironmentVariable("UNFOLD_BIG_MB") ?? "48", CultureInfo.InvariantCulture) << 20;
        using var scratch = new Scratch();
        long heap = bytes / 8 * 7; // less than the text alone has as bytes, and as UTF-16 it has twice as many
        (long rows, long peak) small = await Train(bytes / 4), large = await Train(bytes);
        told.WriteLine($"{small.rows:N0} rows: {small.peak >> 20} MB; {large.rows:N0} rows: {large.peak >> 20} MB, of them objects at most {heap >> 20} MB.");
        if (large.peak == 0) return; // no /proc to ask
        Assert.True(large.peak - small.peak < BytesOfARow * (large.rows - small.rows), $"{(double)(large.peak - small.peak) / (large.rows - small.rows):0} bytes a row");

        async Task<(long Rows, long Peak)> Train(long size)
        {
            long rows = Write(scratch.In("large.csv"), size);
            string run = scratch.In($"run-{size}");
            using Process process = Unfolded.StartWith(
                [("DOTNET_GCHeapHardLimit", $"0x{heap:x}")],
                "train", "--csv", scratch.In("large.csv"), "--text", "text", "--label", "label", "--out", run, "--epochs", "1", "--no-report", "--quiet", "--set", "data.store=file",
                "--set", "training.examples=2000", "--set", "model.embedding=8", "--set", "model.hidden=8", "--set", "data.validationShare=0.05", "--set", "data.sampleRows=2000", "--set", "doctor.checks=false");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            long peak = 0;
            for (Task ended = process.WaitForExitAsync(); !ended.IsCompleted; await Task.WhenAny(ended, Task.Delay(10))) peak = Math.Max(peak, PrivateBytes(process.Id));
            await output;
            Assert.True(process.ExitCode == 0, await error);
            Assert.Equal(rows, Rows(run));
            Assert.Empty(Directory.GetFiles(run, ".*"));
            return (rows, peak);
        }
    }

    static long Rows(string run)
    {
        var data = Inspection.RunFolder.Open(run).Read().Data;
        Assert.Equal(2000, data.Audit?.Sample?.Train);
        return data.Train + data.Validation;
    }

    /// <summary>Memory that no file stands behind: what the process itself needs, which a page of a mapped file is not.</summary>
    static long PrivateBytes(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(8, line.Length - 10), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Texts of some fifteen words of a few thousand, one of which answers.</summary>
    static long Write(string path, long bytes)
    {
        var rng = new Rng(1);
        string[] phrases = [.. Enumerable.Range(0, 5_000).Select(_ => string.Join(' ', Enumerable.Range(0, 7).Select(_ => $"word{(int)(4_000 * Math.Pow(rng.NextDouble(), 3))}")))];
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        file.Write("text,label\n");
        long rows = 0;
        for (long written = 0; written < bytes; rows++)
        {
            bool good = rng.Next(2) == 0;
            string row = $"{phrases[rng.Next(phrases.Length)]} {(good ? "superb" : "dull")} {phrases[rng.Next(phrases.Length)]},{(good ? "good" : "bad")}\n";
            file.Write(row);
            written += row.Length;
        }
        return rows;
    }
}
