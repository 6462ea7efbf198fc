namespace Unfold.Inspection;

/// <summary>The data of a run: sizes, classes, and what is known before any training.</summary>
public sealed record DataDocument
{
    /// <summary>The data set's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Training examples.</summary>
    public int Train { get; init; }

    /// <summary>Validation examples.</summary>
    public int Validation { get; init; }

    /// <summary>Test examples.</summary>
    public int Test { get; init; }

    /// <summary>The class names, in the order of the class numbers; empty when the task has no classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Validation accuracy of always answering the most frequent class.</summary>
    public double? MajorityAccuracy { get; init; }

    /// <summary>The loss, in nats, of a model that knows only how frequent each class is.</summary>
    public double? PriorEntropy { get; init; }

    /// <summary>How many training examples each class has, in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<long>? TrainCounts { get; init; }

    /// <summary>How many validation examples each class has, in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<long>? ValidationCounts { get; init; }

    /// <summary>Entries of the vocabulary, specials included.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Share of validation tokens that the vocabulary does not know.</summary>
    public double? UnknownShare { get; init; }

    /// <summary>Share of the vocabulary's words that have a vector in the file of word vectors; left out where there is no such file.</summary>
    public double? VectorWords { get; init; }

    /// <summary>Share of the training part's tokens that have one, those counted that the vocabulary does not know.</summary>
    public double? VectorTokens { get; init; }

    /// <summary>Share of the positions a model reads that are padding; left out when no pads are read.</summary>
    public double? PaddingShare { get; init; }

    /// <summary>What the texts and labels show before any training; left out where nobody looked.</summary>
    public AuditDocument? Audit { get; init; }

    /// <summary>Fingerprints of the files that were read: file name to "sha256:…".</summary>
    public IReadOnlyDictionary<string, string>? Fingerprints { get; init; }
}
