using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Lays operands out in the order in which the register tile reads them.</summary>
static unsafe class GemmPack
{
    /// <summary>Panels of <paramref name="width"/> columns of B [depth, columns], the last filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Right<T>(MatrixView<T> b, nint depth, nint columns, int width, T* destination)
        where T : unmanaged
    {
        for (nint first = 0; first < columns; first += width, destination += depth * width)
        {
            int count = (int)Math.Min(width, columns - first);
            if (count < width)
                new Span<T>(destination, checked((int)(depth * width))).Clear();
            if (b.ColumnStride == 1)
                CopyRows(b.At(0, first), b.RowStride, depth, count, width, destination);
            else
                CopyTransposed(b.At(0, first), b.RowStride, b.ColumnStride, depth, count, width, destination);
        }
    }

    /// <summary>One tile's rows of A [rows, depth], depth after depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Left<T>(MatrixView<T> a, int rows, nint depth, T* destination)
        where T : unmanaged
    {
        T* source = a.Data;
        nint step = a.ColumnStride, stride = a.RowStride;
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

    static void CopyRows<T>(T* source, nint stride, nint depth, int count, int width, T* destination)
        where T : unmanaged
    {
        for (nint k = 0; k < depth; k++, source += stride, destination += width)
            Unsafe.CopyBlockUnaligned(destination, source, (uint)(count * sizeof(T)));
    }

    /// <summary>Four columns at a time: four streams read, short runs written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
