using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>
    /// What the recurrent operations share: one product for the inputs of all steps before the walk over time, and one product for
    /// each weight gradient after the walk back.
    /// </summary>
    abstract class RecurrentNode<T>(Tensor output, RecurrentStep step) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The gradient may come through the final state only, as it does where just the last state is read.</summary>
        public override bool HasGradient =>
            Output.HasGradient || Step.H.Final.HasGradient || Step.C is { Final.HasGradient: true };

        protected RecurrentStep Step { get; } = step;

        /// <summary>dL/d output, or nothing where none arrived at the output itself.</summary>
        protected ReadOnlySpan<T> OutputGradient => Output.HasGradient ? Output.GradientSpan<T>() : [];

        /// <summary>destination [N, G·H] = x · W_ihᵀ + b_ih, plus b_hh in the first <paramref name="hiddenBiases"/> columns.</summary>
        protected static void Project(RecurrentStep step, Tensor destination, int hiddenBiases)
        {
            (RecurrentWeights weights, int rows) = (step.Weights, step.Layout.TotalSteps);
            (int columns, int inputs) = (weights.Input.Shape[0], weights.Input.Shape[1]);
            bool biased = weights.InputBias is not null;
            if (weights is { InputBias: { } inputBias, HiddenBias: { } hiddenBias })
            {
                Span<T> bias = Scratch(new Shape(columns)).Span<T>();
                inputBias.Value.Span<T>().CopyTo(bias);
                Elementwise.AddScaled(hiddenBias.Value.Span<T>()[..hiddenBiases], T.One, bias[..hiddenBiases]);
                Span<T> values = destination.Span<T>();
                for (int r = 0; r < rows; r++) bias.CopyTo(values[(r * columns)..]);
            }
            Kernels.MatMul.MultiplyTransposedB(
                step.X.Segment<T>(), weights.Input.Value.Segment<T>(), destination.Segment<T>(), rows, columns, inputs, accumulate: biased);
        }

        /// <summary>A buffer of this step, of whatever content.</summary>
        protected static Tensor Scratch(Shape shape) => Tape.Allocate(shape, typeof(T) == typeof(float) ? DType.Float32 : DType.Float64, requiresGrad: false);

        /// <summary>
        /// From the gradients of what the gates got from the input and from the state, both [N, G·H], to those of x, weights and biases.
        /// </summary>
        protected void Distribute(Tensor fromInput, Tensor fromState, Tensor previous)
        {
            (RecurrentWeights weights, int rows) = (Step.Weights, Step.Layout.TotalSteps);
            (int columns, int inputs, int hidden) = (weights.Input.Shape[0], weights.Input.Shape[1], Step.HiddenSize);
            if (Step.X.RequiresGrad)
            {
                ArraySegment<T> dx = Step.X.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.Multiply(fromInput.Segment<T>(), weights.Input.Value.Segment<T>(), dx, rows, inputs, columns, accumulate: !fresh);
            }
            WeightGradient(weights.Input, fromInput, Step.X, inputs);
            WeightGradient(weights.Hidden, fromState, previous, hidden);
            BiasGradient(weights.InputBias, fromInput);
            BiasGradient(weights.HiddenBias, fromState);

            void WeightGradient(Parameter weight, Tensor left, Tensor right, int width)
            {
                if (!weight.Trainable) return;
                ArraySegment<T> dw = weight.Value.GradientSegment<T>(out bool fresh);
                Kernels.MatMul.MultiplyTransposedA(left.Segment<T>(), right.Segment<T>(), dw, columns, width, rows, accumulate: !fresh);
            }

            void BiasGradient(Parameter? bias, Tensor gradient)
            {
                if (bias is { Trainable: true }) RowKernels.AddColumnSums(gradient.Span<T>(), bias.Value.GradientSpan<T>());
            }
        }
    }
}
