using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Arrays that stay where they are, so that kernels may keep their addresses; large ones on large pages, where the system has some.</summary>
/// <remarks>
/// A processor finds a page by a table of some thousand: with pages of 4 KiB that is a dozen MB, less than the weights of a layer of 1,150 units. Linux gives
/// pages of 2 MiB to who asks (madvise(2), MADV_HUGEPAGE), before the memory is first written. It is a hint: where the kernel has none to give, or the system is another, pages are as they were.
/// </remarks>
static unsafe partial class PinnedArray
{
    /// <summary>Bytes of a large page of x86-64, and of Arm with pages of 4 KiB.</summary>
    public const int LargePage = 1 << 21;

    const int Huge = 14; // MADV_HUGEPAGE

    /// <summary>So many zeros.</summary>
    public static T[] Zeros<T>(int length)
        where T : unmanaged
    {
        T[] array = GC.AllocateArray<T>(length, pinned: true);
        AskForLargePages(array);
        return array;
    }

    /// <summary>So many numbers that may be anything.</summary>
    public static T[] Uninitialized<T>(int length)
        where T : unmanaged
    {
        T[] array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        AskForLargePages(array);
        return array;
    }

    /// <summary>Asks for large pages under all of a pinned array that fills them.</summary>
    /// <returns>Whether the system took the hint; false, too, where the array fills none.</returns>
    internal static bool AskForLargePages<T>(T[] array)
        where T : unmanaged
    {
        long bytes = (long)array.Length * sizeof(T);
        if (!OperatingSystem.IsLinux() || bytes < LargePage) return false;
        nint address = (nint)Unsafe.AsPointer(ref array[0]);
        nint first = (address + LargePage - 1) & ~(nint)(LargePage - 1);
        nint end = (nint)((address + bytes) & ~(long)(LargePage - 1));
        return end > first && Advise(first, end - first, Huge) == 0;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint bytes, int advice);
}
