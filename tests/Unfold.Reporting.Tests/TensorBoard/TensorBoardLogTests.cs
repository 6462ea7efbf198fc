using Unfold.Inspection;

namespace Unfold.Reporting.Tests;

public sealed class TensorBoardLogTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("unfold-tb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Masked_OfTheStandardText_IsTheStandardValueMasked() =>
        Assert.Equal(unchecked(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u), EventReader.Masked("123456789"u8)); // RFC 3720

    [Fact]
    public void Write_OfARun_GivesEveryEpochsNumbersAndThinnedSteps()
    {
        string run = FakeRun.WriteTo(Path.Combine(_folder, "run"), FakeRun.Lstm(epochs: 3, steps: 250));

        string file = TensorBoardLog.Write(run, Path.Combine(_folder, "logs"));

        Assert.Equal(Path.Combine(_folder, "logs", "run"), Path.GetDirectoryName(file));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        List<EventReader.Entry> entries = EventReader.Read(File.ReadAllBytes(file));
        Assert.Equal("brain.Event:2", entries[0].FileVersion);
        RecordFile record = RecordFile.Read(Path.Combine(run, "record"));
        RecordColumn loss = record.Steps.Find(new("loss", "train", "loss"))!;
        EventReader.Entry[] scalars = [.. entries.Where(entry => entry.Tag == "loss/train/loss")];
        Assert.Equal(3 * 125, scalars.Length); // every second of 250 steps
        Assert.All(scalars, entry => Assert.Equal((float)loss.Values[(int)entry.Step], entry.Scalar));
        Assert.All(scalars, entry => Assert.Equal("scalars", entry.Plugin));
        EventReader.Entry[] histograms = [.. entries.Where(entry => entry.Tag == "loss/train/loss/epoch")];
        Assert.Equal(3, histograms.Length);
        double[] first = record.Steps.InEpoch(loss, 0);
        Assert.Equal((first.Min(), first.Max(), 250, 250), (histograms[0].Histogram!.Min, histograms[0].Histogram!.Max, histograms[0].Histogram!.Count, histograms[0].Histogram!.Counts.Sum()));
        Assert.Equal(first.Sum(), histograms[0].Histogram!.Sum, 1e-6);
        for (int i = 0; i < histograms[0].Histogram!.Limits.Length; i++)
        {
            double above = histograms[0].Histogram!.Limits[i], below = i == 0 ? double.NegativeInfinity : histograms[0].Histogram!.Limits[i - 1];
            Assert.Equal(first.Count(value => value > below && value <= above), histograms[0].Histogram!.Counts[i]);
        }
        foreach (IGrouping<string?, EventReader.Entry> tag in entries.Skip(1).GroupBy(entry => entry.Tag))
            Assert.Single(tag.Select(entry => entry.Plugin).Distinct()); // TensorBoard shows a tag in one dashboard only
        double[] times = [.. scalars.Select(entry => entry.WallTime)];
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Append_WhileTheRunGoesOn_WritesEveryEpochOnce()
    {
        using MemoryStream stream = new();
        using RecordWriter writer = new(stream, leaveOpen: true);
        int accuracy = writer.AddColumn(RecordTable.Epoch, new("loss", "validation", "accuracy"), RecordPrecision.Double);
        using TensorBoardLog log = new(_folder, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        List<EpochDocument> epochs = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            writer.BeginRow(RecordTable.Epoch, (epoch + 1) * 10, epoch, 0);
            writer.Set(accuracy, 0.5 + (epoch / 10.0));
            writer.WriteArray(new("states", "rnn.l0", "histogram"), epoch * 10, epoch, 1, [0, 3, 0, 1, 0], start: -1, spacing: 0.5);
            writer.Flush();
            epochs.Add(new() { Epoch = epoch, Seconds = 2, ValidationSeconds = 1 });
            RecordFile soFar = RecordFile.Read(new MemoryStream(stream.ToArray()), "memory");
            log.Append(soFar, epochs);
            log.Append(soFar, epochs);
        }

        using FileStream open = new(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        List<EventReader.Entry> entries = EventReader.Read(bytes);

        Assert.Equal([0.5f, 0.6f, 0.7f], entries.Where(entry => entry.Tag == "loss/validation/accuracy").Select(entry => entry.Scalar!.Value));
        Assert.Equal([1_700_000_003.0, 1_700_000_006.0, 1_700_000_009.0], entries.Where(entry => entry.Tag == "loss/validation/accuracy").Select(entry => entry.WallTime));
        EventReader.Histogram histogram = entries.First(entry => entry.Tag == "states/rnn.l0/histogram").Histogram!;
        Assert.Equal([0.0, 0.5, 1.0], histogram.Limits);
        Assert.Equal([3.0, 0.0, 1.0], histogram.Counts);
        Assert.Equal((-0.5, 1.0, 4.0), (histogram.Min, histogram.Max, histogram.Count));
        Assert.Equal((3 * -0.25) + 0.75, histogram.Sum);
    }

    [Fact]
    public void Write_OfARunWithoutRecord_SaysWhatToDo()
    {
        string run = FakeRun.WriteTo(Path.Combine(_folder, "bare"), FakeRun.Lstm(epochs: 1, steps: 2));
        File.Delete(Path.Combine(run, "record"));

        var error = Assert.Throws<DataException>(() => TensorBoardLog.Write(run, _folder));

        Assert.Equal($"{run}: expected a record, which TensorBoard's log is made of, got none. Train with inspection.enabled=true.", error.Message);
    }
}
