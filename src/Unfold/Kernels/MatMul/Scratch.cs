using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Working memory of the calling thread, pinned, aligned to a cache line, kept and grown: never returned, never cleared.</summary>
static unsafe class Scratch<T>
    where T : unmanaged
{
    [ThreadStatic]
    static T[]? A;

    [ThreadStatic]
    static T[]? B;

    [ThreadStatic]
    static T[]? State;

    /// <summary>For panels of a left operand.</summary>
    public static T* ForA(nint length) => Aligned(ref A, length);

    /// <summary>For panels of a right operand.</summary>
    public static T* ForB(nint length) => Aligned(ref B, length);

    /// <summary>For the running state of a block of sequences.</summary>
    public static T* ForState(nint length) => Aligned(ref State, length);

    static T* Aligned(ref T[]? buffer, nint length)
    {
        int spare = Cache.LineBytes / Unsafe.SizeOf<T>();
        if (buffer is null || buffer.Length < length + spare)
            buffer = PinnedArray.Uninitialized<T>((int)Math.Max(length + spare, buffer is null ? 4096 : 2L * buffer.Length));
        nint address = (nint)Unsafe.AsPointer(ref buffer[0]);
        return (T*)((address + Cache.LineBytes - 1) & ~(nint)(Cache.LineBytes - 1));
    }
}
