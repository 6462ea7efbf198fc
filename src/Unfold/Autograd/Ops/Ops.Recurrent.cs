using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>
    /// What the recurrent operations share: one product for the inputs of all steps before the walk over time, and one product for
    /// each weight gradient after the walk back. Both directions of a layer write into one output, side by side.
    /// </summary>
    abstract class RecurrentNode<T>(RecurrentStep step, Tensor initial) : Node(step.Output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The gradient may come through the final state only, as it does where just the last state is read.</summary>
        public override bool HasGradient =>
            Output.HasGradient || Step.H.Final.HasGradient || Step.C is { Final.HasGradient: true };

        protected RecurrentStep Step { get; } = step;

        /// <summary>[B, Hidden], sorted by length: the state before the first step.</summary>
        protected Tensor Initial { get; } = initial;

        /// <summary>Walking back without a watcher costs nothing: its calls compile away.</summary>
        public sealed override void Backward()
        {
            if (Step.Pass is { WantsGradient: true } pass) pass.EndBackward(WalkBack(pass.BeginBackward()));
            else WalkBack(default(NoProbe));
        }

        /// <summary>Back-propagation through time, with somebody who sees the gradient at every step; gives the gradient of the gates [N, G·H].</summary>
        protected abstract Tensor WalkBack<TProbe>(TProbe probe)
            where TProbe : struct, IRecurrentProbe;

        /// <summary>destination [N, G·H] = x · W_ihᵀ + b_ih, plus b_hh in the first <paramref name="hiddenBiases"/> columns.</summary>
        protected static void Project(RecurrentStep step, Tensor destination, int hiddenBiases)
        {
            (RecurrentWeights weights, int rows) = (step.Weights, step.Layout.TotalSteps);
            (int columns, int inputs) = (weights.Input.Shape[0], weights.Input.Shape[1]);
            if (weights is not { InputBias: { } inputBias, HiddenBias: { } hiddenBias })
            {
                Kernels.MatMul.MultiplyTransposedB(rows, columns, inputs, step.X.Span<T>(), inputs, weights.Input.Value.Span<T>(), inputs, destination.Span<T>(), columns);
                return;
            }
            Span<T> bias = Room(columns).Span<T>();
            inputBias.Value.Span<T>().CopyTo(bias);
            Elementwise.AddTo(hiddenBias.Value.Span<T>()[..hiddenBiases], bias[..hiddenBiases]);
            Kernels.MatMul.MultiplyTransposedB(rows, columns, inputs, step.X.Span<T>(), inputs, weights.Input.Value.Span<T>(), inputs, bias, destination.Span<T>(), columns);
        }

        /// <summary>A buffer of this step, of whatever content.</summary>
        protected static Tensor Room(int length) =>
            Tape.Allocate(new Shape(length), typeof(T) == typeof(float) ? DType.Float32 : DType.Float64, requiresGrad: false);

        /// <summary>W_hhᵀ for the walk forward, W_hh for the walk back: packed once, used at every step.</summary>
        protected static PackedMatrix<T> Pack(RecurrentStep step, bool backward)
        {
            (int rows, int units) = (step.Weights.Hidden.Shape[0], step.HiddenSize);
            ReadOnlySpan<T> weight = step.Weights.Hidden.Value.Span<T>();
            return backward
                ? PackedMatrix<T>.Pack(rows, units, weight, units, Room(PackedMatrix<T>.Length(rows, units)).Span<T>())
                : PackedMatrix<T>.PackTransposed(units, rows, weight, units, Room(PackedMatrix<T>.Length(units, rows)).Span<T>());
        }

        /// <summary>This direction's columns of the output, or of its gradient; rows are <see cref="RecurrentStep.Stride"/> apart.</summary>
        protected static Span<T> Side(RecurrentStep step, Span<T> both) => both.IsEmpty ? both : both[step.Column..];

        /// <summary>
        /// From the gradients of what the gates got from the input and from the state, both [N, G·H], to those of x, weights and biases.
        /// </summary>
        protected void Distribute(Tensor fromInput, Tensor fromState)
        {
            (RecurrentWeights weights, int rows) = (Step.Weights, Step.Layout.TotalSteps);
            (int columns, int inputs, int units) = (weights.Input.Shape[0], weights.Input.Shape[1], Step.HiddenSize);
            if (Step.X.RequiresGrad)
            {
                Span<T> dx = Step.X.GradientSpan<T>(out bool fresh);
                Kernels.MatMul.Multiply(
                    rows, inputs, columns, fromInput.Span<T>(), columns, weights.Input.Value.Span<T>(), inputs, dx, inputs, accumulate: !fresh);
            }
            if (weights.Input.Trainable) WeightGradient(weights.Input, fromInput.Span<T>(), Step.X.Span<T>(), inputs);
            if (weights.Hidden.Trainable)
            {
                Span<T> previous = Room(rows * units).Span<T>();
                Step.Steps().GatherPrevious<T>(Step.Reverse, units, Side(Step, Output.Span<T>()), Step.Stride, Initial.Span<T>(), previous);
                WeightGradient(weights.Hidden, fromState.Span<T>(), previous, units);
            }
            BiasGradients();

            void WeightGradient(Parameter weight, ReadOnlySpan<T> left, ReadOnlySpan<T> right, int width)
            {
                Span<T> dw = weight.Value.GradientSpan<T>(out bool fresh);
                Kernels.MatMul.MultiplyTransposedA(columns, width, rows, left, columns, right, width, dw, width, accumulate: !fresh);
            }

            void BiasGradients()
            {
                if (weights is not { InputBias: { } inputBias, HiddenBias: { } hiddenBias }) return;
                Span<T> ofInput = inputBias.Trainable ? inputBias.Value.GradientSpan<T>() : default, ofHidden = hiddenBias.Trainable ? hiddenBias.Value.GradientSpan<T>() : default;
                bool same = ReferenceEquals(fromInput, fromState) && !ofInput.IsEmpty && ofInput.SequenceEqual(ofHidden); // then their sums are, too
                if (!ofInput.IsEmpty) RowKernels.AddColumnSums(fromInput.Span<T>(), ofInput);
                if (same) ofInput.CopyTo(ofHidden);
                else if (!ofHidden.IsEmpty) RowKernels.AddColumnSums(fromState.Span<T>(), ofHidden);
            }
        }
    }
}
