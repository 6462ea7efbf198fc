using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The gradients of a layer's weights and bias from those of its gates over all steps: dW = dzᵀ · factor, db = Σ dz.</summary>
/// <remarks>
/// The gates' gradients are the largest matrix of a layer, many times what the caches hold: they are read once, for all factors and the bias.
/// It is made transposed, so that vectors run along the gates, whose number is mostly a multiple of a vector's, and the narrower factors
/// are what is rearranged. An element is the chain of multiply-adds of <see cref="MatMul.MultiplyTransposedA{T}(int, int, int, ReadOnlySpan{T}, int, ReadOnlySpan{T}, int, Span{T}, int, bool)"/>,
/// a bias that of <see cref="RowKernels.AddColumnSums"/>, bit by bit.
/// </remarks>
static unsafe class WeightGradient
{
    const long ParallelFrom = 1L << 22; // multiply-adds: some 80 µs
    const int PartsOfAThread = 2;
    const long PartOfAll = 1L << 33; // multiply-adds: some 150 ms, after which somebody may want to stop
    const int GroupRows = 256; // columns of factors that share a panel: packed they stay in the second-level cache
    const int LineBytes = 64;
    const int FewestOfAPart = 12; // columns of the factors: two whole tiles
    const int PackingCost = 16, ReadingCost = 32; // of an element of the factors and of dz, in multiply-adds
    const int SumRows = 64;

