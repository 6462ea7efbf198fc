using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Gru"/> in one direction.</summary>
    internal static void Gru(RecurrentStep step)
    {
        if (step.X.DType == DType.Float32) GruNode<float>.Apply(step);
        else GruNode<double>.Apply(step);
    }

    sealed class GruNode<T>(RecurrentStep step, Tensor initial, Tensor gates, Tensor hidden) : RecurrentNode<T>(step, initial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Apply(RecurrentStep step)
        {
            (SequenceLayout layout, int units) = (step.Layout, step.HiddenSize);
            Tensor gates = Room(layout.TotalSteps * 3 * units), hidden = Room(layout.TotalSteps * units), initial = step.H.Load<T>(layout);
            PackedMatrix<T> recurrent = Pack(step, backward: false, out PackedMatrix<T> inputWeights);
            LayerInputs<T> inputs = Project(step, gates.Span<T>(), 3 * units, hiddenBiases: 2 * units, inputWeights);
            Span<T> state = Room(initial.Length).Span<T>(), candidateBias = Room(units).Span<T>();
            initial.Span<T>().CopyTo(state);
            if (step.Weights.HiddenBias is { } bias) bias.Value.Span<T>()[(2 * units)..].CopyTo(candidateBias);
            else candidateBias.Clear();
            GruKernel.Forward(
                step.Steps(), step.Reverse, units, recurrent, candidateBias, gates.Span<T>(), hidden.Span<T>(),
                Side(step, step.Output.Span<T>()), step.Stride, state, inputs, step.H.IsZero);
            step.H.Store<T>(layout, state);
            step.Pass?.Forward(step, gates, cells: null);
            if (step.RequiresGrad) Tape.Record(new GruNode<T>(step, initial, gates, hidden));
        }

        protected override Tensor WalkBack<TProbe>(TProbe probe)
        {
            PackedMatrix<T> recurrent = Pack(Step, backward: true, out PackedMatrix<T> inputWeights);
            Span<T> dh = Step.H.LoadGradient<T>(Step.Layout);
            GruKernel.Backward(
                Step.Steps(), Step.Reverse, Step.HiddenSize, recurrent, gates.Span<T>(), hidden.Span<T>(), Side(Step, Output.Span<T>()),
                Step.Stride, Initial.Span<T>(), DirectGradients(), dh, gates.Span<T>(), hidden.Span<T>(), probe, InputGradients(inputWeights), Step.H.InitialRequiresGrad);
            Step.H.AddGradient<T>(Step.Layout, dh);
            Distribute(gates, hidden);
            return gates;
        }
    }
}
