using System.Runtime.CompilerServices;
using Unfold.Kernels;

namespace Unfold;

/// <summary>Arrays that live as long as a model, on the lines of the cache: a vector or a short row then lies on no line more than it fills.</summary>
static class AlignedArray
{
    /// <summary>So many zeros, the first at the beginning of a line; pinned, so that it stays there.</summary>
    public static unsafe ArraySegment<T> Zeros<T>(int length)
        where T : unmanaged
    {
        int spare = Cache.LineBytes / sizeof(T);
        if (length < spare) return new T[length];
        T[] array = PinnedArray.Zeros<T>(length + spare - 1);
        nuint over = (nuint)Unsafe.AsPointer(ref array[0]) % Cache.LineBytes;
        return new ArraySegment<T>(array, over == 0 ? 0 : (int)(Cache.LineBytes - over) / sizeof(T), length);
    }
}
