using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Products of row-major matrices, with a leading dimension (elements from row to row) for each.</summary>
/// <remarks>
/// Large products are divided among threads by parts of the output. Every element is one fixed chain of multiply-adds (see
/// <see cref="GemmTile{TSimd, TVector, T}"/>), so neither the division nor the vector width changes a bit of the result.
/// </remarks>
static unsafe class MatMul
{
    const long ParallelFrom = 1L << 20; // multiply-adds: some 15 µs, well above what waking a helper takes
    const long ShareUpTo = 1L << 18; // elements of B packed once for all threads
    const long WholeUpTo = 1L << 23; // of a B packed as a whole for many rows through all their depth
    const int ManyRows = 512;
    const int FewestRows = 24;
    const int LeftCost = 16, RightCost = 32; // of an element of A and of B, in multiply-adds

    /// <summary>c [m, n] (+)= a [m, k] · b [k, n].</summary>
    public static void Multiply<T>(int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, Span<T> c, int ldc, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(Fits(a, m, k, lda) && Fits(b, k, n, ldb) && Fits(c, m, n, ldc));
        fixed (T* pa = &MemoryMarshal.GetReference(a), pb = &MemoryMarshal.GetReference(b), pc = &MemoryMarshal.GetReference(c))
            Divide(m, n, k, new MatrixView<T>(pa, lda, 1), new MatrixView<T>(pb, ldb, 1), pc, ldc, accumulate ? pc : null, ldc);
    }

    /// <summary>c [m, n] (+)= a [m, k] · bᵀ, b [n, k]: inputs times stored weights.</summary>
    public static void MultiplyTransposedB<T>(int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, Span<T> c, int ldc, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(Fits(a, m, k, lda) && Fits(b, n, k, ldb) && Fits(c, m, n, ldc));
        fixed (T* pa = &MemoryMarshal.GetReference(a), pb = &MemoryMarshal.GetReference(b), pc = &MemoryMarshal.GetReference(c))
            Divide(m, n, k, new MatrixView<T>(pa, lda, 1), new MatrixView<T>(pb, 1, ldb), pc, ldc, accumulate ? pc : null, ldc);
    }

