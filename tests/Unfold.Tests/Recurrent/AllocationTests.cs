using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

[Collection(SerialTests.Name)]
public class AllocationTests
{
    [Theory]
    [InlineData("rnn_tanh", 1), InlineData("rnn_tanh", 2), InlineData("lstm", 1), InlineData("lstm", 2), InlineData("gru", 1), InlineData("gru", 2)]
    public void SteadyTrainingStep_AllocatesTheSameForAnyBatchSize(string cell, int threads)
    {
        Execution.Threads = threads;
        try
        {
            (long smallOwn, long smallAll) = PerStep(cell, batch: 8);
            (long largeOwn, long largeAll) = PerStep(cell, batch: 160);
            Assert.InRange(largeOwn, 0, smallOwn + 64);
            Assert.InRange(largeAll, 0, smallAll + 1024); // other threads of the test host may allocate now and then
            Assert.InRange(largeOwn, 0, 32 * 1024);
        }
        finally
        {
            Execution.Threads = 0;
        }
    }

    /// <summary>Bytes of a step on this thread and on all threads, after the first steps have made their room.</summary>
    static (long Own, long All) PerStep(string cell, int batch)
    {
        const int Steps = 10;
        var model = new TinyModel(cell, batch, width: 32, maxLength: 20, new RecurrentOptions { Layers = 2, Bidirectional = true, Dropout = 0.1 });
        for (int i = 0; i < 5; i++) model.Step();
        (long own, long all) = (long.MaxValue, long.MaxValue);
        for (int attempt = 0; attempt < 15; attempt++)
        {
            (long ownBefore, long allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (int i = 0; i < Steps; i++) model.Step();
            own = Math.Min(own, (GC.GetAllocatedBytesForCurrentThread() - ownBefore) / Steps);
            all = Math.Min(all, (GC.GetTotalAllocatedBytes(precise: true) - allBefore) / Steps);
        }
        return (own, all);
    }
}
