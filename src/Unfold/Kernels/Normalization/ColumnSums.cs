using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Sums down the columns of a row-major matrix without gaps.</summary>
/// <remarks>
/// Runs of 64 rows are added in <c>T</c>, the runs of 2,048 rows in double, and those blocks in order: the error is that of a short sum
/// however many rows there are, and the result does not depend on the number of threads.
/// </remarks>
static unsafe class ColumnSums
{
    const int RunRows = 64;
    const int BlockRows = 2048;

    /// <summary>sums[c] += Σ over rows of x[row, c].</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<double> sums)
        where T : unmanaged, IFloatingPointIeee754<T> => Total<T>(x, x, sums, products: false);

    /// <summary>sums[c] += Σ over rows of x[row, c] · y[row, c].</summary>
    public static void AddProducts<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<double> sums)
        where T : unmanaged, IFloatingPointIeee754<T> => Total(x, y, sums, products: true);

    static void Total<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<double> sums, bool products)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(sums.Length > 0 && x.Length % sums.Length == 0 && x.Length == y.Length);
        int columns = sums.Length, rows = x.Length / columns, blocks = (rows + BlockRows - 1) / BlockRows;
        double* partial = Scratch<double>.ForState((nint)blocks * columns);
        fixed (T* px = &MemoryMarshal.GetReference(x), py = &MemoryMarshal.GetReference(y))
            Workers.Run<Blocks<T>, T>(new(px, py, partial, rows, columns, products), blocks);
        for (int block = 0; block < blocks; block++)
        {
            for (int c = 0; c < columns; c++)
                sums[c] += partial[(block * columns) + c];
        }
    }

    readonly struct Blocks<T>(T* x, T* y, double* partial, int rows, int columns, bool products) : IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>(int block)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            double* to = partial + ((nint)block * columns);
            new Span<double>(to, columns).Clear();
            T* lanes = stackalloc T[TSimd.Count];
            int end = Math.Min(rows, (block + 1) * BlockRows);
            for (int first = block * BlockRows; first < end; first += RunRows)
            {
                int count = Math.Min(RunRows, end - first);
                for (int c = 0; c < columns; c += TSimd.Count)
                {
                    int width = Math.Min(TSimd.Count, columns - c);
                    nint at = ((nint)first * columns) + c;
                    TVector sum = TSimd.Zero;
                    for (int r = 0; r < count; r++, at += columns)
                    {
                        TVector a = width == TSimd.Count ? TSimd.Load(ref *x, at) : TSimd.LoadPart(ref *x, at, width, T.Zero);
                        if (!products)
                        {
                            sum = TSimd.Add(sum, a);
                            continue;
                        }
                        TVector b = width == TSimd.Count ? TSimd.Load(ref *y, at) : TSimd.LoadPart(ref *y, at, width, T.Zero);
                        sum = TSimd.MultiplyAdd(a, b, sum);
                    }

                    TSimd.Store(sum, ref *lanes, 0);
                    for (int lane = 0; lane < width; lane++)
                        to[c + lane] += double.CreateTruncating(lanes[lane]);
                }
            }
        }
    }
}
