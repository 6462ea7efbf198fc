using System.Globalization;
using System.Text;
using Unfold.Inspection;

namespace Unfold.Training.Tests;

/// <summary>Tells whether two runs came to the same: weights to the byte, every metric and every number of the record to the bit.</summary>
static class SameRun
{
    /// <summary>Fails with all that differs.</summary>
    public static void Check(string expected, string got)
    {
        IReadOnlyList<string> differences = Differences(expected, got);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>All that differs, in words; what the clock decides is left out.</summary>
    static List<string> Differences(string expected, string got)
    {
        var all = new List<string>();
        foreach (string file in (string[])["model.safetensors", "model.json"])
        {
            if (!File.ReadAllBytes(Path.Combine(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(got, file)))) all.Add($"{file} has other bytes");
        }
        (RunFolder one, RunFolder two) = (RunFolder.Open(expected), RunFolder.Open(got));
        Compare("run.json", Words(one.Read()), Words(two.Read()), all);
        Compare("metrics.jsonl", [.. one.ReadEpochs().Select(Words)], [.. two.ReadEpochs().Select(Words)], all);
        if (File.Exists(one.RecordFile)) Compare("record", Words(RecordFile.Read(one.RecordFile)), Words(RecordFile.Read(two.RecordFile)), all);
        return all;
    }

    static void Compare(string what, List<string> expected, List<string> got, List<string> all)
    {
        foreach (string line in expected.Except(got).Take(10)) all.Add($"{what} lacks {line}");
        foreach (string line in got.Except(expected).Take(10)) all.Add($"{what} has beside {line}");
        if (expected.Count != got.Count) all.Add($"{what} has {got.Count} lines and not {expected.Count}");
    }

    static string Words(EpochDocument epoch) => RunJson.WriteLine(epoch with { Seconds = 0, ValidationSeconds = 0, TokensPerSecond = 0 });

    static List<string> Words(RunDocument run) =>
    [
        $"{run.Status} {run.Ended}", .. run.Epochs.Select(Words), $"best {run.Best?.Epoch} {Words(run.Best?.Validation)}", $"test {Words(run.Test)}",
        $"threshold {run.Threshold?.Value:R} {run.Threshold?.ChosenOn}", .. run.Actions.Select(action => action.Message),
        .. run.Findings.Select(finding => $"{finding.Id} {finding.Severity} {finding.Evidence}"), .. run.Gradients.Select(gradient => $"{gradient.Key} {gradient.Value.Norm} {gradient.Value.Cosine}"),
        .. run.Baselines.Select(baseline => baseline.Name),
    ];

    static string Words(MetricValues? metrics) => metrics is null ? "none" : string.Join(' ', metrics.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value:R}")));

    static List<string> Words(RecordFile record)
    {
        var lines = new List<string>();
        foreach (RecordRows rows in record.Tables)
        {
            foreach (RecordColumn column in rows.Columns.Where(column => column.Key.Lens != "inspector"))
            {
                var line = new StringBuilder($"{rows.Table} {column.Key}:");
                for (int row = 0; row < rows.Count; row++)
                {
                    if (column.Has(row)) line.Append(CultureInfo.InvariantCulture, $" {rows.Epochs[row]}.{rows.Steps[row]}/{rows.BatchSizes[row]}={column.Values[row]:R}");
                }
                if (line[^1] != ':') lines.Add(Short(line.ToString()));
            }
        }
        lines.AddRange(record.Arrays.Select(array => Short(string.Create(CultureInfo.InvariantCulture, $"array {array.Key} {array.Epoch}.{array.Step}: {string.Join(' ', array.Values)}"))));
        lines.AddRange(record.Notes.Where(note => note.Key.Series != "all" || note.Key.Lens != "run").Select(note => Short($"note {note.Key} {note.Epoch}.{note.Step}: {note.Json}")));
        return lines;
    }

    /// <summary>The beginning, and a sum of the rest.</summary>
    static string Short(string line) => line.Length < 200 ? line : $"{line[..200]}… {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..12]}";
}
