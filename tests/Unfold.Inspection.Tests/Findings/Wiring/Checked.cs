namespace Unfold.Inspection.Tests;

/// <summary>Runs of which only checks, or only a few series, are known.</summary>
static class Checked
{
    public static Finding? Find(string id, ChecksDocument checks) => Rules.All.Single(rule => rule.Id == id).Check(new RunEvidence(new RunDocument { Checks = checks }));

    public static Finding? Find(string id, RecordFile record) => Rules.All.Single(rule => rule.Id == id).Check(new RunEvidence(record));

    /// <summary>What a rule says where nothing is known.</summary>
    public static Finding? Nothing(string id) => Find(id, new ChecksDocument()) ?? Rules.All.Single(rule => rule.Id == id).Check(new RunEvidence(new RunDocument()));

    /// <summary>A record of epochs with some numbers each.</summary>
    public static RecordFile Epochs(int count, params (string Lens, string Series, string Statistic, Func<int, double> Value)[] series)
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            int[] columns = [.. series.Select(entry => writer.AddColumn(RecordTable.Epoch, new(entry.Lens, entry.Series, entry.Statistic), RecordPrecision.Double))];
            for (int epoch = 0; epoch < count; epoch++)
            {
                writer.BeginRow(RecordTable.Epoch, epoch * 10, epoch, 0);
                for (int i = 0; i < columns.Length; i++)
                    writer.Set(columns[i], series[i].Value(epoch));
            }
        }
        return RecordFile.Read(new MemoryStream(stream.ToArray()), "test");
    }

    /// <summary>Every remedy's settings can be set, and nothing that a finding must say is missing.</summary>
    public static void IsComplete(Finding? finding)
    {
        Assert.NotNull(finding);
        Assert.All([finding.Title, finding.Evidence, finding.Remedy, finding.Refutation], text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.NotEmpty(finding.Numbers);
        Assert.NotEmpty(finding.Remedies);
        Assert.Contains("threshold", finding.Evidence, StringComparison.Ordinal);
        Assert.All(finding.Numbers.Where(number => number.ThresholdName is not null), number => Assert.Equal(Thresholds.Default[number.ThresholdName!], number.Threshold));
    }
}
