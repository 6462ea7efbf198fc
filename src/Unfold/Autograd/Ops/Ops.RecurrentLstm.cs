using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One layer of <see cref="Nn.Lstm"/> in one direction.</summary>
    internal static Tensor Lstm(RecurrentStep step) => step.X.DType == DType.Float32 ? LstmNode<float>.Apply(step) : LstmNode<double>.Apply(step);

    sealed class LstmNode<T>(Tensor output, RecurrentStep step, Tensor gates, Tensor previousH, Tensor previousC) : RecurrentNode<T>(output, step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(RecurrentStep step)
        {
            (SequenceLayout layout, int width) = (step.Layout, step.HiddenSize);
            Tensor y = Result(step.X, new Shape(layout.TotalSteps, width), step.RequiresGrad);
            Tensor gates = Scratch(new Shape(layout.TotalSteps, 4 * width)), previousH = Scratch(y.Shape), previousC = Scratch(y.Shape);
            Tensor h = Scratch(new Shape(layout.Count, width)), c = Scratch(h.Shape);
            Project(step, gates, hiddenBiases: 4 * width);
            step.H.Load(layout, h.Span<T>());
            step.C!.Load(layout, c.Span<T>());
            ScalarLstm.Forward(
                layout, step.Reverse, step.Weights.Hidden.Value.Span<T>(), h.Span<T>(), c.Span<T>(),
                gates.Span<T>(), y.Span<T>(), previousH.Span<T>(), previousC.Span<T>());
            step.H.Store<T>(layout, h.Span<T>());
            step.C.Store<T>(layout, c.Span<T>());
            if (step.RequiresGrad) Tape.Record(new LstmNode<T>(y, step, gates, previousH, previousC));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (Step.Layout, Step.HiddenSize);
            Tensor dh = Scratch(new Shape(layout.Count, width)), dc = Scratch(dh.Shape);
            Step.H.LoadGradient(layout, dh.Span<T>());
            Step.C!.LoadGradient(layout, dc.Span<T>());
            ScalarLstm.Backward(
                layout, Step.Reverse, Step.Weights.Hidden.Value.Span<T>(), previousC.Span<T>(), OutputGradient, dh.Span<T>(), dc.Span<T>(), gates.Span<T>());
            Step.H.AddGradient<T>(layout, dh.Span<T>());
            Step.C.AddGradient<T>(layout, dc.Span<T>());
            Distribute(gates, gates, previousH);
        }
    }
}
