using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>A row of a table and the state that the rule keeps of it.</summary>
static class RowState
{
    /// <summary>Asks for a row before its turn: it may lie anywhere in the table, and no processor guesses where.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask<TRule, T>(Span<T> weights, Span<T> first, Span<T> second, int row, int length)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        nint at = (nint)row * length;
        Cache.Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), at), length);
        if (TRule.States > 0) Cache.Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(first), at), length);
        if (TRule.States > 1) Cache.Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(second), at), length);
    }
}
