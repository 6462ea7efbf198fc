using Unfold.Nn;

namespace Unfold.Cli;

/// <summary>A model that reads words and answers yes or no from the state at the last one.</summary>
sealed class MemoryModel : Module
{
    const int Width = 16;
    const int Hidden = 32;
    readonly Embedding _embedding;
    readonly Recurrent _recurrent;
    readonly Linear _answer;

    /// <param name="words">The vocabulary's size.</param>
    /// <param name="lstm">An LSTM, else a tanh RNN.</param>
    /// <param name="forgetBias">What is added to the LSTM's forget gate at first: the more, the longer it remembers before it has learnt to.</param>
    /// <param name="rng">Where initial weights come from.</param>
    public MemoryModel(int words, bool lstm, double forgetBias, Rng rng)
    {
        _embedding = Register("embedding", new Embedding(words, Width, rng.Fork("embedding")));
        Rng own = rng.Fork("recurrent");
        _recurrent = lstm ? Register<Recurrent>("lstm", new Lstm(Width, Hidden, own)) : Register<Recurrent>("rnn", new Rnn(Width, Hidden, own));
        _answer = Register("fc", new Linear(Hidden, 1, rng.Fork("fc")));
        if (forgetBias > 0) Init.AddForgetBias(_recurrent.Parameters.Single(parameter => parameter.Name == "lstm.bias_hh_l0").Value, forgetBias);
    }

    /// <summary>One logit a text.</summary>
    public Tensor Forward(SequenceBatch texts) => _answer.Forward(_recurrent.Forward(_embedding.Forward(texts)).Final());
}
