using System.Numerics;

namespace Unfold.Tests.Recurrent;

/// <summary>r, z from pre + W h; n = tanh(pre + r (W h + b)); h' = (1 − z) n + z h, walked over the steps.</summary>
static class ScalarGru
{
    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">From the last step to the first.</param>
    /// <param name="w">[3·H, H].</param>
    /// <param name="bias">[H], the bias of n inside the reset gate's product; or nothing.</param>
    /// <param name="h">[B, H] sorted: the initial state, then the final one.</param>
    /// <param name="gates">[N, 3·H]: what comes from the input, then r, z, n.</param>
    /// <param name="y">[N, H]: takes the output.</param>
    /// <param name="candidates">[N, H]: takes W h + b of n.</param>
    /// <param name="previous">[N, H]: takes the state before each step.</param>
    public static void Forward<T>(
        SequenceLayout layout, bool reverse, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> h, Span<T> gates, Span<T> y, Span<T> candidates, Span<T> previous)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length / 3);
        int square = width * width;
        for (int step = 0; step < layout.MaxLength; step++)
        {
            int t = ScalarSteps.At(layout, reverse, step);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> hs = h.Slice(s * width, width), gate = gates.Slice(3 * row, 3 * width), candidate = candidates.Slice(row, width);
                hs.CopyTo(previous[row..]);
                candidate.Clear();
                bias.CopyTo(candidate);
                ScalarSteps.AddProduct(w[..(2 * square)], hs, gate[..(2 * width)]);
                ScalarSteps.AddProduct(w[(2 * square)..], hs, candidate);
                for (int j = 0; j < width; j++)
                {
                    ref T r = ref gate[j];
                    ref T z = ref gate[width + j];
                    ref T n = ref gate[(2 * width) + j];
                    (r, z) = (ScalarSteps.Sigmoid(r), ScalarSteps.Sigmoid(z));
                    n = T.Tanh(n + (r * candidate[j]));
                    hs[j] = ((T.One - z) * n) + (z * hs[j]);
                }
                hs.CopyTo(y[row..]);
            }
        }
    }

    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">As it was in the forward walk.</param>
    /// <param name="w">[3·H, H].</param>
    /// <param name="candidates">[N, H] W h + b of n.</param>
    /// <param name="previous">[N, H] the state before each step.</param>
    /// <param name="dy">[N, H], or nothing.</param>
    /// <param name="dh">[B, H] sorted: dL/d final state, then dL/d initial state.</param>
    /// <param name="gates">[N, 3·H]: r, z, n, then the gradients of what they got from the input.</param>
    /// <param name="fromState">[N, 3·H]: takes the gradients of what they got from the state.</param>
    public static void Backward<T>(
        SequenceLayout layout, bool reverse, ReadOnlySpan<T> w, ReadOnlySpan<T> candidates, ReadOnlySpan<T> previous, ReadOnlySpan<T> dy,
        Span<T> dh, Span<T> gates, Span<T> fromState)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length / 3);
        for (int step = layout.MaxLength - 1; step >= 0; step--)
        {
            int t = ScalarSteps.At(layout, reverse, step);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> dhs = dh.Slice(s * width, width), gate = gates.Slice(3 * row, 3 * width), state = fromState.Slice(3 * row, 3 * width);
                for (int j = 0; j < width; j++)
                {
                    (T r, T z, T n) = (gate[j], gate[width + j], gate[(2 * width) + j]);
                    T dhj = dhs[j] + (dy.IsEmpty ? T.Zero : dy[row + j]);
                    T dn = dhj * (T.One - z) * (T.One - (n * n));
                    T dr = dn * candidates[row + j] * r * (T.One - r);
                    T dz = dhj * (previous[row + j] - n) * z * (T.One - z);
                    (gate[j], gate[width + j], gate[(2 * width) + j]) = (dr, dz, dn);
                    (state[j], state[width + j], state[(2 * width) + j]) = (dr, dz, dn * r);
                    dhs[j] = dhj * z;
                }
                ScalarSteps.AddTransposedProduct(w, state, dhs);
            }
        }
    }
}
