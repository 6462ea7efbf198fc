using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The GRU layer, gates in the order r, z, n: h[t] = (1 − z)·n + z·h[t−1].</summary>
/// <remarks>
/// r, z = σ(x-part + W_h·h[t−1]); n = tanh(x-part + r·(W_hn·h[t−1] + b_hn)). The x-part is W_ih·x + b_ih,
/// plus b_hh for r and z. The bias b_hn stands within the product with r and is given apart.
/// </remarks>
static unsafe class GruKernel
{
    /// <summary>Walks all sequences through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">Each sequence from its own last step to its first.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hhᵀ [H, 3H], packed: <see cref="PackedMatrix{T}.PackTransposed"/> of W_hh [3H, H].</param>
    /// <param name="candidateBias">b_hn [H].</param>
    /// <param name="gates">[Rows, 3H]: the x-part at entry; r, z, n after their nonlinearities at return, for the backward pass.</param>
    /// <param name="hidden">[Rows, H], overwritten: W_hn·h[t−1] + b_hn, for the backward pass.</param>
    /// <param name="outputs">[Rows, H], <paramref name="outputStride"/> apart: h of every step.</param>
    /// <param name="outputStride">Elements from row to row of the outputs.</param>
    /// <param name="state">[Sequences, H]: h at entry, final h at return.</param>
    /// <param name="inputs">The inputs whose product the walk makes itself, overwriting the x-part; without them the x-part is given.</param>
    /// <param name="fromZero">Whether the initial state is zeros: then nothing is multiplied by it.</param>
    public static void Forward<T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, ReadOnlySpan<T> candidateBias, Span<T> gates, Span<T> hidden,
        Span<T> outputs, int outputStride, Span<T> state, LayerInputs<T> inputs = default, bool fromZero = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gates.Length >= 3 * steps.Rows * units && hidden.Length >= steps.Rows * units && recurrent.Columns == 3 * units && candidateBias.Length == units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), b = &MemoryMarshal.GetReference(candidateBias), a = &MemoryMarshal.GetReference(gates))
        fixed (T* u = &MemoryMarshal.GetReference(hidden), y = &MemoryMarshal.GetReference(outputs), h = &MemoryMarshal.GetReference(state))
        fixed (T* x = inputs.Rows, wx = inputs.Weights.Panels, bias = inputs.Bias)
            TimeWalk.Run<ForwardStep<T>, T>(new(units, w, b, a, u, y, outputStride, h, new(x, inputs.Weights.Rows, wx, a, 3 * units, 3 * units, bias, 0)), steps, reverse, backward: false, 3L * units * units, withEnds: !fromZero);
    }

    /// <summary>Back-propagation through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">As in the forward pass.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hh [3H, H], packed: <see cref="PackedMatrix{T}.Pack(int, int, ReadOnlySpan{T}, int, Span{T})"/> of W_hh.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="hidden">From the forward pass.</param>
    /// <param name="outputs">From the forward pass.</param>
    /// <param name="initial">[Sequences, H]: h before the first step.</param>
    /// <param name="outputStride">Elements from row to row of <paramref name="outputs"/> and <paramref name="outputGradients"/>.</param>
    /// <param name="outputGradients">What enters at every step's output; empty where nothing does.</param>
    /// <param name="stateGradients">[Sequences, H]: what enters at the final h; at return the gradient of the initial h.</param>
    /// <param name="gateGradients">[Rows, 3H], overwritten: gradient of the x-part; its column sums are the gradient of b_ih. May be the memory of <paramref name="gates"/>.</param>
    /// <param name="candidateGradients">[Rows, H], overwritten: gradient of W_hn·h[t−1] + b_hn, which differs from that of n's x-part by the factor r. May be the memory of <paramref name="hidden"/>.</param>
    /// <param name="probe">Sees the gradient by the outputs at every step.</param>
    /// <param name="inputGradients">The gradients of the inputs, where the walk makes them, too.</param>
    /// <param name="toInitial">Whether the gradient of the initial state is wanted; where not, what stands in its place at return means nothing.</param>
    public static void Backward<TProbe, T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, ReadOnlySpan<T> gates, ReadOnlySpan<T> hidden, ReadOnlySpan<T> outputs,
        int outputStride, ReadOnlySpan<T> initial, ReadOnlySpan<T> outputGradients, Span<T> stateGradients, Span<T> gateGradients, Span<T> candidateGradients, TProbe probe,
        LayerInputGradients<T> inputGradients = default, bool toInitial = true)
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gateGradients.Length >= 3 * steps.Rows * units && candidateGradients.Length >= steps.Rows * units && recurrent.Rows == 3 * units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), a = &MemoryMarshal.GetReference(gates), u = &MemoryMarshal.GetReference(hidden))
        fixed (T* y = &MemoryMarshal.GetReference(outputs), h0 = &MemoryMarshal.GetReference(initial), dy = outputGradients)
        fixed (T* dh = &MemoryMarshal.GetReference(stateGradients), da = &MemoryMarshal.GetReference(gateGradients), dn = &MemoryMarshal.GetReference(candidateGradients))
        fixed (T* dx = inputGradients.Rows, wx = inputGradients.Weights.Panels)
        {
            int width = inputGradients.Weights.Columns;
            var inputs = new StepProduct<T>(da, 3 * units, wx, dx, width, width, inputGradients.Accumulate ? dx : null, width);
            TimeWalk.Run<BackwardStep<TProbe, T>, T>(new(units, w, a, u, y, h0, dy, outputStride, dh, da, dn, probe, inputs), steps, reverse, backward: true, 3L * units * units, withEnds: toInitial);
        }
    }

    readonly struct ForwardStep<T>(int units, T* w, T* b, T* a, T* u, T* y, nint stride, T* h, StepProduct<T> inputs) : ICellStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (6 * units + inputs.SourceWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint width = 3 * (nint)units;
            T* product = Scratch<T>.ForState(rows * width);
            T* hr = h + (nint)first * units;
            inputs.Run<TSimd, TVector>(rows, row);
            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, width, units, new MatrixView<T>(hr, units, 1), w, product, width, accumulate: false);
            new Span<T>(product + (multiplied * width), checked((int)((rows - multiplied) * width))).Clear();
            T* ar = a + row * width, ur = u + row * units, yr = y + row * stride;
            for (int r = 0; r < rows; r++, product += width, ar += width, ur += units, yr += stride, hr += units)
            {
                int j = 0;
                for (; j <= units - TSimd.Count; j += TSimd.Count)
                    Gates<TSimd, TVector, WholeLane>(units, product + j, b + j, ar + j, ur + j, yr + j, hr + j, TSimd.Count);
                if (j < units)
                    Gates<TSimd, TVector, PartLane>(units, product + j, b + j, ar + j, ur + j, yr + j, hr + j, units - j);
                if (next.AreFar) Fetch(next.Row + r);
            }
        }

        /// <summary>What the step reads and writes of a row.</summary>
        void Fetch(nint row)
        {
            inputs.FetchSource(row);
            Cache.PrefetchFar(a + row * 3 * units, 3 * units);
            Cache.PrefetchFar(u + row * units, units);
            Cache.PrefetchFar(y + row * stride, units);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Gates<TSimd, TVector, TLane>(nint units, T* product, T* bias, T* a, T* u, T* y, T* h, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector reset = VectorMath<TSimd, TVector, T>.Sigmoid(
                TSimd.Add(Lane<TSimd, TVector, T>.Load<TLane>(a, count), Lane<TSimd, TVector, T>.Load<TLane>(product, count)));
            TVector update = VectorMath<TSimd, TVector, T>.Sigmoid(
                TSimd.Add(Lane<TSimd, TVector, T>.Load<TLane>(a + units, count), Lane<TSimd, TVector, T>.Load<TLane>(product + units, count)));
            TVector inner = TSimd.Add(Lane<TSimd, TVector, T>.Load<TLane>(product + 2 * units, count), Lane<TSimd, TVector, T>.Load<TLane>(bias, count));
            TVector candidate = VectorMath<TSimd, TVector, T>.Tanh(TSimd.MultiplyAdd(reset, inner, Lane<TSimd, TVector, T>.Load<TLane>(a + 2 * units, count)));
            TVector value = TSimd.MultiplyAdd(update, TSimd.Subtract(Lane<TSimd, TVector, T>.Load<TLane>(h, count), candidate), candidate);
            Lane<TSimd, TVector, T>.Store<TLane>(reset, a, count);
            Lane<TSimd, TVector, T>.Store<TLane>(update, a + units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(candidate, a + 2 * units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(inner, u, count);
            Lane<TSimd, TVector, T>.Store<TLane>(value, y, count);
            Lane<TSimd, TVector, T>.Store<TLane>(value, h, count);
        }
    }

    readonly struct BackwardStep<TProbe, T>(int units, T* w, T* a, T* u, T* y, T* h0, T* dy, nint stride, T* dh, T* da, T* dn, TProbe probe, StepProduct<T> inputs) : ICellStep<T>
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (6 * units + inputs.DestinationWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            nint width = 3 * (nint)units;
            T* block = dh + (nint)first * units, du = Scratch<T>.ForState(rows * width), dur = du; // of what all gates get from the state, for the product
            if (dy != null) Lane<TSimd, TVector, T>.AddRows(rows, units, dy + row * stride, stride, block);
            probe.OnStep(step, first, units, new ReadOnlySpan<T>(block, rows * units));
            for (int r = 0; r < rows; r++)
            {
                nint s = first + r, p = row + r;
                T* before = r < running ? y + (beforeRow + r) * stride : h0 + s * units;
                T* ar = a + p * width, ur = u + p * units, dhr = dh + s * units, dar = da + p * width, dnr = dn + p * units;
                int j = 0;
                for (; j <= units - TSimd.Count; j += TSimd.Count)
                    Gates<TSimd, TVector, WholeLane>(units, ar + j, ur + j, before + j, dhr + j, dar + j, dnr + j, dur + j, TSimd.Count);
                if (j < units)
                    Gates<TSimd, TVector, PartLane>(units, ar + j, ur + j, before + j, dhr + j, dar + j, dnr + j, dur + j, units - j);
                if (next.AreFar) Fetch(next.Row + r, next.RowAfter + r);
                dur += width;
            }

            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, units, width, new MatrixView<T>(du, width, 1), w, block, units, accumulate: true);
            inputs.Run<TSimd, TVector>(rows, row);
        }

        /// <summary>What the step reads and writes of a row, whose states before are those of the step after it in the walk.</summary>
        void Fetch(nint row, nint rowAfter)
        {
            Cache.PrefetchFar(a + row * 3 * units, 3 * units);
            Cache.PrefetchFar(u + row * units, units);
            Cache.PrefetchFar(dn + row * units, units);
            Cache.PrefetchFar(y + rowAfter * stride, units);
            if (dy != null) Cache.PrefetchFar(dy + row * stride, units);
            inputs.FetchDestination(row);
        }

        /// <summary>Leaves in dh what passes by the gate z; the product with W_hh is added to it afterwards.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Gates<TSimd, TVector, TLane>(nint units, T* a, T* u, T* before, T* dh, T* da, T* dn, T* du, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector one = TSimd.Broadcast(T.One);
            TVector reset = Lane<TSimd, TVector, T>.Load<TLane>(a, count);
            TVector update = Lane<TSimd, TVector, T>.Load<TLane>(a + units, count);
            TVector candidate = Lane<TSimd, TVector, T>.Load<TLane>(a + 2 * units, count);
            TVector gradient = Lane<TSimd, TVector, T>.Flush(Lane<TSimd, TVector, T>.Load<TLane>(dh, count));

            TVector byCandidate = TSimd.Multiply(
                TSimd.Multiply(gradient, TSimd.Subtract(one, update)), TSimd.NegateMultiplyAdd(candidate, candidate, one));
            TVector byUpdate = TSimd.Multiply(
                TSimd.Multiply(gradient, TSimd.Subtract(Lane<TSimd, TVector, T>.Load<TLane>(before, count), candidate)), TSimd.NegateMultiplyAdd(update, update, update));
            TVector byReset = TSimd.Multiply(
                TSimd.Multiply(byCandidate, Lane<TSimd, TVector, T>.Load<TLane>(u, count)), TSimd.NegateMultiplyAdd(reset, reset, reset));

            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(gradient, update), dh, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byReset, da, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byReset, du, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byUpdate, da + units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byUpdate, du + units, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byCandidate, da + 2 * units, count);
            TVector byInner = TSimd.Multiply(byCandidate, reset);
            Lane<TSimd, TVector, T>.Store<TLane>(byInner, dn, count);
            Lane<TSimd, TVector, T>.Store<TLane>(byInner, du + 2 * units, count);
        }
    }
}
