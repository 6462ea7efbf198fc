using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>
    /// What the recurrent operations share: the product of inputs and weights, within the walk over time or before it, and one product for
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

        /// <summary>
        /// What the walk forward makes the gates' x-part from, step by step; or nothing, when this has made it for all steps:
        /// gates [N, G·H], <paramref name="stride"/> apart, = x · W_ihᵀ + b_ih, plus b_hh in the first <paramref name="hiddenBiases"/> columns.
        /// </summary>
        protected static LayerInputs<T> Project(RecurrentStep step, Span<T> gates, int stride, int hiddenBiases, PackedMatrix<T> inputWeights)
        {
            RecurrentWeights weights = step.Weights;
            (int columns, int inputs) = (weights.Input.Shape[0], weights.Input.Shape[1]);
            ReadOnlySpan<T> x = step.X.Span<T>(), weight = weights.Input.Value.Span<T>();
            Span<T> bias = [];
            if (weights is { InputBias: { } inputBias, HiddenBias: { } hiddenBias })
            {
                bias = Room(columns).Span<T>();
                inputBias.Value.Span<T>().CopyTo(bias);
                Elementwise.AddTo(hiddenBias.Value.Span<T>()[..hiddenBiases], bias[..hiddenBiases]);
            }
            if (JoinsInputs(step)) return new(x, inputWeights, bias);
            if (bias.IsEmpty) Kernels.MatMul.MultiplyTransposedB(step.Layout.TotalSteps, columns, inputs, x, inputs, weight, inputs, gates, stride);
            else Kernels.MatMul.MultiplyTransposedB(step.Layout.TotalSteps, columns, inputs, x, inputs, weight, inputs, bias, gates, stride);
            return default;
        }

        /// <summary>Where the walk back puts the gradient of x step by step; nothing where that is made for all steps by <see cref="Distribute"/> or not wanted.</summary>
        protected LayerInputGradients<T> InputGradients(PackedMatrix<T> inputWeights)
        {
            if (!Step.X.RequiresGrad || !JoinsInputs(Step)) return default;
            Span<T> dx = Step.X.GradientSpan<T>(out bool fresh);
            return new(dx, inputWeights, accumulate: !fresh);
        }

        static bool JoinsInputs(RecurrentStep step) => TimeWalk.JoinsInputs(step.Steps(), Bytes(step.Weights.Hidden), Bytes(step.Weights.Input));

        static unsafe long Bytes(Parameter weight) => weight.Shape.Length * (long)sizeof(T);

        /// <summary>A buffer of this step, of whatever content.</summary>
        protected static Tensor Room(int length) =>
            Tape.Allocate(new Shape(length), typeof(T) == typeof(float) ? DType.Float32 : DType.Float64, requiresGrad: false);

        /// <summary>W_hhᵀ for the walk forward, W_hh for the walk back: packed once, used at every step. The same of W_ih where the walk uses that, too.</summary>
        protected static PackedMatrix<T> Pack(RecurrentStep step, bool backward, out PackedMatrix<T> inputWeights)
        {
            (int rows, int units, int inputs) = (step.Weights.Hidden.Shape[0], step.HiddenSize, step.Weights.Input.Shape[1]);
            bool wanted = !backward || step.X.RequiresGrad;
            int own = Length(units);
            Span<T> room = Room(own + (wanted && TimeWalk.MayJoinInputs(Bytes(step.Weights.Input)) ? Length(inputs) : 0)).Span<T>();
            inputWeights = wanted && JoinsInputs(step) ? Packed(step.Weights.Input, inputs, room[own..]) : default;
            return Packed(step.Weights.Hidden, units, room[..own]);

            int Length(int columns) => backward ? PackedMatrix<T>.Length(rows, columns) : PackedMatrix<T>.Length(columns, rows);

            PackedMatrix<T> Packed(Parameter weight, int columns, Span<T> to) => backward
                ? PackedMatrix<T>.Pack(rows, columns, weight.Value.Span<T>(), columns, to)
                : PackedMatrix<T>.PackTransposed(columns, rows, weight.Value.Span<T>(), columns, to);
        }

        /// <summary>This direction's columns of the output, or of its gradient; rows are <see cref="RecurrentStep.Stride"/> apart.</summary>
        protected static Span<T> Side(RecurrentStep step, Span<T> both) => both.IsEmpty ? both : both[step.Column..];

        /// <summary>What the loss and the layers above send to the steps of this direction; nothing where only the final state is read.</summary>
        protected Span<T> DirectGradients() => Output.HasGradient ? Side(Step, Output.GradientSpan<T>()) : [];

        /// <summary>
        /// From the gradients of the gates [N, G·H], and of the state's part in the last ones where it differs [N, H], to those of x, weights and biases.
        /// </summary>
        protected void Distribute(Tensor gates, Tensor? ofState = null)
        {
            (RecurrentWeights weights, int rows) = (Step.Weights, Step.Layout.TotalSteps);
            (int columns, int inputs, int units) = (weights.Input.Shape[0], weights.Input.Shape[1], Step.HiddenSize);
            if (Step.X.RequiresGrad && !JoinsInputs(Step))
            {
                Span<T> dx = Step.X.GradientSpan<T>(out bool fresh);
                Kernels.MatMul.Multiply(
                    rows, inputs, columns, gates.Span<T>(), columns, weights.Input.Value.Span<T>(), inputs, dx, inputs, accumulate: !fresh);
            }
            var gradients = new GateGradients<T>(gates.Span<T>(), columns)
            {
                OfState = ofState is null ? [] : ofState.Span<T>(),
                StateColumns = ofState is null ? 0 : units,
                InputBias = GradientOf(weights.InputBias),
                StateBias = GradientOf(weights.HiddenBias),
            };
            WeightGradient.Run(Step.Steps(), gradients, InputFactor(), StateFactor());

            static Span<T> GradientOf(Parameter? parameter) => parameter is { Trainable: true } ? parameter.Value.GradientSpan<T>() : default;

            WeightFactor<T> InputFactor()
            {
                if (!weights.Input.Trainable) return default;
                Span<T> dw = weights.Input.Value.GradientSpan<T>(out bool fresh);
                return new(Step.X.Span<T>(), inputs, inputs, dw, accumulate: !fresh, Room(columns * inputs).Span<T>());
            }

            WeightFactor<T> StateFactor()
            {
                if (!weights.Hidden.Trainable) return default;
                Span<T> dw = weights.Hidden.Value.GradientSpan<T>(out bool fresh);
                return new(Side(Step, Output.Span<T>()), units, Step.Stride, dw, accumulate: !fresh, Room(columns * units).Span<T>())
                {
                    Initial = Initial.Span<T>(),
                    Reverse = Step.Reverse,
                };
            }
        }
    }
}
