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
}
