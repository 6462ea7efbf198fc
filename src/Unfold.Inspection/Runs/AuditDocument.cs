namespace Unfold.Inspection;

/// <summary>What the texts and labels of a run show before any training: an audit of the data.</summary>
/// <remarks>
/// Two texts are the same where their tokens are, so letters' case, white space and what a tokenizer drops do not matter. Shares are of the texts
/// (or tokens) of the part that is named, from 0 to 1. Counted by <c>unfold</c> itself; a loop of one's own may fill what it knows.
/// </remarks>
public sealed record AuditDocument
{
    /// <summary>The largest training class over the smallest one; left out where a class has no text.</summary>
    public double? Imbalance { get; init; }

    /// <summary>exp(entropy of the training labels) over the number of classes: 1 where all are as frequent, near 1/classes where one has nearly all.</summary>
    public double? LabelPerplexity { get; init; }

    /// <summary>How many texts of each part were looked at; left out where it was all of them.</summary>
    public AuditSample? Sample { get; init; }

    /// <summary>Validation texts that stand in the training part too.</summary>
    public AuditOverlap? Validation { get; init; }

    /// <summary>Test texts that stand in the training part too; left out without a test part.</summary>
    public AuditOverlap? Test { get; init; }

    /// <summary>Share of the test texts that stand in the validation part too, by which epochs and thresholds are chosen; left out without a test part.</summary>
    public double? TestInValidationShare { get; init; }

    /// <summary>Share of the training texts that stand in the training part once more, further up.</summary>
    public double? RepeatedShare { get; init; }

    /// <summary>Texts, of all parts, that stand somewhere else with another label.</summary>
    public int? Contradictory { get; init; }

    /// <summary>The same as a share of all texts.</summary>
    public double? ContradictoryShare { get; init; }

    /// <summary>Some of them.</summary>
    public IReadOnlyList<AuditPair> ContradictoryExamples { get; init; } = [];

    /// <summary>Texts, of all parts, without any token.</summary>
    public int? Empty { get; init; }

    /// <summary>How long the texts of training and validation are, in tokens, before anything is cut off.</summary>
    public AuditLengths? Lengths { get; init; }

    /// <summary>How many texts are cut, and whether their labels go with it.</summary>
    public AuditTruncation? Truncation { get; init; }

    /// <summary>Share of the training tokens that the vocabulary does not know: 0 unless its size is limited.</summary>
    public double? TrainUnknownShare { get; init; }

    /// <summary>Share of the validation tokens that the vocabulary does not know.</summary>
    public double? ValidationUnknownShare { get; init; }

    /// <summary>The most frequent of these words in validation.</summary>
    public IReadOnlyList<AuditWord> UnknownWords { get; init; } = [];

    /// <summary>The word whose presence alone tells the classes apart best; left out where none does better than the most frequent class.</summary>
    public AuditToken? BestToken { get; init; }

    /// <summary>Median pads that a model reads behind a text's last word, in training; left out where no pads are read.</summary>
    public double? MedianPads { get; init; }

    /// <summary>Share of the positions a model reads in training that are pads; left out where no pads are read.</summary>
    public double? PaddingShare { get; init; }
}
