using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>The largest value of each feature in windows of <paramref name="size"/> steps that begin <paramref name="stride"/> steps apart, in every text by itself.</summary>
    /// <param name="x">Packed [N, F].</param>
    /// <param name="size">Steps in a window.</param>
    /// <param name="stride">How far apart windows begin.</param>
    /// <returns>
    /// Packed [N', F] in a layout of its own: (T − size) / stride + 1 steps, rounded down, so that a last window which is not whole is left
    /// out; a text shorter than a window keeps one, over what there is; an empty one stays empty.
    /// </returns>
    /// <remarks>The gradient goes to the first of equal values. Source: torch.nn.functional.max_pool1d, PyTorch 1.13.</remarks>
    public static SequenceTensor MaxPool1d(SequenceTensor x, int size, int stride)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        SequenceLayout layout = SequenceWindows.Shortened(x.Layout, length => length == 0 ? 0 : length < size ? 1 : ((length - size) / stride) + 1);
        WindowMap map = SequenceWindows.Map(layout, x.Layout, size, first: 0, stride);
        return new SequenceTensor(layout, x.Values.DType == DType.Float32
            ? MaxPoolNode<float>.Apply(x.Values, layout.TotalSteps, map)
            : MaxPoolNode<double>.Apply(x.Values, layout.TotalSteps, map));
    }

    sealed class MaxPoolNode<T>(Tensor output, Tensor x, Tensor places, WindowMap map) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Tensor x, int rows, WindowMap map)
        {
            Tensor y = Result(x, new Shape(rows, x.Shape[1]), x.RequiresGrad);
            Tensor places = Result(x, y.Shape, requiresGrad: false);
            WindowMax.Forward(map, rows, x.Segment<T>(), x.Shape[1], y.Segment<T>(), places.Segment<T>());
            if (y.RequiresGrad) Tape.Record(new MaxPoolNode<T>(y, x, places, map));
            return y;
        }

        public override void Backward() =>
            WindowMax.Backward<T>(map, Output.GradientSpan<T>(), places.Span<T>(), x.Shape[1], x.GradientSpan<T>());
    }
}
