using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Lstm"/> in one direction.</summary>
    internal static void Lstm(RecurrentStep step)
    {
        if (step.X.DType == DType.Float32) LstmNode<float>.Apply(step);
        else LstmNode<double>.Apply(step);
    }

    sealed class LstmNode<T>(RecurrentStep step, Tensor initial, Tensor initialCells, Tensor gates, Tensor cells) : RecurrentNode<T>(step, initial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Apply(RecurrentStep step)
        {
            (SequenceLayout layout, int units) = (step.Layout, step.HiddenSize);
            Tensor gates = Room(layout.TotalSteps * 4 * units), cells = Room(layout.TotalSteps * units);
            Tensor initial = step.H.Load<T>(layout), initialCells = step.C!.Load<T>(layout);
            PackedMatrix<T> recurrent = Pack(step, backward: false, out PackedMatrix<T> inputWeights);
            LayerInputs<T> inputs = Project(step, gates.Span<T>(), 4 * units, hiddenBiases: 4 * units, inputWeights);
            Span<T> state = Room(initial.Length).Span<T>(), cellState = Room(initial.Length).Span<T>();
            initial.Span<T>().CopyTo(state);
            initialCells.Span<T>().CopyTo(cellState);
            LstmKernel.Forward(
                step.Steps(), step.Reverse, units, recurrent, gates.Span<T>(), cells.Span<T>(),
                Side(step, step.Output.Span<T>()), step.Stride, state, cellState, inputs, step.H.IsZero);
            step.H.Store<T>(layout, state);
            step.C.Store<T>(layout, cellState);
            step.Pass?.Forward(step, gates, cells);
            if (step.RequiresGrad) Tape.Record(new LstmNode<T>(step, initial, initialCells, gates, cells));
        }

        protected override Tensor WalkBack<TProbe>(TProbe probe)
        {
            PackedMatrix<T> recurrent = Pack(Step, backward: true, out PackedMatrix<T> inputWeights);
            Span<T> dh = Step.H.LoadGradient<T>(Step.Layout), dc = Step.C!.LoadGradient<T>(Step.Layout);
            LstmKernel.Backward(
                Step.Steps(), Step.Reverse, Step.HiddenSize, recurrent, gates.Span<T>(), cells.Span<T>(), initialCells.Span<T>(),
                DirectGradients(), Step.Stride, dh, dc, gates.Span<T>(), probe, InputGradients(inputWeights), Step.H.InitialRequiresGrad);
            Step.H.AddGradient<T>(Step.Layout, dh);
            Step.C.AddGradient<T>(Step.Layout, dc);
            Distribute(gates);
            return gates;
        }
    }
}
