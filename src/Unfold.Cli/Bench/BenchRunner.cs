using System.Diagnostics;

namespace Unfold.Cli;

/// <summary>Runs a workload and takes its time.</summary>
static class BenchRunner
{
    /// <summary>Steps before the clock counts: at least these, and at least <see cref="WarmUpTime"/> for the compiler to finish.</summary>
    const int WarmUpSteps = 3;
    const int MostWarmUpSteps = 300;
    static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    /// <summary>Times some steps; with <paramref name="watch"/> each in turn with one that nobody watches.</summary>
    public static BenchResult Run(string workload, int steps, bool watch, CancellationToken cancellation)
    {
        IBenchStep step = WorkloadCatalog.Find(workload)(watch);
        IBenchStep? bare = watch ? WorkloadCatalog.Find(workload)(arg: false) : null;
        WarmUp(step, cancellation);
        if (bare is not null) WarmUp(bare, cancellation);

        (double[] times, double[] bareTimes, double[] ratios) = (new double[steps], new double[steps], new double[steps]);
        double flops = 0;
        long allocated = 0;
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            flops += step.NextFlops;
            long before = GC.GetTotalAllocatedBytes(precise: true);
            times[i] = Time(step);
            allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
            if (bare is null) continue;
            bareTimes[i] = Time(bare);
            ratios[i] = times[i] / bareTimes[i];
        }
        double total = times.Sum();
        return new BenchResult(workload, Execution.Threads, Median(times), times.Min(), flops / total / 1e6, allocated / steps)
        {
            UnwatchedMs = bare is null ? null : Median(bareTimes),
            WatchRatio = bare is null ? null : Median(ratios),
        };
    }

    static void WarmUp(IBenchStep step, CancellationToken cancellation)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpSteps || (i < MostWarmUpSteps && Stopwatch.GetElapsedTime(begin) < WarmUpTime); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            step.Run();
        }
    }

    static double Time(IBenchStep step)
    {
        long start = Stopwatch.GetTimestamp();
        step.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
