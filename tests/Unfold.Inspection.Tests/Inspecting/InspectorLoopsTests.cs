using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Loops that tick by themselves.</summary>
public sealed class InspectorLoopsTests
{
    [Fact]
    public void Iterate_Items_TicksBetweenThemAndAfterTheLast()
    {
        using Inspector inspector = new Inspector(new LossMetrics()).Attach(new Linear(1, 1, new Rng(1)));
        List<(string, int)> seen = [];
        foreach (string item in inspector.Iterate(["a", "b", "c"]))
        {
            seen.Add((item, inspector.Epoch));
            inspector.PushLoss(1, 1);
        }

        Assert.Equal([("a", 0), ("b", 1), ("c", 2)], seen);
        Assert.Equal(3, inspector.Epoch);
        Assert.Equal([0, 1, 2], inspector.ReadRecord().Epochs.Epochs);
    }

    [Fact]
    public void Iterate_LeftEarly_LeavesTheLastItemWithoutATick()
    {
        using Inspector inspector = new Inspector(new LossMetrics()).Attach(new Linear(1, 1, new Rng(1)));
        foreach (int item in inspector.Iterate(Enumerable.Range(0, 9)))
        {
            if (item == 2)
                break;
        }
        Assert.Equal(2, inspector.Epoch);
    }

    [Fact]
    public void Epochs_OfAResumedRun_GoOnWhereItWasLeft()
    {
        using Inspector inspector = new Inspector(new LossMetrics()).Attach(new Linear(1, 1, new Rng(1)));
        Assert.Equal([0, 1], inspector.Epochs(2));
        Assert.Equal([2, 3, 4], inspector.Epochs(5));
        Assert.Empty(inspector.Epochs(3));
    }

    [Fact]
    public void Tick_EveryFewBatches_GivesFinerPoints()
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(new Linear(1, 1, new Rng(1)));
        foreach (int block in inspector.Iterate(Enumerable.Range(0, 3)))
        {
            inspector.PushLoss(block, 3);
            inspector.PushLoss(block + 4, 1);
        }
        RecordFile record = inspector.ReadRecord();

        Assert.Equal([1.0, 2, 3], record.Epochs.All(record.Epochs.Find(new("loss", "train", "loss"))!));
        Assert.Equal([0, 0, 1, 1, 2, 2], record.Steps.Epochs);
        Assert.Equal((2, 6), (loss.TrainBatches.Min, loss.TrainBatches.Max));
    }
}
