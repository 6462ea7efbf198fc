namespace Unfold.Tests.Sequences;

public class SequenceLayoutTests
{
    [Fact]
    public void Of_RaggedLengths_SortsLongestFirstAndStably()
    {
        // By hand: callers 2 (5 steps), then 0 and 4 (3 steps, in order), then 3 (1), then 1 (empty).
        SequenceLayout layout = SequenceLayout.Of([3, 0, 5, 1, 3]);
        Assert.Equal([2, 0, 4, 3, 1], layout.Order.ToArray());
        Assert.Equal([1, 4, 0, 3, 2], layout.Positions.ToArray());
        Assert.Equal([4, 3, 3, 1, 1], layout.ActiveCounts.ToArray());
        Assert.Equal([0, 4, 7, 10, 11], layout.StepOffsets.ToArray());
        Assert.Equal((5, 5, 12), (layout.Count, layout.MaxLength, layout.TotalSteps));
        Assert.Equal(8, layout.Row(0, 2));
    }

    [Fact]
    public void Load_Again_ForgetsTheLastBatch()
    {
        var batch = SequenceBatch.FromIds([[1, 2, 3, 4], [5]]);
        batch.Load([7, 8, 9], [1, 0, 3], [2, 1, 0]);
        Assert.Equal(3, batch.Count);
        Assert.Equal([8, 7, 9], batch.Ids.ToArray()); // step 0 of both, then step 1 of the first
        Assert.Equal([2, 1, 0], batch.Layout.Lengths.ToArray());
    }

    [Fact]
    public void Of_RandomLengths_EveryStepHasItsOwnRow()
    {
        var rng = new Rng(7);
        for (int trial = 0; trial < 50; trial++)
        {
            int[] lengths = [.. Enumerable.Range(0, rng.Next(20)).Select(_ => rng.Next(9))];
            SequenceLayout layout = SequenceLayout.Of(lengths);
            int[] rows = [.. lengths.SelectMany((length, i) => Enumerable.Range(0, length).Select(t => layout.Row(i, t)))];
            Assert.Equal(Enumerable.Range(0, lengths.Sum()), rows.Order());
        }
    }

    [Fact]
    public void NoSequences_IsALayout()
    {
        SequenceLayout layout = SequenceLayout.Of([]);
        Assert.Equal((0, 0, 0), (layout.Count, layout.MaxLength, layout.TotalSteps));
        Assert.Equal("no sequences", layout.ToString());
    }
}
