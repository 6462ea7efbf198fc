using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>Softmax over the real steps of each text: α_t = e^(s_t) / Σ e^(s_u), the maximum taken off first. A text of one word has α = 1.</summary>
    /// <param name="scores">Packed [N, 1].</param>
    /// <returns>Packed [N, 1], in the same layout.</returns>
    /// <exception cref="ShapeException">There is more than one score a step.</exception>
    public static SequenceTensor SequenceSoftmax(SequenceTensor scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Features != 1) throw new ShapeException($"SequenceSoftmax: expected one score a step, [{scores.Layout.TotalSteps}, 1], got {scores.Values.Shape}. Softmax over features is Softmax.");
        return new SequenceTensor(scores.Layout, scores.Values.DType == DType.Float32
            ? SequenceSoftmaxNode<float>.Apply(scores)
            : SequenceSoftmaxNode<double>.Apply(scores));
    }

    /// <summary>y = Σ over a text's steps of w_t · x_t; zeros for an empty text.</summary>
    /// <remarks>Shapes: x packed <c>[N, F]</c>, weights packed <c>[N, 1]</c> in the same layout → y <c>[B, F]</c>, in the caller's order.</remarks>
    /// <exception cref="ShapeException">There is not one weight a step.</exception>
    public static Tensor WeightedSum(SequenceTensor x, SequenceTensor weights)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        SameDType("WeightedSum", x.Values, weights.Values);
        if (weights.Features != 1 || weights.Values.Shape[0] != x.Values.Shape[0])
        {
            throw new ShapeException($"WeightedSum: expected one weight a step, [{x.Layout.TotalSteps}, 1], got {weights.Values.Shape}. Weights come from the same batch as what they weigh.");
        }
        return x.Values.DType == DType.Float32 ? WeightedSumNode<float>.Apply(x, weights.Values) : WeightedSumNode<double>.Apply(x, weights.Values);
    }

    /// <summary>s_t = factor · q · x_t, with a vector q for each text.</summary>
    /// <remarks>Shapes: x packed <c>[N, F]</c>, query <c>[B, F]</c> in the caller's order → packed <c>[N, 1]</c>.</remarks>
    /// <exception cref="ShapeException">There is not one query of F features a text.</exception>
    public static SequenceTensor SequenceDot(SequenceTensor x, Tensor query, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(query);
        SameDType("SequenceDot", x.Values, query);
        if (query.Shape.Rank != 2 || query.Shape[0] != x.Layout.Count || query.Shape[1] != x.Features)
        {
            throw new ShapeException($"SequenceDot: expected a query [{x.Layout.Count}, {x.Features}], one for each text, got {query.Shape}. Queries stand in the caller's order of texts.");
        }
        return new SequenceTensor(x.Layout, x.Values.DType == DType.Float32 ? SequenceDotNode<float>.Apply(x, query, factor) : SequenceDotNode<double>.Apply(x, query, factor));
    }

    sealed class SequenceSoftmaxNode<T>(Tensor output, SequenceTensor scores) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor scores)
        {
            SequenceLayout layout = scores.Layout;
            Tensor y = Result(scores.Values, scores.Values.Shape, scores.Values.RequiresGrad);
            ReadOnlySpan<T> from = scores.Values.Span<T>();
            Span<T> to = y.Span<T>();
            var largest = new T[layout.Count];
            var sums = new double[layout.Count];
            Array.Fill(largest, T.NegativeInfinity);
            for (int t = 0; t < layout.MaxLength; t++)
            {
                ReadOnlySpan<T> step = from.Slice(layout.StepOffsets[t], layout.ActiveCounts[t]);
                for (int s = 0; s < step.Length; s++) largest[s] = T.Max(largest[s], step[s]);
            }
            for (int t = 0; t < layout.MaxLength; t++)
            {
                int start = layout.StepOffsets[t], count = layout.ActiveCounts[t];
                Elementwise.Subtract(from.Slice(start, count), largest.AsSpan(0, count), to.Slice(start, count));
                Elementwise.Exp(to.Slice(start, count), to.Slice(start, count));
                for (int s = 0; s < count; s++) sums[s] += double.CreateTruncating(to[start + s]);
            }
            for (int t = 0; t < layout.MaxLength; t++)
            {
                Span<T> step = to.Slice(layout.StepOffsets[t], layout.ActiveCounts[t]);
                for (int s = 0; s < step.Length; s++) step[s] = Of<T>(double.CreateTruncating(step[s]) / sums[s]);
            }
            if (y.RequiresGrad) Tape.Record(new SequenceSoftmaxNode<T>(y, scores));
            return y;
        }

        /// <summary>dx = y ∘ (dy − Σ dy ∘ y), text by text.</summary>
        public override void Backward()
        {
            SequenceLayout layout = scores.Layout;
            ReadOnlySpan<T> y = Output.Span<T>(), dy = Output.GradientSpan<T>();
            Span<T> dx = scores.Values.GradientSpan<T>();
            var sums = new double[layout.Count];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int t = 0; t < layout.MaxLength; t++)
                {
                    for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                    {
                        if (pass == 0) sums[s] += double.CreateTruncating(y[row]) * double.CreateTruncating(dy[row]);
                        else dx[row] += y[row] * (dy[row] - Of<T>(sums[s]));
                    }
                }
            }
        }
    }

    sealed class WeightedSumNode<T>(Tensor output, SequenceTensor x, Tensor weights) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x, Tensor weights)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor y = Result(x.Values, new Shape(layout.Count, width), x.Values.RequiresGrad || weights.RequiresGrad);
            ReadOnlySpan<T> from = x.Values.Span<T>(), w = weights.Span<T>();
            Span<T> to = y.Span<T>();
            to.Clear();
            for (int t = 0; t < layout.MaxLength; t++)
            {
                for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                {
                    Elementwise.AddScaled(from.Slice(row * width, width), w[row], to.Slice(layout.Order[s] * width, width));
                }
            }
            if (y.RequiresGrad) Tape.Record(new WeightedSumNode<T>(y, x, weights));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>(), values = x.Values.Span<T>(), w = weights.Span<T>();
            Span<T> dx = x.Values.RequiresGrad ? x.Values.GradientSpan<T>() : [], dw = weights.RequiresGrad ? weights.GradientSpan<T>() : [];
            for (int t = 0; t < layout.MaxLength; t++)
            {
                for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                {
                    ReadOnlySpan<T> gradient = dy.Slice(layout.Order[s] * width, width);
                    if (!dx.IsEmpty) Elementwise.AddScaled(gradient, w[row], dx.Slice(row * width, width));
                    if (!dw.IsEmpty) dw[row] += Of<T>(Reduce.Dot(values.Slice(row * width, width), gradient));
                }
            }
        }
    }

    sealed class SequenceDotNode<T>(Tensor output, SequenceTensor x, Tensor query, double factor) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(SequenceTensor x, Tensor query, double factor)
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            Tensor y = Result(x.Values, new Shape(layout.TotalSteps, 1), x.Values.RequiresGrad || query.RequiresGrad);
            ReadOnlySpan<T> values = x.Values.Span<T>(), q = query.Span<T>();
            Span<T> to = y.Span<T>();
            for (int t = 0; t < layout.MaxLength; t++)
            {
                for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                {
                    to[row] = Of<T>(factor * Reduce.Dot(values.Slice(row * width, width), q.Slice(layout.Order[s] * width, width)));
                }
            }
            if (y.RequiresGrad) Tape.Record(new SequenceDotNode<T>(y, x, query, factor));
            return y;
        }

        public override void Backward()
        {
            (SequenceLayout layout, int width) = (x.Layout, x.Features);
            ReadOnlySpan<T> dy = Output.GradientSpan<T>(), values = x.Values.Span<T>(), q = query.Span<T>();
            Span<T> dx = x.Values.RequiresGrad ? x.Values.GradientSpan<T>() : [], dq = query.RequiresGrad ? query.GradientSpan<T>() : [];
            for (int t = 0; t < layout.MaxLength; t++)
            {
                for (int s = 0, row = layout.StepOffsets[t]; s < layout.ActiveCounts[t]; s++, row++)
                {
                    T gradient = Of<T>(factor) * dy[row];
                    int text = layout.Order[s] * width;
                    if (!dx.IsEmpty) Elementwise.AddScaled(q.Slice(text, width), gradient, dx.Slice(row * width, width));
                    if (!dq.IsEmpty) Elementwise.AddScaled(values.Slice(row * width, width), gradient, dq.Slice(text, width));
                }
            }
        }
    }
}
