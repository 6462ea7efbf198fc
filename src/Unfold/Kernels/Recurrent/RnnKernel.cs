using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The simple recurrent layer: h[t] = f(z[t] + W_hh·h[t−1]), z = W_ih·x + b_ih + b_hh.</summary>
static unsafe class RnnKernel
{
    const int RowsAtOnce = 4; // of the gates, as few as fill whole vectors where a row does not

    /// <summary>Walks all sequences through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">Each sequence from its own last step to its first.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hhᵀ [H, H], packed: <see cref="PackedMatrix{T}.PackTransposed"/> of W_hh.</param>
    /// <param name="gates">[Rows, H]: z at entry, what goes into f at return; empty where nobody wants that: then z stands in the outputs.</param>
    /// <param name="outputs">[Rows, H], <paramref name="outputStride"/> apart: h of every step.</param>
    /// <param name="outputStride">Elements from row to row of the outputs: 2H in a layer of two directions.</param>
    /// <param name="state">[Sequences, H]: initial state at entry, final state at return.</param>
    /// <param name="inputs">The inputs whose product the walk makes itself, overwriting z; without them z is given.</param>
    /// <param name="fromZero">Whether the initial state is zeros: then nothing is multiplied by it.</param>
    public static void Forward<TActivation, T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, Span<T> gates, Span<T> outputs, int outputStride, Span<T> state,
        LayerInputs<T> inputs = default, bool fromZero = false)
        where TActivation : struct, ICellActivation
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert((gates.IsEmpty || gates.Length >= steps.Rows * units) && state.Length >= steps.Sequences * units && recurrent.Columns == units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), own = gates)
        fixed (T* y = &MemoryMarshal.GetReference(outputs), h = &MemoryMarshal.GetReference(state))
        fixed (T* x = inputs.Rows, wx = inputs.Weights.Panels, bias = inputs.Bias)
        {
            T* z = own == null ? y : own;
            int gateStride = own == null ? outputStride : units;
            var project = new StepProduct<T>(x, inputs.Weights.Rows, wx, z, gateStride, units, bias, 0);
            TimeWalk.Run<ForwardStep<TActivation, T>, T>(new(units, w, z, gateStride, y, outputStride, h, project), steps, reverse, backward: false, (long)units * units, withEnds: !fromZero);
        }
    }

    /// <summary>Back-propagation through time.</summary>
    /// <param name="steps">The packed rows.</param>
    /// <param name="reverse">As in the forward pass.</param>
    /// <param name="units">H.</param>
    /// <param name="recurrent">W_hh [H, H], packed: <see cref="PackedMatrix{T}.Pack(int, int, ReadOnlySpan{T}, int, Span{T})"/> of W_hh.</param>
    /// <param name="outputs">h of every step, from the forward pass.</param>
    /// <param name="outputStride">Elements from row to row of <paramref name="outputs"/> and <paramref name="outputGradients"/>.</param>
    /// <param name="outputGradients">What enters at every step's output; empty where nothing does.</param>
    /// <param name="stateGradients">[Sequences, H]: what enters at the final states; at return the gradient of the initial states.</param>
    /// <param name="gateGradients">[Rows, H], overwritten: gradient of z, from which all products with inputs and weights follow.</param>
    /// <param name="probe">Sees the gradient by the outputs at every step.</param>
    /// <param name="inputGradients">The gradients of the inputs, where the walk makes them, too.</param>
    /// <param name="toInitial">Whether the gradient of the initial state is wanted; where not, what stands in its place at return means nothing.</param>
    public static void Backward<TActivation, TProbe, T>(
        RaggedSteps steps, bool reverse, int units, PackedMatrix<T> recurrent, ReadOnlySpan<T> outputs, int outputStride,
        ReadOnlySpan<T> outputGradients, Span<T> stateGradients, Span<T> gateGradients, TProbe probe,
        LayerInputGradients<T> inputGradients = default, bool toInitial = true)
        where TActivation : struct, ICellActivation
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gateGradients.Length >= steps.Rows * units && stateGradients.Length >= steps.Sequences * units && recurrent.Rows == units);
        fixed (T* w = &MemoryMarshal.GetReference(recurrent.Panels), y = &MemoryMarshal.GetReference(outputs))
        fixed (T* dy = outputGradients, dh = &MemoryMarshal.GetReference(stateGradients), dz = &MemoryMarshal.GetReference(gateGradients))
        fixed (T* dx = inputGradients.Rows, wx = inputGradients.Weights.Panels)
        {
            int width = inputGradients.Weights.Columns;
            var inputs = new StepProduct<T>(dz, units, wx, dx, width, width, inputGradients.Accumulate ? dx : null, width);
            TimeWalk.Run<BackwardStep<TActivation, TProbe, T>, T>(new(units, w, y, outputStride, dy, dh, dz, probe, inputs), steps, reverse, backward: true, (long)units * units, withEnds: toInitial);
        }
    }

    readonly struct ForwardStep<TActivation, T>(int units, T* w, T* z, nint gateStride, T* y, nint stride, T* h, StepProduct<T> inputs) : ICellStep<T>
        where TActivation : struct, ICellActivation
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (3 * units + inputs.SourceWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            T* zr = z + row * gateStride, yr = y + row * stride, hr = h + (nint)first * units;
            inputs.Run<TSimd, TVector>(rows, row);
            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, units, units, new MatrixView<T>(hr, units, 1), w, zr, gateStride, accumulate: true);
            int some = gateStride == units && stride == units ? RowsAtOnce : 1; // those without gaps between them are one row
            for (int r = 0; r < rows; r += some, zr += some * gateStride, yr += some * stride, hr += some * units)
            {
                int count = Math.Min(some, rows - r), width = count * units, j = 0;
                for (; j <= width - TSimd.Count; j += TSimd.Count)
                    Activate<TSimd, TVector, WholeLane>(zr + j, yr + j, hr + j, TSimd.Count);
                if (j < width)
                    Activate<TSimd, TVector, PartLane>(zr + j, yr + j, hr + j, width - j);
                for (int i = 0; i < count && next.AreFar; i++) Fetch(next.Row + r + i);
            }
        }

        /// <summary>What the step reads and writes of a row.</summary>
        void Fetch(nint row)
        {
            inputs.FetchSource(row);
            Cache.PrefetchFar(z + row * gateStride, units);
            if (z != y) Cache.PrefetchFar(y + row * stride, units);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Activate<TSimd, TVector, TLane>(T* z, T* y, T* h, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector value = TActivation.Invoke<TSimd, TVector, T>(Lane<TSimd, TVector, T>.Load<TLane>(z, count));
            Lane<TSimd, TVector, T>.Store<TLane>(value, y, count);
            Lane<TSimd, TVector, T>.Store<TLane>(value, h, count);
        }
    }

    readonly struct BackwardStep<TActivation, TProbe, T>(int units, T* w, T* y, nint stride, T* dy, T* dh, T* dz, TProbe probe, StepProduct<T> inputs) : ICellStep<T>
        where TActivation : struct, ICellActivation
        where TProbe : struct, IRecurrentProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public nint RowBytes => (3 * units + inputs.DestinationWidth) * sizeof(T);

        [MethodImpl(Compiled.Alone)]
        public void Step<TSimd, TVector>(int step, int first, int rows, nint row, int running, nint beforeRow, int multiplied, NextRows next)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            T* yr = y + row * stride, dhr = dh + (nint)first * units, dzr = dz + row * units;
            int some = stride == units ? RowsAtOnce : 1;
            for (int r = 0; r < rows; r += some, yr += some * stride, dhr += some * units, dzr += some * units)
            {
                T* dyr = dy == null ? null : dy + (row + r) * stride;
                int count = Math.Min(some, rows - r), width = count * units, j = 0;
                for (; j <= width - TSimd.Count; j += TSimd.Count)
                    Differentiate<TSimd, TVector, WholeLane>(yr + j, dyr, j, dhr + j, dzr + j, TSimd.Count);
                if (j < width)
                    Differentiate<TSimd, TVector, PartLane>(yr + j, dyr, j, dhr + j, dzr + j, width - j);
                for (int i = 0; i < count && next.AreFar; i++) Fetch(next.Row + r + i);
            }

            dhr = dh + (nint)first * units;
            probe.OnStep(step, first, units, new ReadOnlySpan<T>(dhr, rows * units));
            GemmBlock<TSimd, TVector, T>.MultiplyPacked(multiplied, units, units, new MatrixView<T>(dz + row * units, units, 1), w, dhr, units, accumulate: false);
            inputs.Run<TSimd, TVector>(rows, row);
        }

        /// <summary>What the step reads and writes of a row.</summary>
        void Fetch(nint row)
        {
            Cache.PrefetchFar(y + row * stride, units);
            if (dy != null) Cache.PrefetchFar(dy + row * stride, units);
            Cache.PrefetchFar(dz + row * units, units);
            inputs.FetchDestination(row);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Differentiate<TSimd, TVector, TLane>(T* y, T* dy, nint j, T* dh, T* dz, int count)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TVector gradient = Lane<TSimd, TVector, T>.Flush(
                TSimd.Add(Lane<TSimd, TVector, T>.Load<TLane>(dh, count), Lane<TSimd, TVector, T>.LoadGiven<TLane>(dy, j, count)));
            TVector slope = TActivation.Slope<TSimd, TVector, T>(Lane<TSimd, TVector, T>.Load<TLane>(y, count));
            Lane<TSimd, TVector, T>.Store<TLane>(gradient, dh, count);
            Lane<TSimd, TVector, T>.Store<TLane>(TSimd.Multiply(gradient, slope), dz, count);
        }
    }
}
