using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The gradients of a layer's weights and bias from those of its gates over all steps: dW = dzᵀ · factor, db = Σ dz.</summary>
/// <remarks>
/// The gates' gradients are the largest matrix of a layer, many times what the caches hold: they are read once, for all factors and the bias.
/// It is made transposed, so that vectors run along the gates, whose number is mostly a multiple of a vector's, and the narrower factors
/// are what is rearranged, where they do not lie as a tile can read them. An element is the chain of multiply-adds of <see cref="MatMul.MultiplyTransposedA{T}(int, int, int, ReadOnlySpan{T}, int, ReadOnlySpan{T}, int, Span{T}, int, bool)"/>,
/// a bias that of <see cref="RowKernels.AddColumnSums"/>, bit by bit.
/// </remarks>
static unsafe class WeightGradient
{
    const long ParallelFrom = 1L << 22; // multiply-adds: some 80 µs
    const long PartOfAll = 1L << 33; // multiply-adds: some 150 ms, after which somebody may want to stop
    const int GroupRows = 256; // columns of factors that share a panel: packed they stay in the second-level cache
    const int FewestOfAPart = 12; // columns of the factors: two whole tiles
    const int PackingCost = 16, ReadingCost = 32; // of an element of the factors and of dz, in multiply-adds
    const int SumRows = 64;
    const long NearBytes = 512 * 1024; // of the gates' gradients that a second-level cache holds beside the factors

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
            var ofBoth = new GateColumns<T>(dz, gates.Columns, common, 0, 0, ofInput: true, ofState: true, bx, bh);
            var ofInput = new GateColumns<T>(dz + common, gates.Columns, own, common, ofBoth.Vectors, ofInput: true, ofState: false, bx == null ? null : bx + common, null);
            var ofState = new GateColumns<T>(du, own, own, common, ofBoth.Vectors + ofInput.Vectors, ofInput: false, ofState: true, bh == null ? null : bh + common, null);
            var work = new Parts<T>(
                rows,
                ofBoth,
                ofInput,
                ofState,
                new(x, inputs.Stride, inputs.Width, dx, inputs.Accumulate, tx, x0, inputs.Reverse, pinned),
                new(y, states.Stride, states.Width, dy, states.Accumulate, ty, y0, states.Reverse, pinned));
            work.RunAll();
        }
    }

    /// <summary>A part is some columns of the factors, the inputs beside the states, by some columns of the gates: a rectangle of the gradients.</summary>
    struct Parts<T>(nint rows, GateColumns<T> ofBoth, GateColumns<T> ofInput, GateColumns<T> ofState, PinnedFactor<T> inputs, PinnedFactor<T> states) : IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Kinds = 3;

        nint _step;
        nint _factorStep;
        int _cuts;

        /// <summary>Columns of the gates by what they are multiplied by.</summary>
        readonly GateColumns<T> Kind(int number) => number switch { 0 => ofBoth, 1 => ofInput, _ => ofState };

        readonly nint Width => inputs.Width + states.Width;

        /// <summary>Vectors of all columns; those of different kinds share none.</summary>
        readonly nint Vectors => ofBoth.Vectors + ofInput.Vectors + ofState.Vectors;

        /// <summary>Whether the factors and the gates are more than what the second level still holds of them since they were made.</summary>
        readonly bool IsFar => rows * (Width + ofBoth.Count + ofInput.Count + ofState.Count) * sizeof(T) > NearBytes;

        /// <summary>Rows of the weights' gradients.</summary>
        readonly nint Gates => ofBoth.Count + ofInput.Count;

        readonly int Count => _cuts * (int)((Vectors + _step - 1) / _step);

        /// <summary>A part for each thread, or several of a long product, cut where it takes the least time: each packs its factors and reads its columns of the gates.</summary>
        public void RunAll()
        {
            long products = (long)rows * ((ofBoth.Count * Width) + (ofInput.Count * inputs.Width) + (ofState.Count * states.Width));
            nint wanted = Execution.Threads > 1 && products >= ParallelFrom ? Execution.Threads : 1;
            nint parts = wanted * (1 + (nint)(products / PartOfAll / wanted)), most = Math.Min(parts, Math.Max(1, Width / FewestOfAPart));
            Cut(parts, 1);
            for (nint cuts = 2, least = Cost(); cuts <= most; cuts++)
            {
                Parts<T> other = this;
                other.Cut(parts, cuts);
                if (other.Cost() >= least) continue;
                least = other.Cost();
                this = other;
            }

            Workers.Run<Parts<T>, T>(this, Count);
        }

        [MethodImpl(Compiled.Alone)]
        public readonly void Run<TSimd, TVector>(int part)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            Rectangle mine = Of(part);
            for (int kind = 0; kind < Kinds; kind++)
                Begin(Kind(kind).Between(mine.First, mine.Last), mine.From, mine.Until);
            for (nint row = 0; row < rows; row += GemmBlock<TSimd, TVector, T>.DepthRun)
            {
                nint depth = Math.Min(GemmBlock<TSimd, TVector, T>.DepthRun, rows - row);
                for (nint done = mine.From, sums = 1; done < mine.Until || sums > 0; done += GroupRows, sums = 0)
                    Group<TSimd, TVector>(mine, new(row, depth, done, Math.Min(done + GroupRows, mine.Until)), sums > 0);
            }

            for (int kind = 0; kind < Kinds; kind++)
                Save(Kind(kind).Between(mine.First, mine.Last), mine.From, mine.Until);
        }

        void Cut(nint parts, nint cuts)
        {
            nint vectors = Vectors, beside = Math.Clamp((parts + cuts - 1) / cuts, 1, Math.Max(1, vectors));
            _step = Math.Max(1, (vectors + beside - 1) / beside);
            _factorStep = Math.Max(1, (Width + cuts - 1) / cuts);
            _cuts = (int)Math.Max(1, (Width + _factorStep - 1) / _factorStep);
        }

        /// <summary>What a part makes. Neighbours read the same of the gates.</summary>
        readonly Rectangle Of(int part)
        {
            nint first = part / _cuts * _step, from = part % _cuts * _factorStep;
            return new(first, Math.Min(first + _step, Vectors), from, Math.Min(from + _factorStep, Width));
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
                Rectangle mine = Of(part);
                (nint x, _, nint h) = Split(mine.From, mine.Until);
                nint cost = (x + h) * PackingCost;
                for (int kind = 0; kind < Kinds; kind++)
                {
                    GateColumns<T> columns = Kind(kind).Between(mine.First, mine.Last);
                    nint factors = (columns.OfInput ? x : 0) + (columns.OfState ? h : 0);
                    cost += factors > 0 ? columns.Count * (factors + ReadingCost) : 0;
                }

                most = Math.Max(most, cost);
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

        /// <summary>Some columns of the factors against all panels of the part.</summary>
        readonly void Group<TSimd, TVector>(Rectangle mine, Slice slice, bool sums)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            (nint x, nint skipped, nint h) = Split(slice.From, slice.Until);
            T* room = Scratch<T>.ForA((x + h) * slice.Depth);
            LeftRows<T> ofInputs = x > 0 ? inputs.Left<TSimd, TVector>(slice.From, x, slice.Row, slice.Depth, room) : default;
            LeftRows<T> ofStates = h > 0 ? states.Left<TSimd, TVector>(skipped, h, slice.Row, slice.Depth, room + (x * slice.Depth)) : default;
            Slice next = slice.Until < mine.Until
                ? slice with { From = slice.Until, Until = Math.Min(slice.Until + GroupRows, mine.Until) }
                : new(slice.Row + slice.Depth, Math.Min(slice.Depth, rows - slice.Row - slice.Depth), mine.From, Math.Min(mine.From + GroupRows, mine.Until));
            RowsAhead ahead = next.Depth > 0 && IsFar ? Ahead<TSimd, TVector>(mine, slice, next) : default;
            for (int kind = 0; kind < Kinds; kind++)
            {
                GateColumns<T> columns = Kind(kind).Between(mine.First, mine.Last);
                Panels<TSimd, TVector>(columns, slice, ofInputs, ofStates, sums && IsSummedBetween(columns, mine.From, mine.Until), &ahead);
            }

            ahead.Finish();
        }

        /// <summary>What comes after a slice: its factors and, where these are other rows and few enough to stay near, the columns of the gates.</summary>
        readonly RowsAhead Ahead<TSimd, TVector>(Rectangle mine, Slice slice, Slice next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint tiles = 0;
            for (int kind = 0; kind < Kinds; kind++)
            {
                GateColumns<T> columns = Kind(kind).Between(mine.First, mine.Last);
                tiles += (FactorsOf(columns, slice) + 5) / 6 * (columns.Vectors / 2);
            }

            var ahead = new RowsAhead(tiles);
            (nint x, nint skipped, nint h) = Split(next.From, next.Until);
            inputs.AddTo(ref ahead, next.From, x, next.Row, next.Depth);
            states.AddTo(ref ahead, skipped, h, next.Row, next.Depth);
            if (next.Row == slice.Row || (mine.Last - mine.First) * TSimd.Count * sizeof(T) * next.Depth > NearBytes) return ahead;
            for (int kind = 0; kind < Kinds; kind++)
            {
                GateColumns<T> columns = Kind(kind).Between(mine.First, mine.Last);
                ahead.Add(columns.Data + (next.Row * columns.Stride), columns.Stride, columns.Count, next.Depth);
            }

            return ahead;
        }

        /// <summary>How many columns of the factors some of the gates are multiplied by.</summary>
        readonly nint FactorsOf(GateColumns<T> columns, Slice slice)
        {
            (nint x, _, nint h) = Split(slice.From, slice.Until);
            return (columns.OfInput ? x : 0) + (columns.OfState ? h : 0);
        }

        /// <summary>Whether a part with these columns of the factors sums these of the gates: the one with the first that they are multiplied by.</summary>
        readonly bool IsSummedBetween(GateColumns<T> columns, nint from, nint until)
        {
            nint first = columns.OfInput ? 0 : Math.Clamp(inputs.Width, 0, Math.Max(0, Width - 1));
            return columns.IsSummed && from <= first && (first < until || Width == 0);
        }

        readonly void Panels<TSimd, TVector>(GateColumns<T> columns, Slice slice, LeftRows<T> ofInputs, LeftRows<T> ofStates, bool sum, RowsAhead* ahead)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            (nint x, nint skipped, nint h) = Split(slice.From, slice.Until);
            if (!columns.OfInput) x = 0;
            if (!columns.OfState) h = 0;
            if (x + h == 0 && !sum) return;
            nint panel = 2 * TSimd.Count, row = slice.Row, depth = slice.Depth;
            T* buffer = Scratch<T>.ForB(depth * panel);
            for (nint j = 0; j < columns.Count; j += panel)
            {
                int width = (int)Math.Min(panel, columns.Count - j);
                T* raw = columns.Data + (row * columns.Stride) + j;
                if (width < panel || (x > 0 ? x : h) < FewestOfAPart)
                {
                    GemmPack.Right(new MatrixView<T>(raw, columns.Stride, 1), depth, width, (int)panel, buffer);
                    raw = null;
                }

                if (x > 0)
                {
                    T* c = inputs.Room + (slice.From * Gates) + columns.First + j;
                    GemmBlock<TSimd, TVector, T>.Column(x, depth, ofInputs, buffer, panel, 0, raw, columns.Stride, c, Gates, width, row > 0 || inputs.Accumulate ? c : null, Gates, ahead);
                    raw = null;
                }

                if (h > 0)
                {
                    T* c = states.Room + (skipped * Gates) + columns.First + j;
                    GemmBlock<TSimd, TVector, T>.Column(h, depth, ofStates, buffer, panel, 0, raw, columns.Stride, c, Gates, width, row > 0 || states.Accumulate ? c : null, Gates, ahead);
                }

                if (sum)
                    Sum<TSimd, TVector>(buffer, depth, columns.Bias == null ? null : columns.Bias + j, columns.OtherBias == null ? null : columns.OtherBias + j, width);
            }
        }

        /// <summary>Sums of 64 rows of a packed panel, added to the biases one after the other.</summary>
        [MethodImpl(Compiled.Alone)]
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

    /// <summary>Columns from … until of both factors over so many rows from one on.</summary>
    readonly record struct Slice(nint Row, nint Depth, nint From, nint Until);

    /// <summary>Vectors first … last of all columns of the gates by columns from … until of both factors.</summary>
    readonly record struct Rectangle(nint First, nint Last, nint From, nint Until);
}
