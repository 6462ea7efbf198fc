using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>The last planes of a state side by side: what the last layer of a recurrent module ends in.</summary>
    /// <remarks>Shapes: state <c>[P, B, H]</c>, the last D of its planes → y <c>[B, D · H]</c>.</remarks>
    internal static Tensor FinalState(Tensor state, int directions) =>
        state.DType == DType.Float32 ? FinalStateNode<float>.Apply(state, directions) : FinalStateNode<double>.Apply(state, directions);

    sealed class FinalStateNode<T>(Tensor output, Tensor state, int directions) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor state, int directions)
        {
            (int planes, int batch, int width) = (state.Shape[0], state.Shape[1], state.Shape[2]);
            Tensor y = Result(state, new Shape(batch, directions * width), state.RequiresGrad);
            ReadOnlySpan<T> from = state.Span<T>()[((planes - directions) * batch * width)..];
            Span<T> to = y.Span<T>();
            for (int row = 0; row < directions * batch; row++)
            {
                from.Slice(row * width, width).CopyTo(to[((((row % batch) * directions) + (row / batch)) * width)..]);
            }
            if (y.RequiresGrad) Tape.Record(new FinalStateNode<T>(y, state, directions));
            return y;
        }

        public override void Backward()
        {
            (int planes, int batch, int width) = (state.Shape[0], state.Shape[1], state.Shape[2]);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = state.GradientSpan<T>()[((planes - directions) * batch * width)..];
            for (int row = 0; row < directions * batch; row++)
            {
                int start = (((row % batch) * directions) + (row / batch)) * width;
                Elementwise.AddScaled(dy.Slice(start, width), T.One, dx.Slice(row * width, width));
            }
        }
    }
}
