using System.Diagnostics;

namespace Unfold.Cli;

/// <summary>Runs a workload and takes its time.</summary>
static class BenchRunner
{
    /// <summary>Steps before the clock counts: at least these, and at least <see cref="WarmUpTime"/> for the compiler to finish.</summary>
    const int WarmUpSteps = 3;
    const int MostWarmUpSteps = 300;
    static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    public static BenchResult Run(string workload, int steps, bool watch, CancellationToken cancellation)
    {
        IBenchStep step = WorkloadCatalog.Find(workload)(watch);
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpSteps || (i < MostWarmUpSteps && Stopwatch.GetElapsedTime(begin) < WarmUpTime); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            step.Run();
        }

        var times = new double[steps];
        double flops = 0;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            flops += step.NextFlops;
            long start = Stopwatch.GetTimestamp();
            step.Run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double total = times.Sum();
        Array.Sort(times);
        return new BenchResult(workload, Execution.Threads, times[steps / 2], times[0], flops / total / 1e6, allocated / steps);
    }
}
