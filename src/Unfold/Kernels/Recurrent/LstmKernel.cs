using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The LSTM layer, gates in the order i, f, g, o: c[t] = f·c[t−1] + i·g, h[t] = o·tanh(c[t]).</summary>
/// <remarks>i, f, o = σ(z + W_hh·h[t−1]), g = tanh(…), z = W_ih·x + b_ih + b_hh.</remarks>
static unsafe class LstmKernel
{
    /// <summary>Walks all sequences through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">Each sequence from its own last step to its first.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hhᵀ [H, 4H], packed: <see cref="PackedMatrix{T}.PackTransposed"/> of W_hh [4H, H].</param>
    /// <param name="gates">[Rows, 4H]: z at entry; i, f, g, o after their nonlinearities at return, for the backward pass.</param>
    /// <param name="cells">[Rows, H], overwritten: c of every step, for the backward pass.</param>
    /// <param name="outputs">[Rows, H], <paramref name="outputStride"/> apart: h of every step.</param>
    /// <param name="outputStride">Elements from row to row of the outputs.</param>
    /// <param name="state">[Sequences, H]: h at entry, final h at return.</param>
    /// <param name="cellState">[Sequences, H]: c at entry, final c at return.</param>
    /// <param name="inputs">The inputs whose product the walk makes itself, overwriting z; without them z is given.</param>
    /// <param name="fromZero">Whether the initial state is zeros: then nothing is multiplied by it.</param>
    public static void Forward<T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, Span<T> gates, Span<T> cells, Span<T> outputs, int outputStride,
        Span<T> state, Span<T> cellState, LayerInputs<T> inputs = default, bool fromZero = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gates.Length >= 4 * steps.Rows * units && cells.Length >= steps.Rows * units && recurrent.Columns == 4 * units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), z = &MemoryMarshal.GetReference(gates), c = &MemoryMarshal.GetReference(cells))
        fixed (T* y = &MemoryMarshal.GetReference(outputs), h = &MemoryMarshal.GetReference(state), running = &MemoryMarshal.GetReference(cellState))
        fixed (T* x = inputs.Rows, wx = inputs.Weights.Panels, bias = inputs.Bias)
            TimeWalk.Run<ForwardStep<T>, T>(new(units, w, z, c, y, outputStride, h, running, new(x, inputs.Weights.Rows, wx, z, 4 * units, 4 * units, bias, 0)), steps, reverse, backward: false, 4L * units * units, withEnds: !fromZero);
    }

    /// <summary>Back-propagation through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">As in the forward pass.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hh [4H, H], packed: <see cref="PackedMatrix{T}.Pack(int, int, ReadOnlySpan{T}, int, Span{T})"/> of W_hh.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="cells">From the forward pass.</param>
    /// <param name="initialCells">[Sequences, H]: c before the first step.</param>
    /// <param name="outputGradients">What enters at every step's output, <paramref name="outputStride"/> apart; empty where nothing does.</param>
    /// <param name="outputStride">Elements from row to row of the output gradients.</param>
    /// <param name="stateGradients">[Sequences, H]: what enters at the final h; at return the gradient of the initial h.</param>
    /// <param name="cellGradients">[Sequences, H]: the same of c.</param>
    /// <param name="gateGradients">[Rows, 4H], overwritten: gradient of z. May be the memory of <paramref name="gates"/>.</param>
    /// <param name="probe">Sees the gradient by the outputs at every step.</param>
    /// <param name="inputGradients">The gradients of the inputs, where the walk makes them, too.</param>
    /// <param name="toInitial">Whether the gradient of the initial state is wanted; where not, what stands in its place at return means nothing.</param>
    public static void Backward<TProbe, T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, ReadOnlySpan<T> gates, ReadOnlySpan<T> cells, ReadOnlySpan<T> initialCells,
        ReadOnlySpan<T> outputGradients, int outputStride, Span<T> stateGradients, Span<T> cellGradients, Span<T> gateGradients, TProbe probe,
        LayerInputGradients<T> inputGradients = default, bool toInitial = true)
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gateGradients.Length >= 4 * steps.Rows * units && stateGradients.Length >= steps.Sequences * units && recurrent.Rows == 4 * units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), a = &MemoryMarshal.GetReference(gates), c = &MemoryMarshal.GetReference(cells))
        fixed (T* c0 = &MemoryMarshal.GetReference(initialCells), dy = outputGradients, dz = &MemoryMarshal.GetReference(gateGradients))
        fixed (T* dh = &MemoryMarshal.GetReference(stateGradients), dc = &MemoryMarshal.GetReference(cellGradients))
        fixed (T* dx = inputGradients.Rows, wx = inputGradients.Weights.Panels)
        {
            int width = inputGradients.Weights.Columns;
            var inputs = new StepProduct<T>(dz, 4 * units, wx, dx, width, width, inputGradients.Accumulate ? dx : null, width);
            TimeWalk.Run<BackwardStep<TProbe, T>, T>(new(units, w, a, c, c0, dy, outputStride, dh, dc, dz, probe, inputs), steps, reverse, backward: true, 4L * units * units, withEnds: toInitial);
        }
    }

    readonly struct ForwardStep<T>(int units, T* w, T* z, T* c, T* y, nint stride, T* h, T* cell, StepProduct<T> inputs) : ICellStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (6 * units + inputs.SourceWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint width = 4 * (nint)units;
            T* zr = z + row * width, cr = c + row * units, yr = y + row * stride, hr = h + (nint)first * units, sr = cell + (nint)first * units;
            inputs.Run<TSimd, TVector>(rows, row);
            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, width, units, new MatrixView<T>(hr, units, 1), w, zr, width, accumulate: true);
            for (int r = 0; r < rows; r++, zr += width, cr += units, yr += stride, hr += units, sr += units)
            {
                int j = 0;
                for (; j <= units - TSimd.Count; j += TSimd.Count)
                    Gates<TSimd, TVector, WholeLane>(units, zr + j, cr + j, yr + j, hr + j, sr + j, TSimd.Count);
                if (j < units)
                    Gates<TSimd, TVector, PartLane>(units, zr + j, cr + j, yr + j, hr + j, sr + j, units - j);
                if (next.AreFar) Fetch(next.Row + r);
            }
        }

        /// <summary>What the step reads and writes of a row.</summary>
        void Fetch(nint row)
        {
            inputs.FetchSource(row);
            Cache.PrefetchFar(z + row * 4 * units, 4 * units);
            Cache.PrefetchFar(c + row * units, units);
            Cache.PrefetchFar(y + row * stride, units);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Gates<TSimd, TVector, TLane>(nint units, T* z, T* c, T* y, T* h, T* cell, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector input = VectorMath<TSimd, TVector, T>.Sigmoid(Lane<TSimd, TVector, T>.Load<TLane>(z, count));
            TVector forget = VectorMath<TSimd, TVector, T>.Sigmoid(Lane<TSimd, TVector, T>.Load<TLane>(z + units, count));
            TVector candidate = VectorMath<TSimd, TVector, T>.Tanh(Lane<TSimd, TVector, T>.Load<TLane>(z + 2 * units, count));
            TVector output = VectorMath<TSimd, TVector, T>.Sigmoid(Lane<TSimd, TVector, T>.Load<TLane>(z + 3 * units, count));
            TVector next = TSimd.MultiplyAdd(forget, Lane<TSimd, TVector, T>.Load<TLane>(cell, count), TSimd.Multiply(input, candidate));
            TVector value = TSimd.Multiply(output, VectorMath<TSimd, TVector, T>.Tanh(next));
            Lane<TSimd, TVector, T>.Store<TLane>(input, z, count);
            Lane<TSimd, TVector, T>.Store<TLane>(forget, z + units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(candidate, z + 2 * units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(output, z + 3 * units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(next, c, count);
            Lane<TSimd, TVector, T>.Store<TLane>(next, cell, count);
            Lane<TSimd, TVector, T>.Store<TLane>(value, y, count);
            Lane<TSimd, TVector, T>.Store<TLane>(value, h, count);
        }
    }

    readonly struct BackwardStep<TProbe, T>(int units, T* w, T* a, T* c, T* c0, T* dy, nint stride, T* dh, T* dc, T* dz, TProbe probe, StepProduct<T> inputs) : ICellStep<T>
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (6 * units + inputs.DestinationWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint width = 4 * (nint)units;
            for (int r = 0; r < rows; r++)
            {
                nint s = first + r, p = row + r;
                T* before = r < running ? c + (beforeRow + r) * units : c0 + s * units;
                T* ar = a + p * width, cr = c + p * units, dyr = dy == null ? null : dy + p * stride, dhr = dh + s * units, dcr = dc + s * units, dzr = dz + p * width;
                int j = 0;
                for (; j <= units - TSimd.Count; j += TSimd.Count)
                    Gates<TSimd, TVector, WholeLane>(units, ar + j, cr + j, before + j, dyr, j, dhr + j, dcr + j, dzr + j, TSimd.Count);
                if (j < units)
                    Gates<TSimd, TVector, PartLane>(units, ar + j, cr + j, before + j, dyr, j, dhr + j, dcr + j, dzr + j, units - j);
                if (next.AreFar) Fetch(next.Row + r, next.RowAfter + r);
            }

            T* block = dh + (nint)first * units;
            probe.OnStep(step, first, units, new ReadOnlySpan<T>(block, rows * units));
            probe.OnCell(step, first, units, new ReadOnlySpan<T>(dc + (nint)first * units, rows * units));
            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, units, width, new MatrixView<T>(dz + row * width, width, 1), w, block, units, accumulate: false);
            inputs.Run<TSimd, TVector>(rows, row);
        }

        /// <summary>What the step reads and writes of a row, whose cells before are those of the step after it in the walk.</summary>
        void Fetch(nint row, nint rowAfter)
        {
            Cache.PrefetchFar(a + row * 4 * units, 4 * units);
            Cache.PrefetchFar(c + rowAfter * units, units);
            if (dy != null) Cache.PrefetchFar(dy + row * stride, units);
            inputs.FetchDestination(row);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Gates<TSimd, TVector, TLane>(nint units, T* a, T* c, T* before, T* dy, nint j, T* dh, T* dc, T* dz, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector one = TSimd.Broadcast(T.One);
            TVector input = Lane<TSimd, TVector, T>.Load<TLane>(a, count);
            TVector forget = Lane<TSimd, TVector, T>.Load<TLane>(a + units, count);
            TVector candidate = Lane<TSimd, TVector, T>.Load<TLane>(a + 2 * units, count);
            TVector output = Lane<TSimd, TVector, T>.Load<TLane>(a + 3 * units, count);
            TVector squashed = VectorMath<TSimd, TVector, T>.Tanh(Lane<TSimd, TVector, T>.Load<TLane>(c, count));

            TVector gradient = Lane<TSimd, TVector, T>.Flush(
                TSimd.Add(Lane<TSimd, TVector, T>.Load<TLane>(dh, count), Lane<TSimd, TVector, T>.LoadGiven<TLane>(dy, j, count)));
            TVector byOutput = TSimd.Multiply(gradient, squashed);
            TVector byCell = Lane<TSimd, TVector, T>.Flush(TSimd.MultiplyAdd(
                TSimd.Multiply(gradient, output), TSimd.NegateMultiplyAdd(squashed, squashed, one), Lane<TSimd, TVector, T>.Load<TLane>(dc, count)));
            TVector byForget = TSimd.Multiply(byCell, Lane<TSimd, TVector, T>.Load<TLane>(before, count));

            Lane<TSimd, TVector, T>.Store<TLane>(gradient, dh, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(byCell, forget), dc, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(TSimd.Multiply(byCell, candidate), TSimd.NegateMultiplyAdd(input, input, input)), dz, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(byForget, TSimd.NegateMultiplyAdd(forget, forget, forget)), dz + units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(TSimd.Multiply(byCell, input), TSimd.NegateMultiplyAdd(candidate, candidate, one)), dz + 2 * units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(byOutput, TSimd.NegateMultiplyAdd(output, output, output)), dz + 3 * units, count);
        }
    }
}
