using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

public sealed class FollowRecordTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FollowRecord_EpochAfterEpoch_IsTheRecordAndGrows(bool onDisk)
    {
        string path = Path.Combine(Path.GetTempPath(), $"unfold-follow-{Guid.NewGuid():N}");
        try
        {
            var model = new Linear(2, 1, rng: new Rng(1));
            var optimizer = new Sgd(model.Parameters, new SgdOptions { LearningRate = 0.1 });
            using var inspector = new Inspector(new LossMetrics(), new ParameterGradientGeometry());
            inspector.Attach(model, optimizer, onDisk ? path : null);
            RecordFile? followed = null;
            for (int epoch = 0; epoch < 3; epoch++)
            {
                for (int step = 0; step < 4; step++)
                {
                    Tensor loss = Ops.Sum(model.Forward(Tensor.From([1f, 2f], new Shape(1, 2))));
                    loss.Backward();
                    inspector.PushLoss(loss.Item(), 1);
                    optimizer.Step();
                }
                inspector.TickEpoch();
                RecordFile now = inspector.FollowRecord();
                Assert.Equal(4 * (epoch + 1), now.Steps.Count);
                Assert.Equal(epoch + 1, now.Epochs.Count);
                Assert.True(followed is null || ReferenceEquals(followed, now));
                followed = now;
            }
            SeriesKey norm = new("gradients", "all", "norm");
            RecordFile whole = inspector.ReadRecord();
            Assert.Equal(whole.Steps.Find(norm)!.Values, followed!.Steps.Find(norm)!.Values);
            RunEvidence last = new(new RunDocument(), followed) { FirstEpoch = 2 };
            Assert.Equal(4, last.Steps("gradients", "all", "norm").Count);
            Assert.Equal(12, new RunEvidence(new RunDocument(), followed).Steps("gradients", "all", "norm").Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void FollowRecord_NeverAttached_SaysWhatToDo()
    {
        using var inspector = new Inspector();

        Assert.Equal("Inspector.FollowRecord: expected a model to have been attached, got none. Call Attach first.", Assert.Throws<InvalidOperationException>(inspector.FollowRecord).Message);
    }
}
