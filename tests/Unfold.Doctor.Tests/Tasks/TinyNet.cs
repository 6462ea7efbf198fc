using Unfold.Nn;

namespace Unfold.Doctor.Tests;

/// <summary>A text classifier of own modules, as a stranger would write it: embedding, recurrent layer, linear layer.</summary>
sealed class TinyNet : Module
{
    /// <param name="cell">"tanh", "relu", "sigmoid", "lstm" or "gru".</param>
    /// <param name="task">What it is for: its words and classes; two classes have one logit.</param>
    /// <param name="seed">Where the weights come from.</param>
    /// <param name="hidden">Width of the state.</param>
    /// <param name="width">Width of a word's vector.</param>
    /// <param name="options">Layers and directions.</param>
    public TinyNet(string cell, TokenTask task, ulong seed, int hidden = 16, int width = 8, RecurrentOptions? options = null)
    {
        Rng rng = new Rng(seed).Fork("model");
        Embedding = Register("embedding", new Embedding(task.Words.Count, width, rng, paddingIndex: TokenTask.Pad));
        Recurrent = cell switch
        {
            "tanh" => Register<Nn.Recurrent>("rnn", new Rnn(width, hidden, rng, Activation.Tanh, options)),
            "relu" => Register<Nn.Recurrent>("rnn", new Rnn(width, hidden, rng, Activation.Relu, options)),
            "sigmoid" => Register<Nn.Recurrent>("rnn", new Rnn(width, hidden, rng, Activation.Sigmoid, options)),
            "lstm" => Register<Nn.Recurrent>("lstm", new Lstm(width, hidden, rng, options)),
            _ => Register<Nn.Recurrent>("gru", new Gru(width, hidden, rng, options)),
        };
        Output = Register("fc", new Linear(Recurrent.OutputSize, task.Classes.Count == 2 ? 1 : task.Classes.Count, rng));
    }

    public Embedding Embedding { get; }

    public Nn.Recurrent Recurrent { get; }

    public Linear Output { get; }

    /// <summary>Logits [B, 1] or [B, C] from the state at the last step.</summary>
    public Tensor Forward(SequenceBatch texts) => Output.Forward(Recurrent.Forward(Embedding.Forward(texts)).Final());

    /// <summary>Multiplies a parameter's values, for a bad start.</summary>
    public TinyNet Scaled(string parameter, double factor)
    {
        foreach (ref float value in Parameters.Single(p => p.Name == parameter).Value.Span<float>())
            value *= (float)factor;
        return this;
    }
}
