using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Gru"/> in one direction.</summary>
    internal static Tensor Gru(RecurrentStep step) => step.X.DType == DType.Float32 ? GruNode<float>.Apply(step) : GruNode<double>.Apply(step);

    sealed class GruNode<T>(Tensor output, RecurrentStep step, Tensor gates, Tensor candidates, Tensor previous) : RecurrentNode<T>(output, step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(RecurrentStep step)
        {
            (SequenceLayout layout, int width) = (step.Layout, step.HiddenSize);
            Tensor y = Result(step.X, new Shape(layout.TotalSteps, width), step.RequiresGrad);
            Tensor gates = Scratch(new Shape(layout.TotalSteps, 3 * width)), candidates = Scratch(y.Shape), previous = Scratch(y.Shape);
            Tensor h = Scratch(new Shape(layout.Count, width));
            Project(step, gates, hiddenBiases: 2 * width);
            step.H.Load(layout, h.Span<T>());
            ScalarGru.Forward(
                layout, step.Reverse, step.Weights.Hidden.Value.Span<T>(), CandidateBias(step), h.Span<T>(),
                gates.Span<T>(), y.Span<T>(), candidates.Span<T>(), previous.Span<T>());
            step.H.Store<T>(layout, h.Span<T>());
            if (step.RequiresGrad) Tape.Record(new GruNode<T>(y, step, gates, candidates, previous));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (Step.Layout, Step.HiddenSize);
            Tensor dh = Scratch(new Shape(layout.Count, width)), fromState = Scratch(gates.Shape);
            Step.H.LoadGradient(layout, dh.Span<T>());
            ScalarGru.Backward(
                layout, Step.Reverse, Step.Weights.Hidden.Value.Span<T>(), candidates.Span<T>(), previous.Span<T>(), OutputGradient,
                dh.Span<T>(), gates.Span<T>(), fromState.Span<T>());
            Step.H.AddGradient<T>(layout, dh.Span<T>());
            Distribute(gates, fromState, previous);
        }

        /// <summary>b_hh of the candidate n: it stands inside the reset gate's product, so the input's product cannot take it along.</summary>
        static ReadOnlySpan<T> CandidateBias(RecurrentStep step) =>
            step.Weights.HiddenBias is { } bias ? bias.Value.Span<T>()[(2 * step.HiddenSize)..] : [];
    }
}
