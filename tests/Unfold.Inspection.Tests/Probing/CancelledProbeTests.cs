namespace Unfold.Inspection.Tests;

/// <summary>A probe at an epoch's end that is ended from outside leaves a record that can be read.</summary>
public sealed class CancelledProbeTests
{
    [Fact]
    public void TickEpoch_ProbeCancelledAtAnyQuestion_RecordStaysReadable()
    {
        int all = Questions(int.MaxValue, out RecordFile whole);
        Assert.True(all > 5, $"{all}");
        Assert.Equal(2, whole.Epochs.Count);
        for (int at = 1; at <= all; at++)
        {
            Assert.Equal(at, Questions(at, out RecordFile record));
            Assert.Equal(2, record.Epochs.Count); // the epoch before, and as much of this one as was known
        }
    }

    /// <summary>Two epochs; in the second the probes are cancelled at a question.</summary>
    static int Questions(int stopAt, out RecordFile record)
    {
        var net = new TextNet("gru");
        Probe plain = net.Probe(TextNet.Texts(3, 30, [5, 4, 7, 2]));
        (int asked, bool second) = (0, false);
        var probe = new Probe(plain.Sequences, plain.Labels, batch =>
        {
            if (second && ++asked == stopAt) throw new OperationCanceledException();
            return net.Forward(batch);
        });
        using Inspector inspector = new Inspector(LensSets.All()) { Probe = probe, ProbeBudget = 1000 }.Attach(net);
        inspector.TickEpoch();
        second = true;
        if (stopAt == int.MaxValue) inspector.TickEpoch();
        else Assert.Throws<OperationCanceledException>(() => inspector.TickEpoch());
        record = inspector.ReadRecord();
        inspector.Detach();
        return asked;
    }
}
