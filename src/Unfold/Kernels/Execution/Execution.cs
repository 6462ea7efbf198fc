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

    /// <summary>What ends the calling thread's operations: looked at before each of them, between the blocks of a large one, and from time to time while many first values are drawn (<see cref="Nn.Init"/>).</summary>
    /// <remarks>The setting belongs to the thread that makes it; <see cref="Cancellable{TResult}"/> makes it for a while. Default: none.</remarks>
    public static CancellationToken Cancellation
    {
        get => _cancellation;
        set => _cancellation = value;
    }

    /// <summary>Computes what a token can end in the middle of a step. Where it does, or anything else is thrown, the step that was begun inside is gone, and the next operation begins a new one.</summary>
    /// <param name="cancellation">The token.</param>
    /// <param name="body">The work. What it has changed when it is ended stays changed: weights within an optimizer's step, for one.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static TResult Cancellable<TResult>(CancellationToken cancellation, Func<TResult> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        (CancellationToken before, bool within) = (_cancellation, Tape.IsWithinStep);
        _cancellation = cancellation;
        try
        {
            return body();
        }
        catch when (!within)
        {
            Tape.EndStep();
            throw;
        }
        finally
        {
            _cancellation = before;
        }
    }

    /// <summary>The same for a body without a result.</summary>
    /// <param name="cancellation">The token.</param>
    /// <param name="body">The work.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static void Cancellable(CancellationToken cancellation, Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Cancellable<object?>(cancellation, () =>
        {
            body();
            return null;
        });
    }

    /// <summary>The vector width that this process computes in, in words, such as "256-bit, fused multiply-add".</summary>
    /// <remarks>
    /// Chosen once, from what the processor has; the environment variable <c>UNFOLD_SIMD</c> = <c>512</c>, <c>256</c>, <c>128</c> or
    /// <c>scalar</c> forces it. The same width gives the same bytes; different widths differ by rounding, so a run notes its width.
    /// </remarks>
    public static string VectorWidth => SimdWidth.Description;
}
