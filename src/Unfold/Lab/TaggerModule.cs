using Unfold.Nn;

namespace Unfold.Lab;

/// <summary>The tagger of <see cref="PlainRnn"/> as a module of fused layers, in Float64.</summary>
/// <remarks>
/// Shapes: sentences → logits <c>[N, tags]</c>, packed. Parameters <c>embedding.weight</c> (W_e), <c>rnn.weight_ih_l0</c> (W_x),
/// <c>rnn.weight_hh_l0</c> (W_h), <c>fc.weight</c> (W_y). There are no biases.
/// </remarks>
public sealed class TaggerModule : Module
{
    /// <summary>A module with the weights of a tagger, copied.</summary>
    public TaggerModule(PlainRnn model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var rng = new Rng(0); // what it draws is overwritten
        int hidden = model.Wh.GetLength(0);
        Embedding = Register("embedding", new Embedding(model.We.GetLength(0), model.We.GetLength(1), rng));
        Rnn = Register("rnn", new Rnn(model.We.GetLength(1), hidden, rng, model.Activation, new RecurrentOptions { Bias = false }));
        Output = Register("fc", new Linear(hidden, model.Wy.GetLength(0), rng, bias: false));
        To(DType.Float64);
        foreach ((Parameter parameter, (_, double[,] values)) in Parameters.Zip(model.Layers))
            Flat(values).CopyTo(parameter.Value.Span<double>());
    }

    /// <summary>W_e.</summary>
    public Embedding Embedding { get; }

    /// <summary>W_x and W_h.</summary>
    public Rnn Rnn { get; }

    /// <summary>W_y.</summary>
    public Linear Output { get; }

    /// <summary>The logits of some sentences, packed [N, tags].</summary>
    public SequenceTensor Forward(SequenceBatch sentences)
    {
        SequenceTensor states = Rnn.Forward(Embedding.Forward(sentences)).Output;
        return new SequenceTensor(states.Layout, Output.Forward(states.Values));
    }

    /// <summary>The mean of −ln p_t[tag_t] over a sentence.</summary>
    public Tensor Loss(int[] words, ReadOnlySpan<int> tags) => CrossEntropy.WithLogits(Forward(SequenceBatch.FromIds([words])).Values, tags);

    internal static double[] Flat(double[,] matrix)
    {
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return flat;
    }
}
