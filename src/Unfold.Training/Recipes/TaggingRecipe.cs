namespace Unfold.Training;

/// <summary>What a tagger has beside what every model has.</summary>
public sealed record TaggingRecipe
{
    /// <summary>Width of a character's vector; 0 reads words alone, up to 1024. <value>Default: 32.</value></summary>
    public int CharacterEmbedding { get; init; } = 32;

    /// <summary>Width of the state over a word's characters, in each of two directions, 1..1024. <value>Default: 48.</value></summary>
    public int CharacterHidden { get; init; } = 48;

    /// <summary>Share of the words read as unknown while training, their characters left, 0..0.9. <value>Default: 0.1.</value></summary>
    public double WordDropout { get; init; } = 0.1;

    /// <summary>Whether words are numbered in lower case; characters keep theirs. <value>Default: true.</value></summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether a sentence's tags are scored together by a conditional random field. <value>Default: false.</value></summary>
    public bool Crf { get; init; }

    /// <summary>A file of word vectors (text of GloVe, word2vec or fastText, or word2vec's binary format, packed or plain) that stay as they are, beside the learnt ones; for a known data set relative to the data folder. <value>Default: none.</value></summary>
    public string? Vectors { get; init; }

    /// <summary>The first so many words of that file, 1..10000000. <value>Default: 100000.</value></summary>
    public int MostVectors { get; init; } = 100_000;

    /// <summary>
    /// Whether the model is the lab's: no characters, no biases, double precision, weights drawn from NumPy's stream with the recipe's seed as
    /// <see cref="Lab.PlainRnn"/> draws them, sentences in the order of the file. <value>Default: false.</value>
    /// </summary>
    public bool Plain { get; init; }

    /// <summary>The fewest words of a sentence that is taken, 1..100000. <value>Default: 1.</value></summary>
    public int Shortest { get; init; } = 1;

    /// <summary>The most words of a sentence that is taken; 0 is no limit, up to 100000. <value>Default: 0.</value></summary>
    public int Longest { get; init; }

    /// <summary>The first so many of those sentences of each file are taken; 0 takes all, up to 1000000000. <value>Default: 0.</value></summary>
    public int Most { get; init; }
}
