using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Kernels over the rows of a row-major matrix [rows, columns], without gaps between rows.</summary>
static unsafe class RowKernels
{
    const long ParallelFrom = 1L << 18; // elements: some 40 µs
    const int FewestColumns = 32; // of a thread: whole cache lines

    /// <summary>Every row of <paramref name="destination"/> += <paramref name="bias"/>.</summary>
    public static void AddBias<T>(ReadOnlySpan<T> bias, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row + bias.Length <= destination.Length && bias.Length > 0; row += bias.Length)
            Elementwise.AddTo(bias, destination.Slice(row, bias.Length));
    }

    /// <summary>Every row of <paramref name="destination"/> = <paramref name="bias"/>: what a product then adds to.</summary>
    public static void FillBias<T>(ReadOnlySpan<T> bias, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row + bias.Length <= destination.Length && bias.Length > 0; row += bias.Length)
            bias.CopyTo(destination[row..]);
    }

    /// <summary>sums[c] += Σ over rows of x[row, c], by runs of 64 rows: the gradient of a bias.</summary>
    public static void AddColumnSums<T>(ReadOnlySpan<T> x, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(sums.Length > 0 && x.Length % sums.Length == 0);
        int parts = x.Length >= ParallelFrom ? Math.Min(Execution.Threads, sums.Length / FewestColumns) : 1;
        int step = parts <= 1 ? sums.Length : (((sums.Length + parts - 1) / parts) + FewestColumns - 1) / FewestColumns * FewestColumns;
        fixed (T* px = &MemoryMarshal.GetReference(x), ps = &MemoryMarshal.GetReference(sums))
            Workers.Run<ColumnSumWork<T>, T>(new(px, ps, x.Length / sums.Length, sums.Length, step), (sums.Length + step - 1) / step);
    }

    /// <summary>Each row: destination = e^(x − max) / Σ e^(x − max).</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int columns, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < x.Length; row += columns)
        {
            Span<T> y = destination.Slice(row, columns);
            Elementwise.Shift(-Reduce.Max(x.Slice(row, columns)), x.Slice(row, columns), y);
            Elementwise.Exp(y, y);
            Elementwise.Scale(T.CreateTruncating(1 / Reduce.Sum<T>(y)), y, y);
        }
    }

    /// <summary>Each row: dx += y·(dy − Σ y·dy), from the output y of <see cref="Softmax"/>.</summary>
    public static void SoftmaxBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < y.Length; row += columns)
        {
            T mean = T.CreateTruncating(Reduce.Dot(y.Slice(row, columns), dy.Slice(row, columns)));
            Map.Apply(new SoftmaxGradient<T>(mean), y.Slice(row, columns), dy.Slice(row, columns), dx.Slice(row, columns), dx.Slice(row, columns));
        }
    }

    /// <summary>Each row: destination = (x − max) − log Σ e^(x − max). The destination serves as scratch: it cannot be x.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int columns, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < x.Length; row += columns)
        {
            Span<T> y = destination.Slice(row, columns);
            T max = Reduce.Max(x.Slice(row, columns));
            Elementwise.Shift(-max, x.Slice(row, columns), y);
            Elementwise.Exp(y, y);
            Map.Apply(new TwoShifts<T>(-max, T.CreateTruncating(-Math.Log(Reduce.Sum<T>(y)))), x.Slice(row, columns), y);
        }
    }

    /// <summary>Each row: dx += dy − e^y·Σ dy, from the output y of <see cref="LogSoftmax"/>.</summary>
    public static void LogSoftmaxBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < y.Length; row += columns)
        {
            T sum = T.CreateTruncating(Reduce.Sum(dy.Slice(row, columns)));
            Map.Apply(new LogSoftmaxGradient<T>(sum), y.Slice(row, columns), dy.Slice(row, columns), dx.Slice(row, columns), dx.Slice(row, columns));
        }
    }

    readonly struct TwoShifts<T>(T first, T second) : IUnaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.Add(TSimd.Add(x, TSimd.Broadcast(first)), TSimd.Broadcast(second));
    }

    readonly struct SoftmaxGradient<T>(T mean) : ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.MultiplyAdd(x, TSimd.Subtract(y, TSimd.Broadcast(mean)), z);
    }

    readonly struct LogSoftmaxGradient<T>(T sum) : ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct =>
            TSimd.Add(z, TSimd.NegateMultiplyAdd(VectorMath<TSimd, TVector, T>.Exp(x), TSimd.Broadcast(sum), y));
    }

    /// <summary>Some columns; each is one chain of additions, whoever does it.</summary>
    readonly struct ColumnSumWork<T>(T* x, T* sums, nint rows, nint columns, nint step) : IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int RunRows = 64;

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>(int block)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint from = block * step, end = Math.Min(columns, from + step);
            for (nint first = 0; first < rows; first += RunRows)
            {
                nint count = Math.Min(RunRows, rows - first);
                T* run = x + (first * columns);
                nint c = from;
                for (; c <= end - (4 * TSimd.Count); c += 4 * TSimd.Count)
                {
                    TVector a = TSimd.Zero, b = TSimd.Zero, d = TSimd.Zero, e = TSimd.Zero;
                    T* row = run + c;
                    for (nint r = 0; r < count; r++, row += columns)
                    {
                        a = TSimd.Add(a, TSimd.Load(ref *row, 0));
                        b = TSimd.Add(b, TSimd.Load(ref *row, TSimd.Count));
                        d = TSimd.Add(d, TSimd.Load(ref *row, 2 * TSimd.Count));
                        e = TSimd.Add(e, TSimd.Load(ref *row, 3 * TSimd.Count));
                    }

                    Put<TSimd, TVector>(a, c);
                    Put<TSimd, TVector>(b, c + TSimd.Count);
                    Put<TSimd, TVector>(d, c + (2 * TSimd.Count));
                    Put<TSimd, TVector>(e, c + (3 * TSimd.Count));
                }

                for (; c <= end - TSimd.Count; c += TSimd.Count)
                {
                    TVector sum = TSimd.Zero;
                    for (nint r = 0; r < count; r++)
                        sum = TSimd.Add(sum, TSimd.Load(ref *run, (r * columns) + c));
                    Put<TSimd, TVector>(sum, c);
                }

                if (c < end)
                {
                    int rest = (int)(end - c);
                    TVector sum = TSimd.Zero;
                    for (nint r = 0; r < count; r++)
                        sum = TSimd.Add(sum, TSimd.LoadPart(ref *run, (r * columns) + c, rest, T.Zero));
                    TSimd.StorePart(TSimd.Add(TSimd.LoadPart(ref *sums, c, rest, T.Zero), sum), ref *sums, c, rest);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Put<TSimd, TVector>(TVector sum, nint c)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.Store(TSimd.Add(TSimd.Load(ref *sums, c), sum), ref *sums, c);
    }
}
