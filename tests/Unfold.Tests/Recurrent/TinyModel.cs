using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>Embedding, recurrent module, last state, one logit; steps of plain gradient descent on batches made by formula.</summary>
sealed class TinyModel : Module
{
    readonly Embedding _embedding;
    readonly Nn.Recurrent _recurrent;
    readonly Linear _out;
    readonly int[] _ids;
    readonly int[] _starts;
    readonly int[] _lengths;
    readonly float[] _answers;
    readonly SequenceBatch _batch = new();
    int _step;

    public TinyModel(string cell, int batch, int width, int maxLength, RecurrentOptions? options = null)
    {
        var rng = new Rng(11);
        _embedding = Register("embedding", new Embedding(50, width, rng));
        _recurrent = Register("rnn", Cells.Make(cell, width, width, options));
        _out = Register("out", new Linear(_recurrent.OutputSize, 1, rng));
        _lengths = [.. Enumerable.Range(0, batch).Select(i => (i * 7 % maxLength) + 1)];
        _starts = [.. Enumerable.Range(0, batch).Select(i => _lengths.Take(i).Sum())];
        _ids = [.. Enumerable.Range(0, _lengths.Sum()).Select(i => i * i % 50)];
        _answers = [.. Enumerable.Range(0, batch).Select(i => (float)(i % 2))];
    }

    public double Step()
    {
        for (int i = 0; i < _answers.Length; i++) _answers[i] = (i + _step) % 3 == 0 ? 1 : 0;
        _batch.Load(_ids, _starts, _lengths);
        RecurrentResult result = _recurrent.Forward(_embedding.Forward(_batch));
        Tensor logits = _out.Forward(result.Final());
        Tensor loss = BinaryCrossEntropy.WithLogits(logits, _answers) + Ops.Scale(Ops.Mean(result.Output.Values), 0.1);
        loss.Backward();
        double value = loss.Item();
        foreach (Parameter parameter in Parameters) Descend(parameter);
        _step++;
        return value;
    }

    /// <summary>Every parameter's bytes, one behind the other.</summary>
    public byte[] Bytes() => [.. Parameters.SelectMany(p => System.Runtime.InteropServices.MemoryMarshal.AsBytes(p.Value.Span<float>()).ToArray())];

    static void Descend(Parameter parameter)
    {
        Span<float> values = parameter.Value.Span<float>();
        ReadOnlySpan<float> gradient = parameter.Gradient.Values<float>();
        for (int i = 0; i < gradient.Length; i++)
        {
            int at = parameter.Gradient.IsRowSparse
                ? (parameter.Gradient.Rows[i / parameter.Gradient.RowLength] * parameter.Gradient.RowLength) + (i % parameter.Gradient.RowLength)
                : i;
            values[at] -= 0.1f * gradient[i];
        }
        parameter.Gradient.Clear();
    }
}
