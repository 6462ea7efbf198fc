using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Reads rows of what a recurrent layer computed, in double precision whatever the model's is.</summary>
static class PassRows
{
    /// <summary>to := the elements from <paramref name="start"/> on.</summary>
    public static void Read(Tensor tensor, int start, Span<double> to)
    {
        if (tensor.DType == DType.Float64)
        {
            tensor.Span<double>().Slice(start, to.Length).CopyTo(to);
            return;
        }
        ReadOnlySpan<float> from = tensor.Span<float>().Slice(start, to.Length);
        for (int i = 0; i < to.Length; i++)
            to[i] = from[i];
    }

    /// <summary>The state of one direction after a packed row.</summary>
    public static void State(RecurrentPass pass, int row, Span<double> to) => Read(pass.Output, (row * pass.Output.Shape[1]) + pass.Column, to[..pass.Units]);

    /// <summary>Where a direction stands some steps before its last real one: it may have read towards the front.</summary>
    public static int StepAt(RecurrentPass pass, int realLength, int lag) => pass.Reverse ? lag : realLength - 1 - lag;

    /// <summary>
    /// How far each text's real steps go in a pass: as far as its words, or all of what a convolution or pooling below has left of the text; null
    /// where the pass does not run over the batch's texts at all.
    /// </summary>
    public static int[]? Lengths(RecurrentPass pass, SequenceLayout batch, int[] words) =>
        StructureMeasure.Same(pass.Layout, batch) ? words : pass.Layout.Count == batch.Count ? pass.Layout.Lengths.ToArray() : null;

    /// <summary>The states of some examples as a direction leaves them: [count, H].</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="lengths">How far each example is read; those of length 0 get zeros.</param>
    public static double[] Last(RecurrentPass pass, ReadOnlySpan<int> lengths)
    {
        double[] states = new double[lengths.Length * pass.Units];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > 0)
                State(pass, pass.Layout.Row(i, StepAt(pass, lengths[i], lag: 0)), states.AsSpan(i * pass.Units, pass.Units));
        }
        return states;
    }
}
