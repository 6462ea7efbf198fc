using Unfold.Nn;

namespace Unfold.Cli;

/// <summary>Word vectors, then 200 filters of three words and the largest value of each, or all vectors in a row; then 250 hidden units and one answer.</summary>
sealed class BenchNetwork : Module
{
    const int Width = 100;
    const int Filters = 200;
    const int Window = 3;
    const int Hidden = 250;
    readonly int _steps;
    readonly Embedding _embedding;
    readonly Conv1d? _filters;
    readonly Linear _hidden;
    readonly Linear _output;

    public BenchNetwork(bool convolution, int vocabulary, int steps, Rng rng)
    {
        _steps = steps;
        _embedding = Register("embedding", new Embedding(vocabulary, Width, rng, paddingIndex: 0));
        if (convolution) _filters = Register("conv", new Conv1d(Width, Filters, Window, rng));
        _hidden = Register("fc1", new Linear(convolution ? Filters : steps * Width, Hidden, rng));
        _output = Register("fc2", new Linear(Hidden, 1, rng));
    }

    /// <summary>A logit for each text.</summary>
    public Tensor Forward(SequenceBatch batch)
    {
        SequenceTensor words = _embedding.Forward(batch);
        if (_filters is null) return _output.Forward(_hidden.Forward(words.Flatten(_steps)));
        Tensor found = Ops.Relu(Ops.ReadOut(_filters.Forward(words), ReadOut.Max)); // the largest of what ReLU leaves is what ReLU leaves of the largest
        return _output.Forward(Ops.Relu(_hidden.Forward(found)));
    }

    /// <summary>Of the products that are computed: of a convolution forward only, as nearly all of its gradient is zero.</summary>
    public double Flops(int batch, int steps)
    {
        double head = 6d * batch * Hidden * (_hidden.Weight.Shape[1] + 1);
        return head + (_filters is null ? 0 : 2d * batch * (steps - Window + 1) * Window * Width * Filters);
    }
}
