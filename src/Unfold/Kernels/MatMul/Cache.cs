using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Unfold.Kernels;

/// <summary>Words to the processor's caches, which change no result.</summary>
static unsafe class Cache
{
    /// <summary>Bytes of a line.</summary>
    public const int LineBytes = 64;

    /// <summary>Asks for the line at an address, which need not be valid; nothing where the processor has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>The same into the second level, for what is not read soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }

    /// <summary>The same for the elements of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar<T>(T* row, nint count)
        where T : unmanaged
    {
        for (nint at = 0; at < count; at += LineBytes / sizeof(T)) PrefetchFar(row + at);
    }

    /// <summary>Asks for the elements of a row, into the first level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref T row, nint count)
        where T : unmanaged
    {
        var first = (byte*)Unsafe.AsPointer(ref row); // the collector may move it meanwhile: then another line is asked for
        nint last = (count * sizeof(T)) - 1;
        for (nint at = 0; at < last; at += LineBytes) Prefetch(first + at);
        Prefetch(first + last);
    }
}
