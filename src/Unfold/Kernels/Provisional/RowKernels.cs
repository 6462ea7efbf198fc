using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Scalar stand-ins, to be deleted when the vector kernels of the same names land.</summary>
static class RowKernels
{
    public static void Softmax<T>(ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LogSoftmax(x, columns, y);
        foreach (ref T value in y) value = T.Exp(value);
    }

    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < x.Length; start += columns)
        {
            ReadOnlySpan<T> row = x.Slice(start, columns);
            T max = row[0], sum = T.Zero;
            foreach (T value in row) max = T.Max(max, value);
            foreach (T value in row) sum += T.Exp(value - max);
            T norm = max + T.Log(sum);
            for (int i = 0; i < columns; i++) y[start + i] = row[i] - norm;
        }
    }
}
