using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>Words, a recurrent layer, a ReLU, dropout, one logit: a small model of everything that lenses look at.</summary>
sealed class LensModel : Module
{
    readonly bool _final;

    public LensModel(string cell, DType dtype = DType.Float32, bool final = false, RecurrentOptions? options = null, ulong seed = 5)
    {
        Rng rng = new(seed);
        _final = final;
        Words = Register("words", new Embedding(12, 3, rng, paddingIndex: 0));
        Cell = Register<Nn.Recurrent>("cell", cell switch
        {
            "rnn" => new Rnn(3, 5, rng, options: options),
            "gru" => new Gru(3, 5, rng, options),
            _ => new Lstm(3, 5, rng, options),
        });
        Wide = Register("wide", new Linear(Cell.OutputSize, 9, rng));
        Relu = Register("relu", new ActivationLayer(Activation.Relu));
        Drop = Register("drop", new Dropout(0.3, rng));
        Out = Register("out", new Linear(9, 1, rng));
        To(dtype);
    }

    public Embedding Words { get; }

    public Nn.Recurrent Cell { get; }

    public Linear Wide { get; }

    public ActivationLayer Relu { get; }

    public Dropout Drop { get; }

    public Linear Out { get; }

    public Tensor Logits(SequenceBatch batch)
    {
        SequenceTensor x = Words.Forward(batch);
        RecurrentResult states = Cell switch
        {
            Lstm lstm => lstm.Forward(x),
            Gru gru => gru.Forward(x),
            _ => ((Rnn)Cell).Forward(x),
        };
        Tensor read = _final ? states.Final() : Ops.ReadOut(states.Output, ReadOut.Mean);
        return Out.Forward(Drop.Forward(Relu.Forward(Wide.Forward(read))));
    }

    public Tensor Loss(SequenceBatch batch) =>
        BinaryCrossEntropy.WithLogits(Logits(batch), [.. Enumerable.Range(0, batch.Count).Select(i => (float)(i % 2))]);
}
