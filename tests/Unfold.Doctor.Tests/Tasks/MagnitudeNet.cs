using Unfold.Nn;

namespace Unfold.Doctor.Tests;

/// <summary>A network that reads a word's number as a size: word 9,000 is nine thousand times word 1.</summary>
sealed class MagnitudeNet : Module
{
    /// <param name="task">What it is for.</param>
    /// <param name="seed">Where the weights come from.</param>
    public MagnitudeNet(TokenTask task, ulong seed)
    {
        Rng rng = new Rng(seed).Fork("model");
        Rnn = Register("rnn", new Rnn(1, 16, rng, Activation.Tanh));
        Output = Register("fc", new Linear(16, task.Classes.Count == 2 ? 1 : task.Classes.Count, rng));
    }

    public Rnn Rnn { get; }

    public Linear Output { get; }

    public Tensor Forward(SequenceBatch texts)
    {
        float[] sizes = [.. texts.Ids.ToArray().Select(id => (float)id)];
        return Output.Forward(Rnn.Forward(new SequenceTensor(texts.Layout, Tensor.From(sizes, new Shape(sizes.Length, 1)))).Final());
    }
}
