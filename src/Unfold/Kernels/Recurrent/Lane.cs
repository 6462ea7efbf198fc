using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Whether a vector of a row is whole or its ragged end, known when the code is compiled.</summary>
interface ILane
{
    static abstract bool IsPart { get; }
}

readonly struct WholeLane : ILane
{
    public static bool IsPart => false;
}

readonly struct PartLane : ILane
{
    public static bool IsPart => true;
}

/// <summary>Reads and writes a whole vector, or the <c>count</c> elements that are left of a row.</summary>
static unsafe class Lane<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLane>(T* source, int count)
        where TLane : struct, ILane =>
        TLane.IsPart ? TSimd.LoadPart(source, count, T.Zero) : TSimd.Load(ref *source, 0);

    /// <summary>Elements of a row from the j-th on; zeros where there is no row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadGiven<TLane>(T* row, nint j, int count)
        where TLane : struct, ILane => row == null ? TSimd.Zero : Load<TLane>(row + j, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLane>(TVector value, T* destination, int count)
        where TLane : struct, ILane
    {
        if (TLane.IsPart)
            TSimd.StorePart(value, destination, count);
        else
            TSimd.Store(value, ref *destination, 0);
    }

    /// <summary>Zero where the magnitude is below 1e-30 (float) or 1e-290 (double), the value elsewhere.</summary>
    /// <remarks>A gradient that vanishes through time would end in denormals, on which some processors take a hundred times longer.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Flush(TVector value)
    {
        TVector least = TSimd.Broadcast(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(1e-30f) : Unsafe.BitCast<double, T>(1e-290));
        return TSimd.Select(TSimd.LessThan(TSimd.Abs(value), least), TSimd.Zero, value);
    }

    /// <summary>destination [rows, columns] += source, whose rows are <paramref name="stride"/> apart.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void AddRows(int rows, int columns, T* source, nint stride, T* destination)
    {
        for (int r = 0; r < rows; r++, source += stride, destination += columns)
        {
            int j = 0;
            for (; j <= columns - TSimd.Count; j += TSimd.Count)
                TSimd.Store(TSimd.Add(TSimd.Load(ref *destination, j), TSimd.Load(ref *source, j)), ref *destination, j);
            for (; j < columns; j++)
                destination[j] += source[j];
        }
    }
}
