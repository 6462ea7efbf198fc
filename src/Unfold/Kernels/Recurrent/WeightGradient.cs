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
    const int FewestOfAPart = 12; // columns of the factors: two whole tiles
    const int PackingCost = 16, ReadingCost = 32; // of an element of the factors and of dz, in multiply-adds
    const int SumRows = 64;

    /// <param name="steps">Where the rows stand.</param>
    /// <param name="gates">Their gradients.</param>
    /// <param name="inputs">The inputs; the default is none.</param>
    /// <param name="states">The states before the steps; the default is none.</param>
    public static void Run<T>(RaggedSteps steps, GateGradients<T> gates, WeightFactor<T> inputs, WeightFactor<T> states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int own = gates.StateColumns, common = gates.Columns - own, rows = steps.Rows;
        Debug.Assert(gates.Rows.Length >= (long)rows * gates.Columns && gates.OfState.Length >= (long)rows * own);
        fixed (int* offsets = steps.Offsets, active = steps.Active)
        fixed (T* dz = gates.Rows, du = gates.OfState, bx = gates.InputBias, bh = gates.StateBias)
        fixed (T* x = inputs.Rows, x0 = inputs.Initial, dx = inputs.Gradient, tx = inputs.Room)
        fixed (T* y = states.Rows, y0 = states.Initial, dy = states.Gradient, ty = states.Room)
        {
            var pinned = new PinnedSteps(offsets, active, steps.Steps);
            var work = new Parts<T>(
                rows,
                new(dz, gates.Columns, common, 0, ofInput: true, ofState: true, bx, bh),
                new(dz + common, gates.Columns, own, common, ofInput: true, ofState: false, bx == null ? null : bx + common, null),
                new(du, own, own, common, ofInput: false, ofState: true, bh == null ? null : bh + common, null),
                new(x, inputs.Stride, inputs.Width, dx, inputs.Accumulate, tx, x0, inputs.Reverse, pinned),
                new(y, states.Stride, states.Width, dy, states.Accumulate, ty, y0, states.Reverse, pinned));
            work.RunAll();
        }
    }

    /// <summary>A part is some columns of the factors, the inputs beside the states, by some columns of the gates: a rectangle of the gradients.</summary>
    struct Parts<T>(nint rows, GateColumns<T> common, GateColumns<T> ofInput, GateColumns<T> ofState, PinnedFactor<T> inputs, PinnedFactor<T> states) : IWork, IWidthKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint _step;
        nint _factorStep;
        int _cuts;
        int _part;

        readonly nint Width => inputs.Width + states.Width;

        /// <summary>Vectors of all columns; those of different factors share none.</summary>
        readonly nint Vectors => VectorsOf(common.Count) + VectorsOf(ofInput.Count) + VectorsOf(ofState.Count);

        readonly int Count => _cuts * (int)((Vectors + _step - 1) / _step);

        /// <summary>As many parts as are wanted, cut where it takes the least time: each packs its factors and reads its columns of the gates.</summary>
        public void RunAll()
        {
            long products = (long)rows * ((common.Count * Width) + (ofInput.Count * inputs.Width) + (ofState.Count * states.Width));
            nint wanted = Execution.Threads > 1 && products >= ParallelFrom ? PartsOfAThread * Execution.Threads : 1;
            nint parts = Math.Max(wanted, (nint)(products / PartOfAll) + 1), most = Math.Min(parts, Math.Max(1, Width / FewestOfAPart));
            Cut(parts, 1);
            for (nint cuts = 2, least = Cost(); cuts <= most; cuts++)
            {
                Parts<T> other = this;
                other.Cut(parts, cuts);
                if (other.Cost() >= least) continue;
                least = other.Cost();
                this = other;
            }

            Workers.Run(this, Count);
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
            (nint first, nint last, nint from, nint until) = Rectangle(_part);
            Begin(Of(common, first, last), from, until);
            Begin(Of(ofInput, first, last), from, until);
            Begin(Of(ofState, first, last), from, until);
            for (nint row = 0; row < rows; row += GemmBlock<TSimd, TVector, T>.DepthRun)
            {
                nint depth = Math.Min(GemmBlock<TSimd, TVector, T>.DepthRun, rows - row);
                for (nint done = from, sums = 1; done < until || sums > 0; done += GroupRows, sums = 0)
                    Group<TSimd, TVector>(row, depth, done, Math.Min(done + GroupRows, until), sums > 0);
            }

            Save(Of(common, first, last), from, until);
            Save(Of(ofInput, first, last), from, until);
            Save(Of(ofState, first, last), from, until);
        }

        static nint VectorsOf(nint columns) => (columns + SimdWidth.Count<T>() - 1) / SimdWidth.Count<T>();

        void Cut(nint parts, nint cuts)
        {
            nint vectors = Vectors, beside = Math.Clamp((parts + cuts - 1) / cuts, 1, Math.Max(1, vectors));
            _step = Math.Max(1, (vectors + beside - 1) / beside);
            _factorStep = Math.Max(1, (Width + cuts - 1) / cuts);
            _cuts = (int)Math.Max(1, (Width + _factorStep - 1) / _factorStep);
        }

        /// <summary>Vectors first … last of all columns and columns from … until of both factors. Neighbours read the same of the gates.</summary>
        readonly (nint First, nint Last, nint From, nint Until) Rectangle(int part)
        {
            nint first = part / _cuts * _step, from = part % _cuts * _factorStep;
            return (first, Math.Min(first + _step, Vectors), from, Math.Min(from + _factorStep, Width));
        }

        /// <summary>The columns among those that are the part's.</summary>
        readonly GateColumns<T> Of(GateColumns<T> columns, nint first, nint last)
        {
            nint before = (columns.OfInput && columns.OfState ? 0 : VectorsOf(common.Count)) + (columns.OfInput ? 0 : VectorsOf(ofInput.Count));
            nint start = Math.Clamp((first - before) * SimdWidth.Count<T>(), 0, columns.Count), end = Math.Clamp((last - before) * SimdWidth.Count<T>(), 0, columns.Count);
            return columns.Part(start, end - start);
        }

        /// <summary>How many of some columns of both factors are the inputs', from their column <paramref name="from"/> on, and where in the states those begin that are not, and how many.</summary>
        readonly (nint OfInputs, nint Skipped, nint OfStates) Split(nint from, nint until)
        {
            nint first = Math.Clamp(inputs.Width - from, 0, until - from);
            return (first, Math.Max(0, from - inputs.Width), until - from - first);
        }

        /// <summary>How long the threads take if each does as many parts as any and all are like the largest, in multiply-adds.</summary>
        readonly nint Cost()
        {
            nint most = 0;
            for (int part = 0; part < Count; part++)
            {
                (nint first, nint last, nint from, nint until) = Rectangle(part);
                (nint x, _, nint h) = Split(from, until);
                nint both = Of(common, first, last).Count, single = Of(ofInput, first, last).Count, other = Of(ofState, first, last).Count;
                single = x > 0 ? single : 0;
                other = h > 0 ? other : 0;
                most = Math.Max(most, (both * (x + h)) + (single * x) + (other * h) + ((both + single + other) * ReadingCost) + ((x + h) * PackingCost));
            }

            return most * ((Count + Execution.Threads - 1) / Execution.Threads);
        }

        readonly void Begin(GateColumns<T> columns, nint from, nint until)
        {
            (nint x, nint skipped, nint h) = Split(from, until);
            if (columns.OfInput) inputs.Begin(from, x, columns.First, columns.Count, Gates, cleared: rows == 0);
            if (columns.OfState) states.Begin(skipped, h, columns.First, columns.Count, Gates, cleared: rows == 0);
        }

        readonly void Save(GateColumns<T> columns, nint from, nint until)
        {
            (nint x, nint skipped, nint h) = Split(from, until);
            if (columns.OfInput) inputs.Save(from, x, columns.First, columns.Count, Gates);
            if (columns.OfState) states.Save(skipped, h, columns.First, columns.Count, Gates);
        }

        /// <summary>Rows of the weights' gradients.</summary>
        readonly nint Gates => common.Count + ofInput.Count;

        /// <summary>Some columns of the factors, packed, against all panels of the part.</summary>
        readonly void Group<TSimd, TVector>(nint row, nint depth, nint done, nint end, bool sums)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            (nint first, nint last, nint from, nint until) = Rectangle(_part);
            (nint x, nint skipped, nint h) = Split(done, end);
            T* packed = Scratch<T>.ForA((x + h + 2) * depth);
            if (x > 0) inputs.Pack<TSimd, TVector>(done, x, row, depth, packed);
            if (h > 0) states.Pack<TSimd, TVector>(skipped, h, row, depth, packed + (x * depth));
            int panels = (int)((last - first + 1) / 2), number = 0;
            Panels<TSimd, TVector>(Of(common, first, last), row, depth, done, end, packed, sums && IsSummedBetween(common, from, until), ref number, panels);
            Panels<TSimd, TVector>(Of(ofInput, first, last), row, depth, done, end, packed, sums && IsSummedBetween(ofInput, from, until), ref number, panels);
            Panels<TSimd, TVector>(Of(ofState, first, last), row, depth, done, end, packed, sums && IsSummedBetween(ofState, from, until), ref number, panels);
        }

        /// <summary>Whether a part with these columns of the factors sums these of the gates: the one with the first that they are multiplied by.</summary>
        readonly bool IsSummedBetween(GateColumns<T> columns, nint from, nint until)
        {
            nint first = columns.OfInput ? 0 : Math.Clamp(inputs.Width, 0, Math.Max(0, Width - 1));
            return columns.IsSummed && from <= first && (first < until || Width == 0);
        }

        readonly void Panels<TSimd, TVector>(GateColumns<T> columns, nint row, nint depth, nint done, nint end, T* packed, bool sum, ref int number, int panels)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            (nint x, nint skipped, nint h) = Split(done, end);
            T* packedStates = packed + (x * depth);
            if (!columns.OfInput) x = 0;
            if (!columns.OfState) h = 0;
            if (x + h == 0 && !sum) return;
            nint panel = 2 * TSimd.Count, next = row + depth, follow = Math.Min(depth, rows - next);
            T* buffer = Scratch<T>.ForB(depth * panel);
            for (nint j = 0; j < columns.Count; j += panel, number++)
            {
                int width = (int)Math.Min(panel, columns.Count - j);
                T* raw = columns.Data + (row * columns.Stride) + j;
                if (x > 0) inputs.Prefetch(done, x, next, follow, number, panels);
                if (h > 0) states.Prefetch(skipped, h, next, follow, number, panels);
                if (width < panel || (x > 0 ? x : h) < FewestOfAPart)
                {
                    GemmPack.Right(new MatrixView<T>(raw, columns.Stride, 1), depth, width, (int)panel, buffer);
                    raw = null;
                }

                if (x > 0)
                {
                    T* c = inputs.Room + (done * Gates) + columns.First + j;
                    GemmBlock<TSimd, TVector, T>.Column(x, depth, default, packed, buffer, panel, panel, raw, columns.Stride, c, Gates, width, row > 0 || inputs.Accumulate ? c : null, Gates);
                    raw = null;
                }

                if (h > 0)
                {
                    T* c = states.Room + (skipped * Gates) + columns.First + j;
                    GemmBlock<TSimd, TVector, T>.Column(h, depth, default, packedStates, buffer, panel, panel, raw, columns.Stride, c, Gates, width, row > 0 || states.Accumulate ? c : null, Gates);
                }

                if (sum)
                    Sum<TSimd, TVector>(buffer, depth, columns.Bias == null ? null : columns.Bias + j, columns.OtherBias == null ? null : columns.OtherBias + j, width);
            }
        }

        /// <summary>Sums of 64 rows of a packed panel, added to the biases one after the other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Sum<TSimd, TVector>(T* panel, nint depth, T* bias, T* other, int width)
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

                if (bias != null) AddTo<TSimd, TVector>(left, right, bias, width);
                if (other != null) AddTo<TSimd, TVector>(left, right, other, width);
            }
        }

        static void AddTo<TSimd, TVector>(TVector left, TVector right, T* bias, int width)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            int first = Math.Min(width, TSimd.Count), second = width - first;
            TSimd.StorePart(TSimd.Add(TSimd.LoadPart(bias, first, T.Zero), left), bias, first);
            if (second > 0)
                TSimd.StorePart(TSimd.Add(TSimd.LoadPart(bias + first, second, T.Zero), right), bias + first, second);
        }
    }
}
