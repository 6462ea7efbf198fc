namespace Unfold.Training;

/// <summary>Where the words come from that have a number.</summary>
public enum VocabularySource
{
    /// <summary>The training part, the most frequent first.</summary>
    Training,

    /// <summary>The file of word vectors, in its order: words that training never saw have their vector too.</summary>
    Vectors,
}
