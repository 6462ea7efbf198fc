using Unfold.Inspection;

namespace Unfold.Reporting.Tests;

public sealed class EpochWatchTests
{
    [Fact]
    public void Last_OfARecord_GivesTheLastEpochsMedians()
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            int half = writer.AddColumn(RecordTable.Step, new("time", "rnn.l0", "halfLife"));
            int reach = writer.AddColumn(RecordTable.Step, new("time", "rnn.l0", "reach"));
            int ratio = writer.AddColumn(RecordTable.Step, new("updates", "fc.weight", "ratio"));
            int gate = writer.AddColumn(RecordTable.Step, new("updates", "lstm.weight_hh_l0[f]", "ratio"));
            int watching = writer.AddColumn(RecordTable.Epoch, new("inspector", "all", "watching"));
            for (int step = 0; step < 6; step++)
            {
                writer.BeginRow(RecordTable.Step, step, step / 3, 32);
                writer.Set(half, step == 5 ? double.PositiveInfinity : step);
                writer.Set(reach, step / 10.0);
                writer.Set(ratio, step);
                writer.Set(gate, step);
            }
            for (int epoch = 0; epoch < 2; epoch++)
            {
                writer.BeginRow(RecordTable.Epoch, (epoch * 3) + 3, epoch, 0);
                writer.Set(watching, 0.01 * (epoch + 1));
                writer.WriteArray(new("time", "rnn.l0", "profile"), (epoch * 3) + 3, epoch, 1, [0.5f, epoch + 1], start: -1);
            }
        }
        EpochWatch watch = EpochWatch.Last(RecordFile.Read(new MemoryStream(stream.ToArray()), "memory"))!;

        Assert.Equal(1, watch.Epoch);
        LayerWatch layer = Assert.Single(watch.Layers);
        Assert.Equal(("rnn.l0", -1, 4.0), (layer.Layer, layer.FirstLag, layer.HalfLife));
        Assert.Equal(0.4, layer.Reach, 1e-6);
        Assert.Equal([0.5, 2.0], layer.Profile);
        Assert.Equal("halves every 4.0 words, 40 % of it from beyond the last 5", layer.Words);
        Assert.Equal(("fc.weight", 4.0), Assert.Single(watch.UpdateRatios));
        Assert.Equal(0.02, watch.Watching, 1e-6);
        Assert.True(double.IsNaN(watch.Probing));
    }

    [Fact]
    public void Last_BeforeTheFirstEpochEnded_IsNothing()
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
            writer.BeginRow(RecordTable.Step, 0, 0, 1);
        Assert.Null(EpochWatch.Last(RecordFile.Read(new MemoryStream(stream.ToArray()), "memory")));
    }
}
