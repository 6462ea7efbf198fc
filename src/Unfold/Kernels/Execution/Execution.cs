using Unfold.Kernels;

namespace Unfold;

/// <summary>How the calling thread lets the engine use the machine.</summary>
public static class Execution
{
    [ThreadStatic]
    static int _threads;

    [ThreadStatic]
    static CancellationToken _cancellation;

    /// <summary>How many threads, the calling one included, may work on one operation. Results do not depend on it.</summary>
    /// <remarks>The setting belongs to the thread that makes it. Default: the number of processors. A value below one restores the default.</remarks>
    public static int Threads
    {
        get => _threads > 0 ? _threads : Environment.ProcessorCount;
        set => _threads = Math.Max(value, 0);
    }

    /// <summary>Looked at from time to time while many first values are drawn (<see cref="Nn.Init"/>), as a table of millions of rows takes seconds.</summary>
    /// <remarks>The setting belongs to the thread that makes it. Default: none.</remarks>
    public static CancellationToken Cancellation
    {
        get => _cancellation;
        set => _cancellation = value;
    }

    /// <summary>The vector width that this process computes in, in words, such as "256-bit, fused multiply-add".</summary>
    /// <remarks>
    /// Chosen once, from what the processor has; the environment variable <c>UNFOLD_SIMD</c> = <c>512</c>, <c>256</c>, <c>128</c> or
    /// <c>scalar</c> forces it. The same width gives the same bytes; different widths differ by rounding, so a run notes its width.
    /// </remarks>
    public static string VectorWidth => SimdWidth.Description;
}
