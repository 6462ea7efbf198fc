using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Rnn"/> in one direction.</summary>
    internal static Tensor Rnn(RecurrentStep step, Activation activation) =>
        step.X.DType == DType.Float32 ? RnnNode<float>.Apply(step, activation) : RnnNode<double>.Apply(step, activation);

    sealed class RnnNode<T>(Tensor output, RecurrentStep step, Activation activation, Tensor previous) : RecurrentNode<T>(output, step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(RecurrentStep step, Activation activation)
        {
            (SequenceLayout layout, int width) = (step.Layout, step.HiddenSize);
            Tensor y = Result(step.X, new Shape(layout.TotalSteps, width), step.RequiresGrad);
            Tensor previous = Scratch(y.Shape), running = Scratch(new Shape(layout.Count, width));
            Project(step, y, hiddenBiases: width);
            step.H.Load(layout, running.Span<T>());
            ScalarRnn.Forward(
                layout, step.Reverse, activation, step.Weights.Hidden.Value.Span<T>(), running.Span<T>(), y.Span<T>(), previous.Span<T>());
            step.H.Store<T>(layout, running.Span<T>());
            if (step.RequiresGrad) Tape.Record(new RnnNode<T>(y, step, activation, previous));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (Step.Layout, Step.HiddenSize);
            Tensor gates = Scratch(Output.Shape), running = Scratch(new Shape(layout.Count, width));
            Step.H.LoadGradient(layout, running.Span<T>());
            ScalarRnn.Backward(
                layout, Step.Reverse, activation, Step.Weights.Hidden.Value.Span<T>(), Output.Span<T>(), OutputGradient, running.Span<T>(), gates.Span<T>());
            Step.H.AddGradient<T>(layout, running.Span<T>());
            Distribute(gates, gates, previous);
        }
    }
}