    /// <summary>c [m, n] = bias [n] + a [m, k] · bᵀ, b [n, k]: a layer's inputs times its stored weights.</summary>
    public static void MultiplyTransposedB<T>(int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, ReadOnlySpan<T> bias, Span<T> c, int ldc)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(Fits(a, m, k, lda) && Fits(b, n, k, ldb) && Fits(c, m, n, ldc) && bias.Length == n);
        fixed (T* pa = &MemoryMarshal.GetReference(a), pb = &MemoryMarshal.GetReference(b), pc = &MemoryMarshal.GetReference(c), start = &MemoryMarshal.GetReference(bias))
            Divide(m, n, k, new MatrixView<T>(pa, lda, 1), new MatrixView<T>(pb, 1, ldb), pc, ldc, start, 0);
    }

    /// <summary>c [m, n] (+)= aᵀ · b, a [k, m], b [k, n]: the gradient of weights over k rows.</summary>
    public static void MultiplyTransposedA<T>(int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, Span<T> c, int ldc, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(Fits(a, k, m, lda) && Fits(b, k, n, ldb) && Fits(c, m, n, ldc));
        fixed (T* pa = &MemoryMarshal.GetReference(a), pb = &MemoryMarshal.GetReference(b), pc = &MemoryMarshal.GetReference(c))
            Divide(m, n, k, new MatrixView<T>(pa, 1, lda), new MatrixView<T>(pb, ldb, 1), pc, ldc, accumulate ? pc : null, ldc);
    }

    /// <summary>c [m, b.Columns] (+)= a [m, b.Rows] · b, b packed beforehand.</summary>
    public static void MultiplyPacked<T>(int m, ReadOnlySpan<T> a, int lda, PackedMatrix<T> b, Span<T> c, int ldc, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(Fits(a, m, b.Rows, lda) && Fits(c, m, b.Columns, ldc));
        fixed (T* pa = &MemoryMarshal.GetReference(a), pb = &MemoryMarshal.GetReference(b.Panels), pc = &MemoryMarshal.GetReference(c))
        {
            var work = new Product<T>(m, b.Columns, b.Rows, new MatrixView<T>(pa, lda, 1), default, pb, pc, ldc, accumulate ? pc : null, ldc);
            work.RunAll(Parallel(m, b.Columns, b.Rows));
        }
    }

    /// <summary>c [m, n] (+)= a [m, k] · b [k, n], without gaps between rows.</summary>
    public static void Multiply<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> => Multiply<T>(m, n, k, a, k, b, n, c, n, accumulate);

    /// <summary>c [m, n] (+)= a [m, k] · bᵀ, b [n, k], without gaps between rows.</summary>
    public static void MultiplyTransposedB<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> => MultiplyTransposedB<T>(m, n, k, a, k, b, k, c, n, accumulate);

    /// <summary>c [m, n] (+)= aᵀ · b, a [k, m], b [k, n], without gaps between rows.</summary>
    public static void MultiplyTransposedA<T>(ArraySegment<T> a, ArraySegment<T> b, ArraySegment<T> c, int m, int n, int k, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> => MultiplyTransposedA<T>(m, n, k, a, m, b, n, c, n, accumulate);

    static void Divide<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c, int ldc, T* addend, int addendStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool parallel = Parallel(m, n, k);
        T* panels = null;
        bool shares = parallel && (long)k * n <= ShareUpTo && m > n;
        if (shares || (m >= ManyRows && k > GemmBlock<SimdScalar<T>, T, T>.DepthRun && (long)k * n <= WholeUpTo))
        {
            panels = Scratch<T>.ForB(PackedMatrix<T>.Length(k, n));
            PackWork<T>.Run(b, k, n, PackedMatrix<T>.PanelWidth, panels);
        }

        new Product<T>(m, n, k, a, b, panels, c, ldc, addend, addendStride).RunAll(parallel);
    }

    static bool Parallel(long m, long n, long k) => Execution.Threads > 1 && m * n * k >= ParallelFrom;

    static bool Fits<T>(ReadOnlySpan<T> x, int rows, int columns, int ld) =>
        rows == 0 || columns == 0 || (ld >= columns && x.Length >= (long)(rows - 1) * ld + columns);

    /// <summary>A product whose blocks are rectangles of C.</summary>
    struct Product<T>(nint m, nint n, nint k, MatrixView<T> a, MatrixView<T> b, T* panels, T* c, nint ldc, T* addend, nint addendStride) : IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint _rowStep;
        nint _columnStep;
        nint _columnBlocks;

        /// <summary>A rectangle for each thread, cut where it takes the least time: each arranges its rows of A and its columns of B.</summary>
        public void RunAll(bool parallel)
        {
            nint parts = parallel ? Execution.Threads : 1;
            Cut(parts, 1);
            for (nint cuts = 2; cuts <= parts && panels == null; cuts++)
            {
                Product<T> other = this;
                other.Cut(parts, cuts);
                if (other.Cost < Cost) this = other;
            }

            Workers.Run<Product<T>, T>(this, Count);
        }

        readonly int Count => (int)((m + _rowStep - 1) / _rowStep * _columnBlocks);

        /// <summary>Of a thread that does as many rectangles as any, in multiply-adds.</summary>
        readonly nint Cost => ((_rowStep * _columnStep) + (_rowStep * LeftCost) + (_columnStep * RightCost)) * ((Count + Execution.Threads - 1) / Execution.Threads);

        void Cut(nint parts, nint cuts)
        {
            nint panel = PackedMatrix<T>.PanelWidth, below = (parts + cuts - 1) / cuts;
            _rowStep = Math.Max(below == 1 ? m : (m + below - 1) / below, FewestRows);
            _columnStep = cuts == 1 ? Math.Max(n, 1) : Math.Max(2 * panel, ((n + cuts - 1) / cuts + panel - 1) / panel * panel);
            _columnBlocks = (n + _columnStep - 1) / _columnStep;
        }

        public readonly void Run<TSimd, TVector>(int block)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint row = block / _columnBlocks * _rowStep, column = block % _columnBlocks * _columnStep;
            nint rows = Math.Min(_rowStep, m - row), columns = Math.Min(_columnStep, n - column);
            T* target = c + row * ldc + column, start = addend == null ? null : addend + row * addendStride + column;
            if (panels != null)
                GemmBlock<TSimd, TVector, T>.MultiplyPacked(rows, columns, k, a.From(row, 0), panels, target, ldc, start, addendStride);
            else
                GemmBlock<TSimd, TVector, T>.Multiply(rows, columns, k, a.From(row, 0), b.From(0, column), target, ldc, start, addendStride);
        }
    }
}
