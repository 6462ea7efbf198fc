using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The cells whose memory is compared: the tagger's own weights with each non-linearity, and fresh layers of the library.</summary>
static class LabCells
{
    static readonly Activation[] All = [Activation.Sigmoid, Activation.Tanh, Activation.Relu];

    public static IReadOnlyList<LabLag> Of(PlainRnn model, int[] ids, LabSettings settings)
    {
        if (settings.Lags < 1) throw new ArgumentOutOfRangeException(nameof(settings), settings.Lags, "LabSettings: expected Lags of at least 1.");
        int steps = Math.Max(ids.Length, settings.Lags), embedding = model.We.GetLength(1), hidden = model.Wh.GetLength(0);
        double[] own = Inputs(id => LabRows.Row(model.We, id));
        Dictionary<int, double[]> vectors = [];
        Rng words = new Rng(settings.Seed).Fork("words");
        double[] usual = Inputs(id =>
        {
            if (!vectors.TryGetValue(id, out double[]? vector)) vectors[id] = vector = [.. Enumerable.Range(0, embedding).Select(_ => words.NextNormal())];
            return vector;
        });
        return
        [
            .. All.Select(activation => JacobianProducts.Of(LabExhibit.Name(activation), fresh: false, new TaggerModule(new PlainRnn(model.We, model.Wx, model.Wh, model.Wy, activation)).Rnn, own, steps)),
            .. All.Select(activation => JacobianProducts.Of(LabExhibit.Name(activation), fresh: true, new Rnn(embedding, hidden, Fork("rnn"), activation), usual, steps)),
            JacobianProducts.Of("gru", fresh: true, new Gru(embedding, hidden, Fork("gru")), usual, steps),
            JacobianProducts.Of("lstm", fresh: true, new Lstm(embedding, hidden, Fork("lstm")), usual, steps),
            JacobianProducts.Of("lstm, forget bias 1", fresh: true, Remembering(new Lstm(embedding, hidden, Fork("lstm"))), usual, steps),
        ];

        double[] Inputs(Func<int, double[]> vectorOf) => [.. Enumerable.Range(0, steps).SelectMany(t => vectorOf(ids[t % ids.Length]))];

        Rng Fork(string cell) => new Rng(settings.Seed).Fork(cell);
    }

    /// <summary>One is added to the forget gates' bias: they begin open.</summary>
    static Lstm Remembering(Lstm layer)
    {
        Parameter bias = layer.Parameters.Single(parameter => parameter.Name.EndsWith("bias_ih_l0", StringComparison.Ordinal));
        foreach (ref float weight in bias.Value.Span<float>().Slice(layer.HiddenSize, layer.HiddenSize)) weight += 1;
        return layer;
    }
}
