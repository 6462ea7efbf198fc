using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y[t, o] = b[o] + Σ over places k and inputs c of W[o, c, k] · x[t + k − before, c], in every text by itself; x is zero outside its text.</summary>
    /// <param name="x">Packed [N, In].</param>
    /// <param name="weight">[Out, In, Width].</param>
    /// <param name="bias">[Out], or none.</param>
    /// <param name="padding">What happens at the ends.</param>
    /// <returns>Packed [N', Out] in a layout of its own lengths: those of x where the padding is <see cref="ConvolutionPadding.Same"/>.</returns>
    /// <remarks>An empty text stays empty. Source: torch.nn.functional.conv1d, PyTorch 1.13, whose texts lie [batch, In, time].</remarks>
    /// <exception cref="ShapeException">The features of x are not In, or b is not Out long.</exception>
    public static SequenceTensor Conv1d(SequenceTensor x, Tensor weight, Tensor? bias, ConvolutionPadding padding)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        SameDType("Conv1d", x.Values, weight);
        if (weight.Shape.Rank != 3) throw new ShapeException($"Conv1d: expected a weight [out, in, width], got {weight.Shape}. A convolution of width 1 has a last axis of 1.");
        if (x.Features != weight.Shape[1]) TensorErrors.InputWidth("Conv1d", x.Values.Shape, weight.Shape[1]);
        if (bias is not null && bias.Length != weight.Shape[0]) TensorErrors.SameShape("Conv1d bias", weight.Shape, bias.Shape);
        int width = weight.Shape[2];
        SequenceLayout layout = padding == ConvolutionPadding.Same
            ? x.Layout
            : SequenceWindows.Shortened(x.Layout, length => length == 0 ? 0 : Math.Max(1, length - width + 1));
        int before = padding == ConvolutionPadding.Same ? (width - 1) / 2 : 0;
        return new SequenceTensor(layout, x.Values.DType == DType.Float32
            ? Conv1dNode<float>.Apply(x, layout, weight, bias, before)
            : Conv1dNode<double>.Apply(x, layout, weight, bias, before));
    }

    sealed class Conv1dNode<T>(Tensor output, SequenceTensor x, SequenceLayout layout, Tensor weight, Tensor? bias, int before) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int ChunkRows = 4096; // windows laid out at a time for the gradient of the weights
        const int FewIsOneIn = 8; // gradients that are not zero: below it, one by one is faster than products of matrices

        int Outputs => weight.Shape[0];

        int Inputs => weight.Shape[1];

        int Width => weight.Shape[2];

        public static Tensor Apply(SequenceTensor x, SequenceLayout layout, Tensor weight, Tensor? bias, int before)
        {
            (int outputs, int inputs, int width) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
            Tensor y = Result(x.Values, new Shape(layout.TotalSteps, outputs), x.Values.RequiresGrad || weight.RequiresGrad || bias is { RequiresGrad: true });
            Span<T> matrix = Room(x.Values, weight.Length).Span<T>(); // [width · in, out]
            ReadOnlySpan<T> w = weight.Span<T>();
            for (int i = 0; i < w.Length; i++) matrix[(((i % width * inputs) + (i / width % inputs)) * outputs) + (i / width / inputs)] = w[i];
            WindowProduct.Multiply(
                SequenceWindows.Map(layout, x.Layout, width, -before), layout.TotalSteps, x.Values.Segment<T>(), inputs,
                Pack(x.Values, matrix, width * inputs, outputs), bias is null ? ArraySegment<T>.Empty : bias.Segment<T>(), y.Segment<T>(), outputs, accumulate: false);
            if (y.RequiresGrad) Tape.Record(new Conv1dNode<T>(y, x, layout, weight, bias, before));
            return y;
        }

        public override void Backward()
        {
            ArraySegment<T> dy = Output.GradientSegment<T>(out _);
            ArraySegment<T> dx = x.Values.RequiresGrad ? x.Values.GradientSegment<T>(out bool fresh) : NoRows(out fresh);
            ArraySegment<T> dw = Room(weight, weight.Length).Segment<T>(); // [out, width · in]
            dw.AsSpan().Clear();
            if (layout.TotalSteps > 0 && SparseRows<T>.TryFind(dy, Outputs, FewIsOneIn, out SparseRows<T> few)) BackwardOfFew(few, dx, dw, fresh);
            else BackwardOfMany(dy, dx, dw, fresh);
            if (!weight.RequiresGrad) return;
            Span<T> sum = weight.GradientSpan<T>();
            for (int i = 0; i < sum.Length; i++) sum[i] += dw[(i / Width / Inputs * Width * Inputs) + (i % Width * Inputs) + (i / Width % Inputs)];
        }

        /// <summary>Where a largest value over time was asked for, all but one gradient in hundreds are zero: they are walked one by one.</summary>
        void BackwardOfFew(SparseRows<T> dy, ArraySegment<T> dx, ArraySegment<T> dw, bool fresh)
        {
            if (x.Values.RequiresGrad)
            {
                ArraySegment<T> places = Room(weight, weight.Length).Segment<T>(); // [out, width, in]
                ReadOnlySpan<T> w = weight.Span<T>();
                for (int i = 0; i < w.Length; i++) places[(i / Width / Inputs * Width * Inputs) + (i % Width * Inputs) + (i / Width % Inputs)] = w[i];
                SparseWindowProduct.Input(dy, Covering(), places, Inputs, dx, accumulate: !fresh);
            }
            if (weight.RequiresGrad) SparseWindowProduct.Weight(dy, Windows(), x.Values.Segment<T>(), Inputs, dw);
            if (bias is { RequiresGrad: true }) SparseWindowProduct.Bias(dy, bias.GradientSpan<T>());
        }

        /// <summary>The gradient of x is a convolution again, of dy with the places of the weights turned round: every row is written by one block only.</summary>
        void BackwardOfMany(ArraySegment<T> dy, ArraySegment<T> dx, ArraySegment<T> dw, bool fresh)
        {
            if (x.Values.RequiresGrad)
            {
                Span<T> matrix = Room(weight, weight.Length).Span<T>(); // [width · out, in]
                ReadOnlySpan<T> w = weight.Span<T>();
                for (int i = 0; i < w.Length; i++) matrix[((((Width - 1 - (i % Width)) * Outputs) + (i / Width / Inputs)) * Inputs) + (i / Width % Inputs)] = w[i];
                WindowProduct.Multiply(
                    Covering(), x.Layout.TotalSteps, dy, Outputs, Pack(weight, matrix, Width * Outputs, Inputs), ArraySegment<T>.Empty, dx, Inputs, accumulate: !fresh);
            }
            if (weight.RequiresGrad) WeightGradient(dy, dw);
            if (bias is { RequiresGrad: true }) RowKernels.AddColumnSums<T>(dy, bias.GradientSpan<T>());
        }

        void WeightGradient(ArraySegment<T> dy, ArraySegment<T> dw)
        {
            (int depth, int rows, WindowMap map) = (Width * Inputs, layout.TotalSteps, Windows());
            ArraySegment<T> windows = Room(weight, Math.Min(rows, ChunkRows) * depth).Segment<T>();
            for (int row = 0; row < rows; row += ChunkRows)
            {
                int count = Math.Min(ChunkRows, rows - row);
                WindowProduct.Gather(map, x.Values.Segment<T>(), Inputs, row, count, windows);
                Kernels.MatMul.MultiplyTransposedA<T>(
                    Outputs, depth, count, dy.AsSpan(row * Outputs, count * Outputs), Outputs, windows.AsSpan(0, count * depth), depth, dw, depth, accumulate: true);
            }
        }

        /// <summary>From rows of y to rows of x.</summary>
        WindowMap Windows() => SequenceWindows.Map(layout, x.Layout, Width, -before);

        /// <summary>From rows of x to the rows of y that it went into, the last place of the window first.</summary>
        WindowMap Covering() => SequenceWindows.Map(x.Layout, layout, Width, before - (Width - 1));

        static ArraySegment<T> NoRows(out bool fresh)
        {
            fresh = false;
            return ArraySegment<T>.Empty;
        }

        static ArraySegment<T> Pack(Tensor like, ReadOnlySpan<T> matrix, int rows, int columns)
        {
            Tensor panels = Room(like, PackedMatrix<T>.Length(rows, columns));
            PackedMatrix<T>.Pack(rows, columns, matrix, columns, panels.Span<T>());
            return panels.Segment<T>();
        }

        static Tensor Room(Tensor like, int length) => Result(like, new Shape(length), requiresGrad: false);
    }
}
