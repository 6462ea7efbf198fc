using System.Diagnostics;

namespace Unfold.Cli;

/// <summary>Runs a workload and takes its time.</summary>
static class BenchRunner
{
    /// <summary>Steps before the clock counts: at least these, and at least <see cref="WarmUpTime"/> for the compiler to finish.</summary>
    const int WarmUpSteps = 3;
    const int MostWarmUpSteps = 300;
    static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    /// <summary>As much of it as that where lenses are timed: their code is called less often than the rest.</summary>
    const int WatchedWarmUp = 4;

    /// <summary>Steps after which lenses and batches come round again: what they look at rarely is part of the cost too.</summary>
    const int Round = 32;

    /// <summary>Steps that take longer are compared one by one, as they leave nothing in the caches for the next; shorter ones by rounds, as they follow each other in training.</summary>
    static readonly TimeSpan OneInTurn = TimeSpan.FromMilliseconds(2);

    /// <summary>Times some steps; with a <paramref name="stride"/> to watch them at: in turn with as many that nobody watches.</summary>
    public static BenchResult Run(string workload, int steps, int? stride, CancellationToken cancellation)
    {
        IBenchStep step = WorkloadCatalog.Find(workload)(stride);
        IBenchStep? bare = stride is null ? null : WorkloadCatalog.Find(workload)(arg: null);
        TimeSpan fastest = default;
        for (int i = 0; i < (bare is null ? 1 : WatchedWarmUp); i++)
        {
            fastest = WarmUp(step, cancellation);
            if (bare is not null) WarmUp(bare, cancellation);
        }
        step.Begin();

        int turn = fastest >= OneInTurn ? 1 : Round;
        (double[] times, double[] bareTimes) = (new double[steps], new double[steps]);
        double flops = 0;
        long allocated = 0;
        for (int done = 0, end; done < steps; done = end)
        {
            end = Math.Min(done + turn - (done == 0 ? turn / 2 : 0), steps); // not so that what is looked at follows steps of the other side
            Range some = done..end;
            step.GoOn();
            (double counted, long asked) = Time(step, times.AsSpan(some), cancellation);
            (flops, allocated) = (flops + counted, allocated + asked);
            if (bare is not null) Time(bare, bareTimes.AsSpan(some), cancellation);
        }
        double total = times.Sum();
        return new BenchResult(workload, Execution.Threads, Median(times) / step.Repeats, times.Min() / step.Repeats, flops / total / 1e6, allocated / steps / step.Repeats)
        {
            UnwatchedMs = bare is null ? null : Median(bareTimes),
            WatchRatio = bare is null ? null : OfARound(times) / OfARound(bareTimes),
            WatchingShare = step.WatchingShare,
        };
    }

    /// <summary>The time of a round: of each place in it the median over all rounds, so that a step that was held up counts for nothing.</summary>
    static double OfARound(double[] times) => Enumerable.Range(0, Math.Min(Round, times.Length)).Sum(place => Median([.. times.Where((_, i) => i % Round == place)]));

    /// <returns>The least time of a step.</returns>
    static TimeSpan WarmUp(IBenchStep step, CancellationToken cancellation)
    {
        TimeSpan least = TimeSpan.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpSteps || (i < MostWarmUpSteps && Stopwatch.GetElapsedTime(begin) < WarmUpTime); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            step.Run();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            least = time < least ? time : least;
        }
        return least;
    }

    /// <summary>Some steps one after the other, as in training. Counting allocations stops all threads, hence not at every step.</summary>
    static (double Flops, long Allocated) Time(IBenchStep step, Span<double> milliseconds, CancellationToken cancellation)
    {
        double flops = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (ref double time in milliseconds)
        {
            cancellation.ThrowIfCancellationRequested();
            flops += step.NextFlops;
            long start = Stopwatch.GetTimestamp();
            step.Run();
            time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return (flops, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
