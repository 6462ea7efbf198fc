using System.Numerics;

namespace Unfold.Tests.Recurrent;

/// <summary>i, f, g, o from pre + W h; c' = f c + i g; h' = o tanh(c'), walked over the steps.</summary>
static class ScalarLstm
{
    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">From the last step to the first.</param>
    /// <param name="w">[4·H, H].</param>
    /// <param name="h">[B, H] sorted: the initial output, then the final one.</param>
    /// <param name="c">[B, H] sorted: the initial cell, then the final one.</param>
    /// <param name="gates">[N, 4·H]: what comes from the input, then i, f, g, o.</param>
    /// <param name="y">[N, H]: takes the output.</param>
    /// <param name="previousH">[N, H]: takes the output before each step.</param>
    /// <param name="previousC">[N, H]: takes the cell before each step.</param>
    public static void Forward<T>(
        SequenceLayout layout, bool reverse, ReadOnlySpan<T> w, Span<T> h, Span<T> c, Span<T> gates, Span<T> y, Span<T> previousH, Span<T> previousC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length / 4);
        for (int step = 0; step < layout.MaxLength; step++)
        {
            int t = ScalarSteps.At(layout, reverse, step);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> hs = h.Slice(s * width, width), cs = c.Slice(s * width, width), gate = gates.Slice(4 * row, 4 * width);
                hs.CopyTo(previousH[row..]);
                cs.CopyTo(previousC[row..]);
                ScalarSteps.AddProduct(w, hs, gate);
                for (int j = 0; j < width; j++)
                {
                    ref T i = ref gate[j];
                    ref T f = ref gate[width + j];
                    ref T g = ref gate[(2 * width) + j];
                    ref T o = ref gate[(3 * width) + j];
                    (i, f, g, o) = (ScalarSteps.Sigmoid(i), ScalarSteps.Sigmoid(f), T.Tanh(g), ScalarSteps.Sigmoid(o));
                    cs[j] = (f * cs[j]) + (i * g);
                    hs[j] = o * T.Tanh(cs[j]);
                }
                hs.CopyTo(y[row..]);
            }
        }
    }

    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">As it was in the forward walk.</param>
    /// <param name="w">[4·H, H].</param>
    /// <param name="previousC">[N, H] the cell before each step.</param>
    /// <param name="dy">[N, H], or nothing.</param>
    /// <param name="dh">[B, H] sorted: dL/d final output, then dL/d initial output.</param>
    /// <param name="dc">[B, H] sorted: dL/d final cell, then dL/d initial cell.</param>
    /// <param name="gates">[N, 4·H]: i, f, g, o, then the gradients before their non-linearities.</param>
    public static void Backward<T>(
        SequenceLayout layout, bool reverse, ReadOnlySpan<T> w, ReadOnlySpan<T> previousC, ReadOnlySpan<T> dy, Span<T> dh, Span<T> dc, Span<T> gates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length / 4);
        for (int step = layout.MaxLength - 1; step >= 0; step--)
        {
            int t = ScalarSteps.At(layout, reverse, step);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> dhs = dh.Slice(s * width, width), dcs = dc.Slice(s * width, width), gate = gates.Slice(4 * row, 4 * width);
                for (int j = 0; j < width; j++)
                {
                    (T i, T f, T g, T o) = (gate[j], gate[width + j], gate[(2 * width) + j], gate[(3 * width) + j]);
                    T before = previousC[row + j];
                    T shown = T.Tanh((f * before) + (i * g));
                    T dhj = dhs[j] + (dy.IsEmpty ? T.Zero : dy[row + j]);
                    T dcj = dcs[j] + (dhj * o * (T.One - (shown * shown)));
                    gate[j] = dcj * g * i * (T.One - i);
                    gate[width + j] = dcj * before * f * (T.One - f);
                    gate[(2 * width) + j] = dcj * i * (T.One - (g * g));
                    gate[(3 * width) + j] = dhj * shown * o * (T.One - o);
                    dcs[j] = dcj * f;
                }
                dhs.Clear();
                ScalarSteps.AddTransposedProduct(w, gate, dhs);
            }
        }
    }
}
