namespace Unfold;

/// <summary>How the calling thread lets the engine use the machine.</summary>
public static class Execution
{
    [ThreadStatic]
    static int _threads;

    /// <summary>How many threads, the calling one included, may work on one operation. Results do not depend on it.</summary>
    /// <remarks>The setting belongs to the thread that makes it. Default: the number of processors. A value below one restores the default.</remarks>
    public static int Threads
    {
        get => _threads > 0 ? _threads : Environment.ProcessorCount;
        set => _threads = Math.Max(value, 0);
    }
}
