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

    /// <summary>Times some steps; with a <paramref name="stride"/> to watch them at each in turn with one that nobody watches.</summary>
    public static BenchResult Run(string workload, int steps, int? stride, CancellationToken cancellation)
    {
        IBenchStep step = WorkloadCatalog.Find(workload)(stride);
        IBenchStep? bare = stride is null ? null : WorkloadCatalog.Find(workload)(arg: null);
        for (int i = 0; i < (bare is null ? 1 : WatchedWarmUp); i++)
        {
            WarmUp(step, cancellation);
            if (bare is not null) WarmUp(bare, cancellation);
        }
        step.Begin();

        (double[] times, double[] bareTimes) = (new double[steps], new double[steps]);
        double flops = 0;
        long allocated = 0;
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            flops += step.NextFlops;
            (times[i], long asked) = Time(step);
            allocated += asked;
            if (bare is not null) (bareTimes[i], _) = Time(bare);
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

    static void WarmUp(IBenchStep step, CancellationToken cancellation)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpSteps || (i < MostWarmUpSteps && Stopwatch.GetElapsedTime(begin) < WarmUpTime); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            step.Run();
        }
    }

    /// <summary>Time and allocation of a step. Counting allocations leaves the caches cold: the steps that are compared have it both.</summary>
    static (double Milliseconds, long Allocated) Time(IBenchStep step)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        step.Run();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (milliseconds, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
