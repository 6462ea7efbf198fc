namespace Unfold.Inspection;

/// <summary>The metric names in general use, as they stand in <c>run.json</c>.</summary>
public static class MetricNames
{
    /// <summary>Mean loss an example, in nats.</summary>
    public const string Loss = "loss";

    /// <summary>Share of examples answered right.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Share of the positive answers that are right.</summary>
    public const string Precision = "precision";

    /// <summary>Share of the positive examples that were found.</summary>
    public const string Recall = "recall";

    /// <summary>Harmonic mean of precision and recall of the positive class.</summary>
    public const string F1 = "f1";

    /// <summary>Mean over the classes of each class's F1.</summary>
    public const string MacroF1 = "macroF1";

    /// <summary>Area under precision against recall, as the step-wise sum.</summary>
    public const string AveragePrecision = "averagePrecision";

    /// <summary>Of a tagger: share of the sentences with all tags right.</summary>
    public const string SentenceAccuracy = "sentenceAccuracy";

    /// <summary>Of a tagger: share of the words with the right tag among those that training did not have.</summary>
    public const string UnknownAccuracy = "unknownAccuracy";
}
