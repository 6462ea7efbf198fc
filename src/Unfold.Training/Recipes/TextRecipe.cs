namespace Unfold.Training;

/// <summary>How a text becomes token ids.</summary>
public sealed record TextRecipe
{
    /// <summary>The tokenizer's name. <value>Default: <c>basic_english</c>.</value></summary>
    public string Tokenizer { get; init; } = "basic_english";

    /// <summary>The largest vocabulary, the specials counted, 3..10000000. <value>Default: 20000.</value></summary>
    public int VocabularySize { get; init; } = 20_000;

    /// <summary>The smallest count of a word that is kept, 1..1000000. <value>Default: 1.</value></summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Tokens of a text that are read; what follows is cut off; 0 reads all, up to 1000000. <value>Default: 256.</value></summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>
    /// Shorter texts get pads up to this length, which the model reads as if they were words, and longer ones are cut to it;
    /// 0 means no padding at all.
    /// Only to reproduce published experiments: without it the state is read at the last real token. <value>Default: 0.</value>
    /// </summary>
    public int PadToLength { get; init; }
}
