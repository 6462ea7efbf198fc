using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>One vector a sequence, from its real steps only; zeros for an empty sequence.</summary>
    /// <remarks>Shapes: x packed <c>[N, F]</c> → y <c>[B, F]</c>, in the caller's order.</remarks>
    public static Tensor ReadOut(SequenceTensor x, ReadOut kind)
    {
        ArgumentNullException.ThrowIfNull(x);
        return (x.Values.DType, kind) switch
        {
            (DType.Float32, Nn.ReadOut.Max) => MaxNode<float>.Apply(x),
            (DType.Float64, Nn.ReadOut.Max) => MaxNode<double>.Apply(x),
            (DType.Float32, Nn.ReadOut.Mean) => MeanNode<float>.Apply(x),
            (DType.Float64, Nn.ReadOut.Mean) => MeanNode<double>.Apply(x),
            (DType.Float32, Nn.ReadOut.Last) => LastNode<float>.Apply(x),
            (DType.Float64, Nn.ReadOut.Last) => LastNode<double>.Apply(x),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "ReadOut: expected Last, Mean or Max."),
        };
    }

    sealed class LastNode<T>(Tensor output, SequenceTensor x) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor y = Result(x.Values, new Shape(layout.Count, width), x.Values.RequiresGrad);
            ReadOnlySpan<T> from = x.Values.Span<T>();
            Span<T> to = y.Span<T>();
            to.Clear();
            for (int i = 0; i < layout.Count; i++)
            {
                int length = layout.Lengths[i];
                if (length > 0) from.Slice(layout.Row(i, length - 1) * width, width).CopyTo(to[(i * width)..]);
            }
            if (y.RequiresGrad) Tape.Record(new LastNode<T>(y, x));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = x.Values.GradientSpan<T>();
            for (int i = 0; i < layout.Count; i++)
            {
                int length = layout.Lengths[i];
                if (length > 0) Elementwise.AddScaled(dy.Slice(i * width, width), T.One, dx.Slice(layout.Row(i, length - 1) * width, width));
            }
        }
    }

    sealed class MeanNode<T>(Tensor output, SequenceTensor x) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor y = Result(x.Values, new Shape(layout.Count, width), x.Values.RequiresGrad);
            ReadOnlySpan<T> from = x.Values.Span<T>();
            Span<T> to = y.Span<T>();
            to.Clear();
            for (int i = 0; i < layout.Count; i++)
            {
                int length = layout.Lengths[i];
                for (int t = 0; t < length; t++)
                {
                    Elementwise.AddScaled(from.Slice(layout.Row(i, t) * width, width), Of<T>(1d / length), to.Slice(i * width, width));
                }
            }
            if (y.RequiresGrad) Tape.Record(new MeanNode<T>(y, x));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>();
            Span<T> dx = x.Values.GradientSpan<T>();
            for (int i = 0; i < layout.Count; i++)
            {
                int length = layout.Lengths[i];
                for (int t = 0; t < length; t++)
                {
                    Elementwise.AddScaled(dy.Slice(i * width, width), Of<T>(1d / length), dx.Slice(layout.Row(i, t) * width, width));
                }
            }
        }
    }

    sealed class MaxNode<T>(Tensor output, SequenceTensor x, Tensor steps) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor y = Result(x.Values, new Shape(layout.Count, width), x.Values.RequiresGrad);
            Tensor steps = Result(x.Values, y.Shape, requiresGrad: false); // which step won; exact up to 2²⁴ steps
            ReadOnlySpan<T> from = x.Values.Span<T>();
            Span<T> to = y.Span<T>(), winners = steps.Span<T>();
            to.Clear();
            winners.Clear();
            for (int t = 0; t < layout.MaxLength; t++)
            {
                for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                {
                    ReadOnlySpan<T> step = from.Slice(row * width, width);
                    int text = layout.Order[s] * width;
                    if (t == 0) step.CopyTo(to[text..]);
                    else RunningMax.Update(step, Of<T>(t), to.Slice(text, width), winners.Slice(text, width));
                }
            }
            if (y.RequiresGrad) Tape.Record(new MaxNode<T>(y, x, steps));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>(), winners = steps.Span<T>();
            Span<T> dx = x.Values.GradientSpan<T>();
            for (int i = 0; i < layout.Count; i++)
            {
                if (layout.Lengths[i] == 0) continue;
                for (int j = 0; j < width; j++)
                {
                    int at = (i * width) + j;
                    dx[(layout.Row(i, int.CreateTruncating(winners[at])) * width) + j] += dy[at];
                }
            }
        }
    }
}
