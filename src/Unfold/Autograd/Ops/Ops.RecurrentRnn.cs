using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Rnn"/> in one direction.</summary>
    internal static void Rnn(RecurrentStep step, Activation activation)
    {
        switch (activation)
        {
            case Activation.Tanh: Rnn<TanhCell>(step); break;
            case Activation.Relu: Rnn<ReluCell>(step); break;
            default: Rnn<SigmoidCell>(step); break;
        }
    }

    static void Rnn<TActivation>(RecurrentStep step)
        where TActivation : struct, ICellActivation
    {
        if (step.X.DType == DType.Float32) RnnNode<TActivation, float>.Apply(step);
        else RnnNode<TActivation, double>.Apply(step);
    }

    sealed class RnnNode<TActivation, T>(RecurrentStep step, Tensor initial, Tensor? gates) : RecurrentNode<T>(step, initial)
        where TActivation : struct, ICellActivation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Apply(RecurrentStep step)
        {
            (SequenceLayout layout, int units) = (step.Layout, step.HiddenSize);
            Tensor initial = step.H.Load<T>(layout);
            Tensor? gates = step.Pass is null ? null : Room(layout.TotalSteps * units); // unwatched, they stand where the outputs will
            PackedMatrix<T> recurrent = Pack(step, backward: false, out PackedMatrix<T> inputWeights);
            Span<T> own = gates is null ? [] : gates.Span<T>(), outputs = Side(step, step.Output.Span<T>());
            LayerInputs<T> inputs = gates is null
                ? Project(step, outputs, step.Stride, hiddenBiases: units, inputWeights)
                : Project(step, own, units, hiddenBiases: units, inputWeights);
            Span<T> state = Room(initial.Length).Span<T>();
            initial.Span<T>().CopyTo(state);
            RnnKernel.Forward<TActivation, T>(step.Steps(), step.Reverse, units, recurrent, own, outputs, step.Stride, state, inputs, step.H.IsZero);
            step.H.Store<T>(layout, state);
            if (gates is not null) step.Pass!.Forward(step, gates, cells: null);
            if (step.RequiresGrad) Tape.Record(new RnnNode<TActivation, T>(step, initial, gates));
        }

        protected override Tensor WalkBack<TProbe>(TProbe probe)
        {
            PackedMatrix<T> recurrent = Pack(Step, backward: true, out PackedMatrix<T> inputWeights);
            Span<T> dh = Step.H.LoadGradient<T>(Step.Layout);
            Tensor dz = gates ?? Room(Step.Layout.TotalSteps * Step.HiddenSize);
            RnnKernel.Backward<TActivation, TProbe, T>(
                Step.Steps(), Step.Reverse, Step.HiddenSize, recurrent, Side(Step, Output.Span<T>()), Step.Stride,
                DirectGradients(), dh, dz.Span<T>(), probe, InputGradients(inputWeights), Step.H.InitialRequiresGrad);
            Step.H.AddGradient<T>(Step.Layout, dh);
            Distribute(dz);
            return dz;
        }
    }
}
