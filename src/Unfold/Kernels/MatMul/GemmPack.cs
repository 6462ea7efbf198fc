using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unfold.Kernels;

/// <summary>Lays operands out in the order in which the register tile reads them.</summary>
static unsafe class GemmPack
{
    const int RowsAtOnce = 8; // rows of B that are read from one end to the other before the next ones

    /// <summary>Panels of <paramref name="width"/> columns of B [depth, columns], the last filled up with zeros.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Right<T>(MatrixView<T> b, nint depth, nint columns, int width, T* destination)
        where T : unmanaged
    {
        nint panel = depth * width, whole = columns / width;
        if (whole * width < columns)
            new Span<T>(destination + (whole * panel), checked((int)panel)).Clear();
        if (b.ColumnStride == 1)
        {
            for (nint k = 0; k < depth; k += RowsAtOnce)
                CopyRows(b.At(k, 0), b.RowStride, Math.Min(RowsAtOnce, depth - k), columns, width, destination + (k * width), panel);
            return;
        }

        for (nint first = 0; first < columns; first += width, destination += panel)
            CopyTransposed(b.At(0, first), b.RowStride, b.ColumnStride, depth, (int)Math.Min(width, columns - first), width, destination);
    }

    /// <summary>One tile's rows of A [rows, depth], depth after depth.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Left<T>(MatrixView<T> a, int rows, nint depth, T* destination)
        where T : unmanaged
    {
        T* source = a.Data;
        nint step = a.ColumnStride, stride = a.RowStride;
        if (rows == 6 && stride == 1)
        {
            for (nint k = 0; k < depth; k++, source += step, destination += 6)
            {
                CopyPair(source, destination);
                CopyFour(source + 2, destination + 2);
            }

            return;
        }

        if (rows == 4 && stride == 1)
        {
            for (nint k = 0; k < depth; k++, source += step, destination += 4)
                CopyFour(source, destination);
            return;
        }

        if (rows == 6)
        {
            for (nint k = 0; k < depth; k++, source += step, destination += 6)
            {
                destination[0] = source[0];
                destination[1] = source[stride];
                destination[2] = source[2 * stride];
                destination[3] = source[3 * stride];
                destination[4] = source[4 * stride];
                destination[5] = source[5 * stride];
            }

            return;
        }

        for (nint k = 0; k < depth; k++, source += step)
        {
            for (int r = 0; r < rows; r++)
                *destination++ = source[r * stride];
        }
    }

    [MethodImpl(Compiled.Alone)]
    static void CopyRows<T>(T* source, nint stride, nint depth, nint columns, int width, T* destination, nint panel)
        where T : unmanaged
    {
        for (nint first = 0; first < columns; first += width, source += width, destination += panel)
        {
            nint bytes = Math.Min(width, columns - first) * sizeof(T);
            for (nint k = 0; k < depth; k++)
            {
                byte* from = (byte*)(source + (k * stride)), to = (byte*)(destination + (k * width));
                nint at = 0;
                for (; at <= bytes - sizeof(Vector256<byte>); at += sizeof(Vector256<byte>))
                    Vector256.Store(Vector256.Load(from + at), to + at);
                for (; at < bytes; at += sizeof(T))
                    *(T*)(to + at) = *(T*)(from + at);
            }
        }
    }

    /// <summary>Two elements side by side, as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void CopyPair<T>(T* source, T* destination)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float)) *(ulong*)destination = *(ulong*)source;
        else *(Vector128<byte>*)destination = *(Vector128<byte>*)source;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void CopyFour<T>(T* source, T* destination)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float)) *(Vector128<byte>*)destination = *(Vector128<byte>*)source;
        else *(Vector256<byte>*)destination = *(Vector256<byte>*)source;
    }

    /// <summary>Four columns at a time: four streams read, short runs written.</summary>
    [MethodImpl(Compiled.Alone)]
    static void CopyTransposed<T>(T* source, nint rowStride, nint columnStride, nint depth, int count, int width, T* destination)
        where T : unmanaged
    {
        int c = 0;
        for (; c <= count - 4; c += 4)
        {
            T* s = source + c * columnStride, d = destination + c;
            for (nint k = 0; k < depth; k++, s += rowStride, d += width)
            {
                d[0] = s[0];
                d[1] = s[columnStride];
                d[2] = s[2 * columnStride];
                d[3] = s[3 * columnStride];
            }
        }

        for (; c < count; c++)
        {
            T* s = source + c * columnStride, d = destination + c;
            for (nint k = 0; k < depth; k++, s += rowStride, d += width)
                *d = *s;
        }
    }
}
