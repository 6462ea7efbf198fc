namespace Unfold.Inspection.Tests;

/// <summary>The rules of wiring on the record alone: what a stranger's loop leaves.</summary>
public sealed class RecordRuleTests
{
    [Theory]
    [InlineData(0.0009, 0.5, true)]
    [InlineData(0.0011, 0.5, false)]
    [InlineData(0.0009, 0.005, false)] // hardly anything moves: the size of the steps
    public void D20_TensorThatDoesNotMove_IsFoundWhereOthersDo(double distance, double others, bool found)
    {
        Finding? finding = Checked.Find("D20", Checked.Epochs(2,
            ("updates", "a", "distance", _ => distance), ("weights", "a", "norm", _ => 10), ("updates", "b", "distance", _ => others), ("weights", "b", "norm", _ => 10)));
        Assert.Equal(found, finding is not null);
        if (!found)
            return;
        Checked.IsComplete(finding);
        Assert.Equal("After epoch 1 the distance from the start is at most 9E-05 of the norm in a (threshold: 0.0001), and up to 0.05 in the others.", finding!.Evidence);
    }

    [Theory]
    [InlineData(3, 0.695, 0.04, true)]
    [InlineData(2, 0.695, 0.04, false)]
    [InlineData(3, 0.71, 0.04, false)]
    [InlineData(3, 0.695, 0.06, false)]
    public void D30_AnswersThatDoNotDependOnTheText_AreFound(int epochs, double exchanged, double spread, bool found)
    {
        Finding? finding = Checked.Find("D30", Checked.Epochs(epochs, ("checks", "input", "own", _ => 0.69), ("checks", "input", "exchanged", _ => exchanged), ("checks", "input", "spread", _ => spread)));
        Assert.Equal(found, finding is not null);
        if (!found)
            return;
        Checked.IsComplete(finding);
        Assert.Equal("On the probe's texts the loss is 0.69, and 0.695 with the texts exchanged (threshold: 1.00 % apart); the logits differ by 0.04 between texts (threshold: 0.05).", finding!.Evidence);
    }

    [Fact]
    public void D32_SoftmaxInEveryEpoch_IsFound()
    {
        static RecordFile Of(double fromOne) => Checked.Epochs(3,
            ("checks", "outputs", "smallest", _ => 0.1), ("checks", "outputs", "largest", _ => 0.6), ("checks", "outputs", "fromOne", _ => fromOne), ("checks", "outputs", "columns", _ => 4));
        Finding? finding = Checked.Find("D32", Of(1e-5));

        Checked.IsComplete(finding);
        Assert.Equal("Outputs from 0.1 to 0.6 in epochs 0 to 2 that sum to one for every text within 1E-05 (threshold: 0.0001).", finding!.Evidence);
        Assert.Null(Checked.Find("D32", Of(2e-4)));
    }

    [Fact]
    public void D41_DropoutInValidation_IsFound()
    {
        Finding? finding = Checked.Find("D41", Checked.Epochs(2, ("checks", "validation", "dropout", epoch => epoch)));

        Checked.IsComplete(finding);
        Assert.Equal(1, finding!.Epoch);
        Assert.Null(Checked.Find("D41", Checked.Epochs(2, ("checks", "validation", "dropout", _ => 0))));
    }

    [Theory]
    [InlineData(0.2, 0.1, 20, true)]
    [InlineData(0.2, 0.04, 20, false)]
    [InlineData(0.2, 0.1, 10, false)]
    public void D42_CostOfWatching_IsNoted(double watching, double probing, double seconds, bool found)
    {
        Finding? finding = Checked.Find("D42", Checked.Epochs(2, ("inspector", "all", "watching", _ => watching), ("inspector", "all", "probing", _ => probing), ("inspector", "all", "seconds", _ => seconds)));
        Assert.Equal(found, finding is not null);
        if (found)
            Checked.IsComplete(finding);
    }

    [Fact]
    public void D44_PassesInTheRecord_AreNamed() =>
        Checked.IsComplete(Checked.Find("D44", Checked.Epochs(1, ("checks", "lstm.l0", "passes", _ => 2))));

    [Theory]
    [InlineData(0.4333, 0.5, true)] // the batches' means 0.3, 0.5, 0.5 of 10, 10, 1
    [InlineData(0.4095, 0.5, false)] // over examples
    [InlineData(0.42, 0.5, false)] // something else
    public void D45_MeanOfMeans_IsFound(double pushed, double last, bool found)
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            int loss = writer.AddColumn(RecordTable.Validation, new("loss", "validation", "loss"), RecordPrecision.Double);
            int metric = writer.AddColumn(RecordTable.Epoch, new("loss", "validation", "mine"), RecordPrecision.Double);
            foreach ((double value, int size) in ((double, int)[])[(0.3, 10), (0.5, 10), (last, 1)])
            {
                writer.BeginRow(RecordTable.Validation, 9, 0, size);
                writer.Set(loss, value);
            }
            writer.BeginRow(RecordTable.Epoch, 9, 0, 0);
            writer.Set(metric, pushed == 0.4333 ? (0.3 + 0.5 + last) / 3 : pushed);
        }
        Finding? finding = Checked.Find("D45", RecordFile.Read(new MemoryStream(stream.ToArray()), "test"));
        Assert.Equal(found, finding is not null);
        if (!found)
            return;
        Checked.IsComplete(finding);
        Assert.Equal("In epoch 0 it is 0.4333, as is the mean of the batches' means; over examples it is 0.4048: 7.06 % apart (threshold: 0.10 %; equal within 1E-06).", finding!.Evidence);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.98, false)]
    public void D46_EpochsThatBeginWithAFirstStep_AreFound(double first, bool found)
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            int loss = writer.AddColumn(RecordTable.Step, new("loss", "train", "loss"), RecordPrecision.Double), gradient = writer.AddColumn(RecordTable.Step, new("gradients", "all", "norm"), RecordPrecision.Double);
            int update = writer.AddColumn(RecordTable.Step, new("updates", "fc.weight", "norm"), RecordPrecision.Double);
            for (int step = 0; step < 30; step++)
            {
                writer.BeginRow(RecordTable.Step, step, step / 10, 8);
                writer.Set(loss, 0.5);
                writer.Set(gradient, 1);
                writer.Set(update, step == 0 ? 1 : step % 10 == 0 ? first : 0.3);
            }
        }
        Finding? finding = Checked.Find("D46", RecordFile.Read(new MemoryStream(stream.ToArray()), "test"));
        Assert.Equal(found, finding is not null);
        if (found)
            Checked.IsComplete(finding);
    }
}