    /// <param name="steps">Where the rows stand.</param>
    /// <param name="gates">dz [Rows, columns].</param>
    /// <param name="columns">G·H.</param>
    /// <param name="bias">[columns], added to; or empty.</param>
    /// <param name="first">A factor; the default is none.</param>
    /// <param name="second">Another.</param>
    public static void Run<T>(RaggedSteps steps, ReadOnlySpan<T> gates, int columns, Span<T> bias, WeightFactor<T> first, WeightFactor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gates.Length >= (long)steps.Rows * columns && (bias.IsEmpty || bias.Length == columns));
        fixed (int* offsets = steps.Offsets, active = steps.Active)
        fixed (T* dz = gates, db = bias, x = first.Rows, x0 = first.Initial, dx = first.Gradient, tx = first.Room)
        fixed (T* y = second.Rows, y0 = second.Initial, dy = second.Gradient, ty = second.Room)
        {
            var rows = new StepRows(offsets, active, steps.Steps);
            var work = new Parts<T>(
                steps.Rows, dz, columns, db,
                new(x, first.Stride, first.Width, dx, first.Accumulate, tx, x0, first.Reverse, rows),
                new(y, second.Stride, second.Width, dy, second.Accumulate, ty, y0, second.Reverse, rows));
            work.RunAll((long)steps.Rows * columns * (first.Width + second.Width));
        }
    }

    readonly struct StepRows(int* offsets, int* active, int steps)
    {
        public readonly int* Offsets = offsets;
        public readonly int* Active = active;
        public readonly int Steps = steps;
    }

    /// <summary>A factor in pinned memory.</summary>
    readonly struct Factor<T>(T* rows, nint stride, int width, T* gradient, bool accumulate, T* room, T* initial, bool reverse, StepRows steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public readonly int Width = width;

        public T* Room => room;

        public bool Accumulate => accumulate;

        /// <summary>Packs some columns of some rows as the left operand of a product: depth after depth within six columns.</summary>
        public void Pack<TSimd, TVector>(nint column, nint columns, nint row, nint depth, T* destination)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            if (initial == null)
            {
                GemmBlock<TSimd, TVector, T>.PackLeft(new MatrixView<T>(rows + (row * stride) + column, 1, stride), columns, depth, destination, depth);
                return;
            }

            int step = StepOf(row);
            for (nint done = 0; done < depth; step++)
            {
                int before = reverse ? step + 1 : step - 1;
                nint running = before >= 0 && before < steps.Steps ? Math.Min(steps.Active[before], steps.Active[step]) : 0;
                nint from = row + done - steps.Offsets[step], until = Math.Min(steps.Active[step], from + depth - done), ended = Math.Clamp(running, from, until);
                if (ended > from)
                    Segment<TSimd, TVector>(rows + ((steps.Offsets[before] + from) * stride) + column, stride, columns, ended - from, done, destination, depth);
                if (until > ended)
                    Segment<TSimd, TVector>(initial + (ended * Width) + column, Width, columns, until - ended, done + ended - from, destination, depth);
                done += until - from;
            }
        }

        static void Segment<TSimd, TVector>(T* source, nint sourceStride, nint columns, nint some, nint done, T* destination, nint depth)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => GemmBlock<TSimd, TVector, T>.PackLeft(new MatrixView<T>(source, 1, sourceStride), columns, some, destination, depth, done);

        /// <summary>The step a packed row belongs to.</summary>
        int StepOf(nint row)
        {
            int low = 0, high = steps.Steps - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                if (steps.Offsets[middle] <= row) low = middle;
                else high = middle - 1;
            }

            return low;
        }

        /// <summary>Brings a share of later rows near: what a row's state was lies about as far on as the row itself.</summary>
        public void Prefetch(nint column, nint columns, nint row, nint count, int share, int shares)
        {
            byte* line = (byte*)(rows + ((row + (count * share / shares)) * stride) + column);
            for (nint left = (count * (share + 1) / shares) - (count * share / shares); left > 0; left--, line += stride * sizeof(T))
            {
                for (nint at = 0; at < columns * sizeof(T); at += LineBytes)
                    Cache.PrefetchFar(line + at);
            }
        }

        /// <summary>room = the gradient, transposed, for some of its columns and rows, where it is added to; or zeros, where nothing will be.</summary>
        public void Begin(nint column, nint columns, nint first, nint count, nint all, bool cleared)
        {
            if (!accumulate && !cleared) return;
            for (nint i = column; i < column + columns; i++)
            {
                for (nint j = first; j < first + count; j++)
                    room[(i * all) + j] = accumulate ? gradient[(j * Width) + i] : T.Zero;
            }
        }

        /// <summary>The gradient = room, transposed.</summary>
        public void Save(nint column, nint columns, nint first, nint count, nint all)
        {
            const int Side = 16;
            for (nint j0 = first; j0 < first + count; j0 += Side)
            {
                nint end = Math.Min(j0 + Side, first + count);
                for (nint i = column; i < column + columns; i++)
                {
                    for (nint j = j0; j < end; j++)
                        gradient[(j * Width) + i] = room[(i * all) + j];
                }
            }
        }
    }

    /// <summary>A part is some columns of the factors, one factor's beside the other's, by some columns of dz: a rectangle of the gradients.</summary>
    struct Parts<T>(nint rows, T* dz, nint columns, T* bias, Factor<T> first, Factor<T> second) : IWork, IWidthKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint _step;
        nint _factorStep;
        int _cuts;
        int _part;

        readonly nint Width => first.Width + second.Width;

        /// <summary>As many parts as are wanted, cut where it takes the least time: each packs its factors and reads its columns of dz.</summary>
        public void RunAll(long products)
        {
            nint wanted = Execution.Threads > 1 && products >= ParallelFrom ? PartsOfAThread * Execution.Threads : 1;
            nint parts = Math.Max(wanted, (nint)(products / PartOfAll) + 1), most = Math.Min(parts, Math.Max(1, Width / FewestOfAPart));
            Cut(parts, 1);
            for (nint cuts = 2; cuts <= most; cuts++)
            {
                Parts<T> other = this;
                other.Cut(parts, cuts);
                if (other.Cost < Cost) this = other;
            }

            Workers.Run(this, Count);
        }

        readonly int Count => _cuts * (int)((columns + _step - 1) / _step);

        /// <summary>What a thread does if it does as much as any.</summary>
        readonly nint Cost => ((_step * _factorStep) + (_step * ReadingCost) + (_factorStep * PackingCost)) * ((Count + Execution.Threads - 1) / Execution.Threads);

        void Cut(nint parts, nint cuts)
        {
            nint vectors = (columns + SimdWidth.Count<T>() - 1) / SimdWidth.Count<T>(), beside = Math.Clamp((parts + cuts - 1) / cuts, 1, Math.Max(1, vectors));
            _step = Math.Max(1, (vectors + beside - 1) / beside) * SimdWidth.Count<T>();
            _factorStep = Math.Max(1, (Width + cuts - 1) / cuts);
            _cuts = (int)Math.Max(1, (Width + _factorStep - 1) / _factorStep);
        }

        public void Run(int block)
        {
            Parts<T> own = this;
            own._part = block;
            SimdWidth.Run<Parts<T>, T>(ref own);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint start = _part / _cuts * _step, count = Math.Min(_step, columns - start); // neighbours read the same of dz
            nint from = _part % _cuts * _factorStep, until = Math.Min(from + _factorStep, Width);
            (nint ofFirst, nint skipped, nint ofSecond) = Split(from, until);
            first.Begin(from, ofFirst, start, count, columns, cleared: rows == 0);
            second.Begin(skipped, ofSecond, start, count, columns, cleared: rows == 0);
            for (nint row = 0; row < rows; row += GemmBlock<TSimd, TVector, T>.DepthRun)
            {
                nint depth = Math.Min(GemmBlock<TSimd, TVector, T>.DepthRun, rows - row);
                bool sum = bias != null && from == 0;
                for (nint done = from; done < until || sum; done += GroupRows, sum = false)
                    Group<TSimd, TVector>(row, depth, done, Math.Min(done + GroupRows, until), start, count, sum);
            }

            first.Save(from, ofFirst, start, count, columns);
            second.Save(skipped, ofSecond, start, count, columns);
        }

        /// <summary>How many of some columns are the first factor's, from its column <paramref name="from"/> on, and where in the second those begin that are not, and how many.</summary>
        readonly (nint OfFirst, nint Skipped, nint OfSecond) Split(nint from, nint until)
        {
            nint ofFirst = Math.Clamp(first.Width - from, 0, until - from);
            return (ofFirst, Math.Max(0, from - first.Width), until - from - ofFirst);
        }

        /// <summary>Some columns of the factors against all panels of the part.</summary>
        readonly void Group<TSimd, TVector>(nint row, nint depth, nint done, nint end, nint start, nint count, bool sum)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint panel = 2 * TSimd.Count;
            (nint ofFirst, nint skipped, nint ofSecond) = Split(done, end);
            T* packed = Scratch<T>.ForA((ofFirst + ofSecond + 2) * depth), buffer = Scratch<T>.ForB(depth * panel);
            T* packedSecond = packed + (ofFirst * depth);
            if (ofFirst > 0) first.Pack<TSimd, TVector>(done, ofFirst, row, depth, packed);
            if (ofSecond > 0) second.Pack<TSimd, TVector>(skipped, ofSecond, row, depth, packedSecond);
            int share = 0, shares = (int)((count + panel - 1) / panel);
            nint next = row + depth, follow = Math.Min(depth, rows - next);
            for (nint j = start; j < start + count; j += panel, share++)
            {
                int width = (int)Math.Min(panel, start + count - j);
                T* raw = dz + (row * columns) + j;
                if (ofFirst > 0) first.Prefetch(done, ofFirst, next, follow, share, shares);
                if (ofSecond > 0) second.Prefetch(skipped, ofSecond, next, follow, share, shares);
                if (width < panel || (ofFirst > 0 ? ofFirst : ofSecond) < FewestOfAPart)
                {
                    GemmPack.Right(new MatrixView<T>(raw, columns, 1), depth, width, (int)panel, buffer);
                    raw = null;
                }

                if (ofFirst > 0)
                {
                    T* c = first.Room + (done * columns) + j;
                    GemmBlock<TSimd, TVector, T>.Column(ofFirst, depth, default, packed, buffer, panel, panel, raw, columns, c, columns, width, row > 0 || first.Accumulate ? c : null, columns);
                    raw = null;
                }

                if (ofSecond > 0)
                {
                    T* c = second.Room + (skipped * columns) + j;
                    GemmBlock<TSimd, TVector, T>.Column(ofSecond, depth, default, packedSecond, buffer, panel, panel, raw, columns, c, columns, width, row > 0 || second.Accumulate ? c : null, columns);
                    raw = null;
                }

                if (sum)
                {
                    if (raw != null) GemmPack.Right(new MatrixView<T>(raw, columns, 1), depth, width, (int)panel, buffer);
                    Sum<TSimd, TVector>(buffer, depth, bias + j, width);
                }
            }
        }

        /// <summary>Sums of 64 rows of a packed panel, added to the bias one after the other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Sum<TSimd, TVector>(T* panel, nint depth, T* bias, int width)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            for (nint from = 0; from < depth; from += SumRows)
            {
                TVector left = TSimd.Zero, right = TSimd.Zero;
                for (nint end = Math.Min(depth, from + SumRows), k = from; k < end; k++, panel += 2 * TSimd.Count)
                {
                    left = TSimd.Add(left, TSimd.Load(ref *panel, 0));
                    right = TSimd.Add(right, TSimd.Load(ref *panel, TSimd.Count));
                }

                AddTo<TSimd, TVector>(left, bias, Math.Min(width, TSimd.Count));
                if (width > TSimd.Count) AddTo<TSimd, TVector>(right, bias + TSimd.Count, width - TSimd.Count);
            }
        }

        static void AddTo<TSimd, TVector>(TVector sum, T* bias, int width)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.StorePart(TSimd.Add(TSimd.LoadPart(bias, width, T.Zero), sum), bias, width);
    }
}
