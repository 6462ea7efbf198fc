using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Short ways to write a loop of one's own.</summary>
static class Own
{
    /// <summary>A loop with Adam.</summary>
    public static Loop Loop(TokenTask task, TinyNet net, ulong seed, double rate = 0.01, Func<SequenceBatch, Tensor>? logits = null, int epochs = 6, int? padding = null) =>
        new(task, net, logits ?? net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = rate })) { Seed = seed, Epochs = epochs, Padding = padding };

    /// <summary>The largest state of each unit over all positions, padding among them where it is read.</summary>
    public static Func<SequenceBatch, Tensor> Pooled(this TinyNet net) =>
        texts => net.Output.Forward(Ops.ReadOut(net.Recurrent.Forward(net.Embedding.Forward(texts)).Output, ReadOut.Max));

    /// <summary>The state before the last word: what a mask gives that is one too short.</summary>
    public static Func<SequenceBatch, Tensor> BeforeTheLast(this TinyNet net) => texts =>
    {
        SequenceTensor states = net.Recurrent.Forward(net.Embedding.Forward(texts)).Output;
        int[] rows = [.. Enumerable.Range(0, texts.Count).Select(i => states.Layout.Row(i, Math.Max(0, states.Layout.Lengths[i] - 2)))];
        return net.Output.Forward(Ops.GatherRows(states.Values, rows));
    };

    /// <summary>Puts numbers into a part of a parameter: a gate's block of a bias, for example.</summary>
    public static TinyNet Fill(this TinyNet net, string parameter, float value, int start = 0, int count = int.MaxValue)
    {
        Span<float> values = net.Parameters.Single(p => p.Name == parameter).Value.Span<float>();
        values.Slice(start, Math.Min(count, values.Length - start)).Fill(value);
        return net;
    }

    /// <summary>Puts a multiple of the identity into a square matrix.</summary>
    public static TinyNet Identity(this TinyNet net, string parameter, float scale)
    {
        Parameter matrix = net.Parameters.Single(p => p.Name == parameter);
        Span<float> values = matrix.Value.Span<float>();
        values.Clear();
        for (int i = 0; i < matrix.Shape[0]; i++)
            values[(i * matrix.Shape[0]) + i] = scale;
        return net;
    }
}
