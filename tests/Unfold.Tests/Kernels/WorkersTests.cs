using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class WorkersTests
{
    readonly struct Count(int[] hits) : IWork
    {
        public void Run(int block) => Interlocked.Increment(ref hits[block]);
    }

    readonly struct Nested(int[] hits, int width) : IWork
    {
        public void Run(int block) => Workers.Run(new Offset(hits, block * width), width);
    }

    readonly struct Offset(int[] hits, int start) : IWork
    {
        public void Run(int block) => Interlocked.Increment(ref hits[start + block]);
    }

    readonly struct Fail : IWork
    {
        public void Run(int block)
        {
            if (block == 5)
                throw new InvalidOperationException("block five");
        }
    }

    readonly struct Stopping(int[] hits, int at, CancellationTokenSource stop) : IWork
    {
        public void Run(int block)
        {
            Interlocked.Increment(ref hits[block]);
            if (block == at)
                stop.Cancel();
            else if (block > at) // begun by another thread before the token was asked
                Assert.True(stop.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)), "Nobody stopped.");
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5)]
    public void Run_DoesEveryBlockOnce(int threads)
    {
        WithThreads(threads, () =>
        {
            for (int round = 0; round < 300; round++)
            {
                var hits = new int[round % 40];
                Workers.Run(new Count(hits), hits.Length);
                Assert.All(hits, static h => Assert.Equal(1, h));
            }
        });
    }

    [Fact]
    public void Run_WithinRun_DoesEveryBlockOnce() => WithThreads(3, () =>
    {
        var hits = new int[12 * 9];
        Workers.Run(new Nested(hits, 9), 12);
        Assert.All(hits, static h => Assert.Equal(1, h));
    });

    [Fact]
    public void Run_WhenABlockThrows_ThrowsItHereAndGoesOnWorking() => WithThreads(3, () =>
    {
        Assert.Equal("block five", Assert.Throws<InvalidOperationException>(static () => Workers.Run(default(Fail), 20)).Message);
        var hits = new int[50];
        Workers.Run(new Count(hits), 50);
        Assert.All(hits, static h => Assert.Equal(1, h));
    });

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Run_CancelledInABlock_BeginsNoOtherAndWorksAgain(int threads) => WithThreads(threads, () =>
    {
        using var stop = new CancellationTokenSource();
        var hits = new int[1000];
        Assert.ThrowsAny<OperationCanceledException>(() => Execution.Cancellable(stop.Token, () => Workers.Run(new Stopping(hits, 7, stop), hits.Length)));
        Assert.Equal(Enumerable.Repeat(1, 8), hits.Take(8));
        Assert.InRange(hits.Sum(), 8, 7 + threads); // those that others were at
        Assert.False(Execution.Cancellation.CanBeCanceled);

        Assert.ThrowsAny<OperationCanceledException>(() => Execution.Cancellable(stop.Token, () => Workers.Run(new Count(hits = new int[9]), 9)));
        Assert.Equal(0, hits.Sum());
        Workers.Run(new Count(hits), 9);
        Assert.Equal(9, hits.Sum());
    });

    [Fact]
    public void Run_FromManyThreadsAtOnce_DoesEveryBlockOnce()
    {
        var failures = new List<Exception>();
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                Run_DoesEveryBlockOnce(3);
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
            }
        }))];
        foreach (Thread caller in callers)
            caller.Start();
        foreach (Thread caller in callers)
            caller.Join();
        Assert.Empty(failures);
    }

    [Fact]
    public void Run_AfterTheFirst_AllocatesNothing() => WithThreads(2, () =>
    {
        var hits = new int[8];
        Workers.Run(new Count(hits), 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Workers.Run(new Count(hits), 8);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    });

    [Fact]
    public void Threads_SetToZero_IsTheDefaultAgain()
    {
        Execution.Threads = 3;
        Assert.Equal(3, Execution.Threads);
        Execution.Threads = 0;
        Assert.Equal(Environment.ProcessorCount, Execution.Threads);
    }

    static void WithThreads(int threads, Action body)
    {
        int before = Execution.Threads;
        Execution.Threads = threads;
        try
        {
            body();
        }
        finally
        {
            Execution.Threads = before;
        }
    }
}
