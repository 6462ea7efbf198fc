namespace Unfold.Training.Tests;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Judge_SmallGains_DoNotCountButBestIsKept()
    {
        var stopping = new EarlyStopping(patience: 2, minGain: 1e-3, higherIsBetter: false);
        Assert.True(stopping.Judge(0, 0.5));
        Assert.True(stopping.Judge(1, 0.4995)); // better, but not by enough to wait on
        Assert.Equal((1, 1, false), (stopping.Waited, stopping.BestEpoch, stopping.Over));
        Assert.True(stopping.Judge(2, 0.498)); // more than 0.001 below 0.5
        Assert.Equal((0, 2), (stopping.Waited, stopping.BestEpoch));
        Assert.False(stopping.Judge(3, 0.6));
        Assert.False(stopping.Over);
        Assert.False(stopping.Judge(4, double.NaN));
        Assert.Equal((true, 2, 0.498), (stopping.Over, stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void Judge_Score_HigherIsBetterAndNoPatienceNeverEnds()
    {
        var stopping = new EarlyStopping(patience: 0, minGain: 0, higherIsBetter: true);
        Assert.True(stopping.Judge(0, 0.5));
        for (int epoch = 1; epoch < 50; epoch++) Assert.False(stopping.Judge(epoch, 0.4));
        Assert.False(stopping.Over);
        Assert.Equal((0, 0.5), (stopping.BestEpoch, stopping.Best));
    }
}
