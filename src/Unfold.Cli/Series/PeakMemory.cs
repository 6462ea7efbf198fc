namespace Unfold.Cli;

/// <summary>The most memory that the process has held at once.</summary>
static class PeakMemory
{
    const string Reset = "/proc/self/clear_refs";

    /// <summary>Gives unused memory back and begins to measure anew; where the system cannot, the peak stays that of the whole process.</summary>
    public static void Restart()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            File.WriteAllText(Reset, "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // a system that does not allow it: then the figure is the peak of all runs so far, which is more than its own
        }
    }
}
