using System.Numerics;
using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>h' = act(pre + W h), walked over the steps.</summary>
static class ScalarRnn
{
    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">From the last step to the first.</param>
    /// <param name="activation">act.</param>
    /// <param name="w">[H, H].</param>
    /// <param name="running">[B, H] sorted: the initial state, then the final one.</param>
    /// <param name="y">[N, H]: what comes from the input, then the output.</param>
    /// <param name="previous">[N, H]: takes the state before each step.</param>
    public static void Forward<T>(SequenceLayout layout, bool reverse, Activation activation, ReadOnlySpan<T> w, Span<T> running, Span<T> y, Span<T> previous)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length);
        for (int i = 0; i < layout.MaxLength; i++)
        {
            int t = ScalarSteps.At(layout, reverse, i);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> state = running.Slice(s * width, width), output = y.Slice(row, width);
                state.CopyTo(previous[row..]);
                ScalarSteps.AddProduct(w, state, output);
                foreach (ref T value in output)
                {
                    value = activation switch
                    {
                        Activation.Tanh => T.Tanh(value),
                        Activation.Relu => value > T.Zero ? value : T.Zero,
                        _ => ScalarSteps.Sigmoid(value),
                    };
                }
                output.CopyTo(state);
            }
        }
    }

    /// <param name="layout">Where which step lies.</param>
    /// <param name="reverse">As it was in the forward walk.</param>
    /// <param name="activation">act.</param>
    /// <param name="w">[H, H].</param>
    /// <param name="y">[N, H] the output.</param>
    /// <param name="dy">[N, H], or nothing.</param>
    /// <param name="running">[B, H] sorted: dL/d final state, then dL/d initial state.</param>
    /// <param name="dpre">[N, H]: takes the gradient before the activation.</param>
    public static void Backward<T>(
        SequenceLayout layout, bool reverse, Activation activation, ReadOnlySpan<T> w, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> running, Span<T> dpre)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Sqrt(w.Length);
        for (int i = layout.MaxLength - 1; i >= 0; i--)
        {
            int t = ScalarSteps.At(layout, reverse, i);
            for (int s = 0; s < layout.ActiveCounts[t]; s++)
            {
                int row = (layout.StepOffsets[t] + s) * width;
                Span<T> dh = running.Slice(s * width, width), d = dpre.Slice(row, width);
                for (int j = 0; j < width; j++)
                {
                    T h = y[row + j];
                    T slope = activation switch
                    {
                        Activation.Tanh => T.One - (h * h),
                        Activation.Relu => h > T.Zero ? T.One : T.Zero,
                        _ => h * (T.One - h),
                    };
                    d[j] = (dh[j] + (dy.IsEmpty ? T.Zero : dy[row + j])) * slope;
                }
                dh.Clear();
                ScalarSteps.AddTransposedProduct(w, d, dh);
            }
        }
    }
}
