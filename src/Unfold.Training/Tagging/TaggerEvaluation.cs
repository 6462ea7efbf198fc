namespace Unfold.Training;

/// <summary>How well a tagger does on tagged sentences.</summary>
public sealed record TaggerEvaluation
{
    /// <summary>Sentences.</summary>
    public int Sentences { get; init; }

    /// <summary>Words.</summary>
    public int Words { get; init; }

    /// <summary>Share of the words with the right tag.</summary>
    public double Accuracy { get; init; }

    /// <summary>Share of the sentences with all tags right.</summary>
    public double SentenceAccuracy { get; init; }

    /// <summary>Words that the training part does not have.</summary>
    public int UnknownWords { get; init; }

    /// <summary>Share of those with the right tag; nothing where there is none.</summary>
    public double? UnknownAccuracy { get; init; }

    /// <summary>Share of the words that have the tag most frequent in the training part.</summary>
    public double MajorityAccuracy { get; init; }

    /// <summary>Each tag of the tagger: precision, recall and F1.</summary>
    public IReadOnlyList<TagScore> Tags { get; init; } = [];

    /// <summary>Counts of right (rows) against answered (columns) tags, in the order of <see cref="Tags"/>; a right tag that training did not have is in no row.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];
}
